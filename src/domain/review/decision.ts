/** What a reviewer can say of one row, and how it is kept. */
import type { NamedPerson } from './review.ts'

/** What is to be instead; what is left out stays. Super admin rights can only be taken. */
export interface ChangedAccess {
  readonly superAdmin?: false | undefined
  /** `null`: none. */
  readonly permissionSetId?: string | null | undefined
  readonly primaryTeamId?: string | null | undefined
  readonly secondaryTeamIds?: readonly string[] | undefined
  readonly seats?: readonly string[] | undefined
}

export const DECISION_KINDS = ['keep', 'change', 'remove', 'exception'] as const
export type DecisionKind = (typeof DECISION_KINDS)[number]

export type Decision =
  | { readonly kind: 'keep'; readonly reason: string | null }
  | { readonly kind: 'change'; readonly to: ChangedAccess; readonly reason: string | null }
  | {
      readonly kind: 'remove'
      /** Whose the records become: an address, `keep`, or `null` where nobody has said. */
      readonly recordsTo: string | null
      readonly reason: string | null
    }
  /** Stays as it is until then, although it should not. `until`: ISO time. */
  | { readonly kind: 'exception'; readonly until: string; readonly reason: string }

export interface KeptDecision {
  readonly no: number
  /** 1, 2, 3 …; the highest counts. */
  readonly version: number
  readonly decision: Decision
  readonly by: NamedPerson
  readonly at: Date
  /** How many rows were decided with one word; `null`: this one alone. */
  readonly bulk: number | null
  /** How long the row was open before, as the client told it, and never longer than it was there. */
  readonly seconds: number | null
  /** Since the same person decided before in this review, by our clock; `null`: their first. */
  readonly pace: number | null
}

/** An exception lasts for a year at most. */
export const LONGEST_EXCEPTION_DAYS = 366

/** Those that take something away, or alter it: proven by a later sealed reading. */
export const isRevocation = ({ kind }: Decision): boolean => kind === 'change' || kind === 'remove'
