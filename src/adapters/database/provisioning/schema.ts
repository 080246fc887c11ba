/** The tables of migration 0020, as Kysely sees them. */
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { Wanted } from '../../../application/people/provisioning/ports.ts'
import type { Ending } from '../../../domain/people/apply/outcome.ts'
import type { PortalWrite } from '../../../domain/people/apply/portal-call.ts'
import type { DesireSource } from '../../../domain/people/desired-user.ts'
import type { AccessState } from '../../../domain/people/plan/access-state.ts'
import type { GuardId } from '../../../domain/people/plan/guards/table.ts'
import type { Plan } from '../../../domain/people/plan/plan.ts'
import type { Counted, SourceDescriptor } from '../../../domain/people/plan/plan-input.ts'
import type { TaskKind } from '../../../domain/people/plan/task.ts'

type Json<T> = JSONColumnType<T & object>
type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>

export interface ProvisioningSchema {
  provisioning: {
    connection_id: string
    halted_at: Date | null
    halted_by: string | null
    automatic_by: string | null
    automatic_by_name: string | null
    automatic_at: Date | null
    automatic_seen: string | null
    automatic_told: string | null
  }
  provisioning_plan: {
    id: string
    sequence: GeneratedAlways<number>
    connection_id: string
    undo_of: string | null
    made_at: Date
    made_by: string
    made_by_name: string
    hash: string
    plan: Json<Plan>
    wanted: Json<Wanted>
  }
  provisioning_release: {
    plan_id: string
    guard: GuardId
    released_by: string
    released_by_name: string
    released_at: Date
  }
  provisioning_run: {
    plan_id: string
    connection_id: string
    state: 'running' | 'stopped' | 'finished'
    holder: string
    alive_at: Date
    begun_at: Date
    ended_at: Date | null
    stopped_by: string | null
    applied_by: string
    applied_by_name: string
  }
  provisioning_intent: {
    id: GeneratedAlways<number>
    plan_id: string
    item_id: string
    call: Json<PortalWrite>
    at: Date
    nothing: Generated<boolean>
  }
  provisioning_outcome: {
    plan_id: string
    item_id: string
    connection_id: string
    ending: Ending
    detail: string | null
    user_id: string | null
    counted: Counted | null
    at: Date
  }
  provisioning_leaver: {
    connection_id: string
    user_id: string
    email: string
    source: DesireSource
    key: string
    prior: Json<AccessState>
    flagged_at: Date
    stripped_at: Date | null
    stripped: JsonOrNull<AccessState>
  }
  provisioning_invitation: { connection_id: string; email_key: string; intent_id: number }
  provisioning_task: {
    id: string
    connection_id: string
    plan_id: string
    kind: TaskKind
    user_id: string | null
    email: string
    wanted: string | null
    after: JsonOrNull<AccessState>
    reason: string
    opened_at: Date
    closed_at: Date | null
    closed_by_reading: string | null
  }
  provisioning_source: {
    connection_id: string
    source: DesireSource
    id: string
    descriptor: Json<SourceDescriptor>
    at: Date
  }
}
