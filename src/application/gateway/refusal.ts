/**
 * Refusals of a call, in words: what was refused, what is missing, who can give it, and whether
 * to try again. Doors map them to their own shapes and add nothing.
 */
import type { Refusal } from '../../domain/access/decide.ts'
import { ERRORS, HubwardError, type ErrorCode } from '../../domain/errors.ts'
import { inDoubtText } from '../connection/in-doubt.ts'
import type { BudgetSpent, UpstreamFailure } from '../ports.ts'

export interface CallRefusal {
  readonly code: ErrorCode
  readonly message: string
  readonly status: number
  /** Seconds, rounded up, where waiting helps. */
  readonly retryAfterSeconds: number | null
  /** For programs: scopes, budget, correct path … */
  readonly facts: Readonly<Record<string, unknown>>
  /** By whose key or authorisation, that no longer opens: for the audit alone, never for the caller. */
  readonly holder?: KeyHolder
}

export interface KeyHolder {
  /** `key_…` or `aut_…` */
  readonly meansId: string
  readonly principalId: string
  readonly principalName: string
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
  caller: { means: string; groups: readonly string[]; admins: readonly string[] },
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
    case 'read_only':
      return refusal(
        'auth.read_only',
        `“${caller.means}” came to read only, and this call needs ${list(why.writes)}. ` +
          'Let the client in again with reading and writing, or as a program fetch a token with hubspot:write; until then do not retry.',
        { facts: { missing: why.writes } },
      )
    case 'connection_pending':
      return refusal(
        'connection.not_checked',
        `"${connectionName}" has not passed a check yet${because(why.connection.stateReason)}. An admin can run one: hubward check ${connectionName}.`,
      )
    case 'connection_suspended':
      return refusal(
        'connection.suspended',
        `"${connectionName}" is paused${because(why.connection.stateReason)}. An admin can resume it.`,
      )
    case 'connection_needs_reauth':
      return refusal(
        'connection.needs_reauth',
        `"${connectionName}" has no credential that works${because(why.connection.stateReason)}. An admin must give it another one.`,
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

/** Seconds after which to try again what passes, where nobody said more. */
const PASSES_S = 1

/** Turns what a port threw into a refusal; anything unforeseen becomes `internal`, without detail. */
export function thrownRefusal(thrown: unknown): CallRefusal {
  if (thrown instanceof HubwardError) {
    const { code, message, facts } = thrown
    const wait = typeof facts['retryAfterSeconds'] === 'number' ? facts['retryAfterSeconds'] : null
    return refusal(code, message, {
      // No credential could be had, so nothing was sent.
      facts: code.startsWith('connection.') ? { ...facts, sent: false } : facts,
      ...(ERRORS[code].retry === 'later' && { retryAfterMs: (wait ?? PASSES_S) * 1000 }),
    })
  }
  return refusal(
    'internal',
    'Something went wrong inside Hubward. The log of this moment says what.',
  )
}

const list = (items: readonly string[]): string => items.join(', ')
const because = (reason: string | null): string => (reason ? ` (${reason.replace(/\.$/, '')})` : '')

/** What became of an attempt that got no whole answer. */
const FAILURES = {
  unreachable: [
    'upstream.unreachable',
    'HubSpot could not be reached from here; nothing was sent. Try again shortly.',
  ],
  timeout: [
    'upstream.timeout',
    'HubSpot did not answer in time. If this was a write, it may have been done: look before you repeat it.',
  ],
  broken: [
    'upstream.broken',
    'The connection to HubSpot broke off. If this was a write, it may have been done: look before you repeat it.',
  ],
  aborted: ['upstream.broken', 'The call was ended before HubSpot answered.'],
} as const satisfies Record<UpstreamFailure['kind'], readonly [ErrorCode, string]>

export function failureRefusal(failure: UpstreamFailure): CallRefusal {
  const [code, message] = FAILURES[failure.kind]
  return refusal(code, message, { facts: { sent: failure.sent } })
}

/** Not a 5xx: HubSpot's own client would send the write again, and it was done. */
export const withheldRefusal = (status: number): CallRefusal =>
  refusal(
    'audit.answer_withheld',
    `HubSpot answered this call with ${status}, but it could not be recorded, so the answer is withheld. ` +
      'What it asked for may have been done: look before you repeat it.',
    { facts: { sent: true } },
  )

/** HubSpot said 401 to the access token of an upload, which cannot be sent a second time. */
export const renewedRefusal = (connectionName: string): CallRefusal =>
  refusal(
    'connection.token_renewed',
    `The access token of "${connectionName}" had ended; HubSpot did nothing. Send the upload again: it goes with a new one.`,
    { retryAfterMs: 1_000, facts: { sent: false } },
  )

/**
 * HubSpot said 401 to the vault's credential: the caller's own key is fine.
 *
 * @param inDoubt HubSpot did not answer about the one before, which may take its place
 */
export function unauthorisedRefusal(
  connectionName: string,
  hubspotMessage: string,
  inDoubt: boolean,
): CallRefusal {
  if (inDoubt)
    return refusal('connection.in_doubt', inDoubtText(connectionName), {
      retryAfterMs: 1_000,
      facts: { sent: false },
    })
  return refusal(
    'connection.needs_reauth',
    `HubSpot refuses the credential of "${connectionName}"${because(hubspotMessage)}. ` +
      'Your own key is fine; an admin must reconnect the portal.',
  )
}
