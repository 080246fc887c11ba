/**
 * Refusals of a call, in words: what was refused, what is missing, who can give it, and whether
 * to try again. Doors map them to their own shapes and add nothing.
 */
import type { Refusal } from '../../domain/access/decide.ts'
import { ERRORS, HubwardError, type ErrorCode } from '../../domain/errors.ts'
import type { BudgetSpent } from '../ports.ts'

export interface CallRefusal {
  readonly code: ErrorCode
  readonly message: string
  readonly status: number
  /** Seconds, rounded up, where waiting helps. */
  readonly retryAfterSeconds: number | null
  /** For programs: scopes, budget, correct path … */
  readonly facts: Readonly<Record<string, unknown>>
}

export function refusal(
  code: ErrorCode,
  message: string,
  more: { retryAfterMs?: number; facts?: Record<string, unknown> } = {},
): CallRefusal {
  return {
    code,
    message,
    status: ERRORS[code].status,
    retryAfterSeconds:
      more.retryAfterMs === undefined ? null : Math.max(1, Math.ceil(more.retryAfterMs / 1000)),
    facts: more.facts ?? {},
  }
}

/** The words for what the access decision refused. */
export function accessRefusal(
  why: Refusal,
  connectionName: string,
  caller: { groups: readonly string[]; admins: readonly string[] },
): CallRefusal {
  switch (why.reason) {
    case 'connection_unknown':
      return refusal(
        'access.connection_not_found',
        `There is no connection "${connectionName}" for you. GET /api/v1/me lists the ones you may use.`,
      )
    case 'scope_missing':
      return refusal(
        'access.scope_missing',
        `This call needs ${list(why.missing)} on "${connectionName}"; ` +
          `your groups (${list(caller.groups) || 'none'}) grant ${list(why.held) || 'nothing'} there. ` +
          `An admin can add it${caller.admins.length > 0 ? ` (${list(caller.admins)})` : ''}. ` +
          'Do not retry until then.',
        { facts: { missing: why.missing, held: why.held, whoCanGrant: caller.admins } },
      )
    case 'connection_suspended':
      return refusal(
        'connection.suspended',
        `"${connectionName}" is paused${because(why.connection.stateReason)}. An admin can resume it.`,
      )
    case 'connection_needs_reauth':
      return refusal(
        'connection.needs_reauth',
        `HubSpot no longer accepts the credential of "${connectionName}"${because(why.connection.stateReason)}. An admin must reconnect the portal.`,
      )
  }
}

export function budgetRefusal(spent: BudgetSpent): CallRefusal {
  const seconds = Math.max(1, Math.ceil(spent.retryAfterMs / 1000))
  return refusal(
    'budget.spent',
    `The portal's ${spent.budget} allowance is in use. Try again in ${seconds} s.`,
    { retryAfterMs: spent.retryAfterMs, facts: { budget: spent.budget } },
  )
}

/** Turns what a port threw into a refusal; anything unforeseen becomes `internal`, without detail. */
export function thrownRefusal(thrown: unknown): CallRefusal {
  if (thrown instanceof HubwardError) return refusal(thrown.code, thrown.message, { facts: thrown.facts })
  return refusal('internal', 'Something went wrong inside Hubward. The log of this moment says what.')
}

const list = (items: readonly string[]): string => items.join(', ')
const because = (reason: string | null): string => (reason ? ` (${reason})` : '')
