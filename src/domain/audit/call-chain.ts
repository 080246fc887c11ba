/**
 * A recorded call told as the chain of decisions that led to its answer, in words. It knows only
 * what was recorded: a link behind the one that broke was never reached, and is `unknown`.
 */
import type { CallEvent } from './event.ts'

export const CALL_LINKS = [
  'who',
  'key',
  'operation',
  'connection',
  'scopes',
  'budget',
  'hubspot',
  'answer',
] as const
export type CallLink = (typeof CALL_LINKS)[number]

export interface CallStep {
  readonly link: CallLink
  readonly state: 'holds' | 'broken' | 'unknown'
  readonly detail: string
}

/** @param meansName what the key, session or authorisation is called, where that is still known */
export function callChain(event: CallEvent, meansName?: string): readonly CallStep[] {
  const broken = brokenLink(event)
  const at = broken === null ? CALL_LINKS.length : CALL_LINKS.indexOf(broken)
  return CALL_LINKS.map((link, index): CallStep => {
    // The answer is always told: somebody got it, whatever broke before.
    if (link === 'answer')
      return { link, state: event.status < 400 ? 'holds' : 'broken', detail: answer(event) }
    if (index < at) return { link, state: 'holds', detail: WORDS[link](event, meansName) }
    if (index > at) return { link, state: 'unknown', detail: 'the call did not get that far' }
    return { link, state: 'broken', detail: `${WORDS[link](event, meansName)}; ${event.reason}` }
  })
}

/** Which link a reason breaks; what is in no row broke at HubSpot or behind it. */
const BREAKS: readonly (readonly [RegExp, CallLink])[] = [
  [/^auth\./, 'key'],
  [/^request\.|^access\.operation_|^access\.body_refused$/, 'operation'],
  [/^access\.connection_not_found$|^connection\.(suspended|needs_reauth)$/, 'connection'],
  [/^access\.(scope_missing|read_only)$/, 'scopes'],
  [/^budget\.|^access\.too_many_calls$/, 'budget'],
  [/^upstream\.|^connection\./, 'hubspot'],
]

function brokenLink({ principalId, reason, upstreamStatus }: CallEvent): CallLink | null {
  if (reason === null) return (upstreamStatus ?? 0) >= 400 ? 'hubspot' : null
  if (principalId === null) return 'who'
  return BREAKS.find(([pattern]) => pattern.test(reason))?.[1] ?? 'answer'
}

type Words = (event: CallEvent, meansName?: string) => string

const WORDS: Readonly<Record<Exclude<CallLink, 'answer'>, Words>> = {
  who: ({ principalName }) => principalName ?? 'nobody could be told',
  key: ({ authenticatedBy }, name) =>
    authenticatedBy === null
      ? 'nothing that was shown is known'
      : `${meansKind(authenticatedBy)} ${name ? `"${name}" (${authenticatedBy})` : authenticatedBy}`,
  operation: ({ operation, method, path, tool }) =>
    `${operation ?? 'none that is known'}: ${method} ${path}${tool === null ? '' : ` (tool ${tool})`}`,
  connection: ({ connectionName, portalId }) =>
    `${connectionName ?? 'none named'}${portalId === null ? '' : ` (portal ${portalId})`}`,
  scopes: ({ scopes, groupName, decision }) =>
    decision === 'permitted'
      ? `${scopes.join(', ') || 'none needed'}, granted through ${groupName ?? 'a group'}`
      : `missing: ${scopes.join(', ') || 'not told'}`,
  budget: ({ waitedMs, attempts }) =>
    waitedMs > 0 ? `waited ${inMs(waitedMs)}` : attempts > 0 ? 'room at once' : 'nothing was taken',
  hubspot: ({ upstreamStatus, attempts, correlationId }) =>
    [
      upstreamStatus === null ? 'no answer' : `answered ${upstreamStatus}`,
      `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`,
      ...(correlationId === null ? [] : [`correlation id ${correlationId}`]),
    ].join(', '),
}

const COUNT = new Intl.NumberFormat('en')
/** Parts of a millisecond say something below ten of them alone. */
const inMs = (milliseconds: number): string =>
  `${COUNT.format(Number(milliseconds.toFixed(milliseconds >= 10 ? 0 : 1)))} ms`

const answer = ({ status, reason, durationMs, bytesOut }: CallEvent): string =>
  `${status}${reason === null ? '' : ` ${reason}`} after ${inMs(durationMs)}, ${COUNT.format(bytesOut)} bytes`

const meansKind = (id: string): string =>
  id.startsWith('ses_') ? 'session' : id.startsWith('aut_') ? 'authorisation' : 'key'
