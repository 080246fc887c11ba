/** The tables of reviews, as Kysely sees them. */
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { Decision, DecisionKind } from '../../../domain/review/decision.ts'
import type {
  AssignedAs,
  ReviewedAccess,
  ReviewerRule,
  ReviewScope,
  ReviewState,
} from '../../../domain/review/review.ts'

type Fixed<T> = ColumnType<T, T, never>

export interface ReviewSchema {
  review: {
    id: string
    sequence: GeneratedAlways<number>
    name: string
    state: ReviewState
    scope: ReviewScope
    privileged_sets: JSONColumnType<readonly string[]>
    reviewer: JSONColumnType<ReviewerRule>
    fallback_ids: JSONColumnType<readonly string[]>
    due_at: Date
    remind_days: JSONColumnType<readonly number[]>
    created_at: Date
    created_by: string
    created_by_name: string
    opened_at: Date | null
    closing_at: Date | null
    ended_at: Date | null
    ended_by: string | null
    ended_by_name: string | null
    end_reason: string | null
  }
  review_connection: {
    review_id: string
    connection_id: string
    owner_id: string | null
    reading_id: string | null
    seal: number | null
  }
  review_row: {
    review_id: string
    no: number
    connection_id: string
    user_id: string
    email: string
    name: string
    privileged: boolean
    access: JSONColumnType<ReviewedAccess>
    subjects: JSONColumnType<readonly string[]>
    reviewer_id: string
    reviewer_name: string
    assigned_as: AssignedAs
    assigned_at: Date
    decided: number | null
  }
  review_decision: {
    review_id: Fixed<string>
    no: Fixed<number>
    version: Fixed<number>
    kind: Fixed<DecisionKind>
    decision: JSONColumnType<Decision>
    by_id: Fixed<string>
    by_name: Fixed<string>
    at: Fixed<Date>
    bulk: Fixed<number | null>
    seconds: Fixed<number | null>
    pace: Fixed<number | null>
  }
  review_assignment: {
    id: GeneratedAlways<number>
    review_id: string
    no: number
    from_id: string
    from_name: string
    to_id: string
    to_name: string
    by_id: string
    by_name: string
    reason: string | null
    at: Date
  }
  review_reminder: { review_id: string; principal_id: string; stage: string; at: Date }
  evidence_key: {
    id: string
    the_one: Generated<boolean>
    public_key: Buffer
    kek_id: string
    kek_version: number
    wrapped_key: Buffer
    ciphertext: Buffer
    created_at: Date
  }
  review_proof: { review_id: string; connection_id: string; reading_id: string; seal: number }
}
