/** The tables of migrations 0024 and 0025, as Kysely sees them. */
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { AccessState } from '../../../domain/people/plan/access-state.ts'
import type { RequestState, RequestWish } from '../../../domain/people/request/request.ts'

type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>

export interface RequestSchema {
  access_request: {
    id: string
    sequence: GeneratedAlways<number>
    connection_id: string
    portal_id: number
    state: RequestState
    asked_by: string
    asked_by_name: string
    principal_id: string | null
    email: string
    email_key: string
    user_id: string | null
    wish: JSONColumnType<RequestWish>
    hours: number | null
    reason: string
    asked_at: Date
    lapses_at: Date
    decided_by: string | null
    decided_by_name: string | null
    decided_at: Date | null
    note: string | null
    plan_id: string | null
    prior: JsonOrNull<AccessState>
    granted: JsonOrNull<AccessState>
    granted_at: Date | null
    ends_at: Date | null
    ended_at: Date | null
    held: string | null
    next_at: Date
    tries: Generated<number>
  }
  access_approver: { connection_id: string; principal_id: string; group_id: string | null }
}
