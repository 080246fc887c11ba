/**
 * An event of the audit in people's words: what was done, to what, and how it ended. The codes stay
 * beside the words, since they are what one searches for.
 */
import type { AuditEvent, CallEvent } from '../../src/surfaces/admin/contract/audit.ts'
import type { Item } from '../api/endpoints.ts'
import type { Tone } from '../parts/callout.tsx'
import { changeTitle } from './change-words.ts'

export type Recorded = Item<'GET /api/v1/audit'>

/** The contract leaves the event open, so that old windows read new fields. */
export const eventOf = ({ event }: Pick<Recorded, 'event'>): AuditEvent =>
  event as unknown as AuditEvent

/** `crm.objects.search`, or the request itself where no operation is known. */
export const callTitle = ({ operation, method, path }: CallEvent): string =>
  operation ?? `${method} ${path}`

export const titleOf = (event: AuditEvent): string =>
  event.type === 'call' ? callTitle(event) : `${changeTitle(event)} ${event.targetName}`.trim()

export interface Outcome {
  readonly tone: Tone
  readonly word: string
  /** Status or code. */
  readonly detail: string
}

/** What stands in the log as a change and let nobody in. */
const TURNED_AWAY: ReadonlySet<string> = new Set([
  'sign_in.fail',
  'session.replayed',
  'authorisation.reuse_detected',
  'intake.guess',
  'intake.burn',
])

/** How a call ended: let through, failed behind the door, or refused at it. */
export function outcomeOf(event: AuditEvent): Outcome {
  if (event.type === 'change')
    return TURNED_AWAY.has(event.action)
      ? { tone: 'warn', word: 'Refused', detail: '' }
      : { tone: 'plain', word: 'Change', detail: '' }
  const { decision, status, reason } = event
  if (decision === 'refused')
    return {
      tone: 'warn',
      word: 'Refused',
      detail: reason === null ? String(status) : told(reason),
    }
  if (status >= 400) return { tone: 'bad', word: 'Failed', detail: `${status}` }
  return { tone: 'good', word: 'OK', detail: String(status) }
}

/** `access.scope_missing` → "scope missing"; `auth.missing` → "auth missing", since one word is too few. */
const told = (code: string): string => {
  const rest = code.slice(code.indexOf('.') + 1)
  return (rest.includes('_') ? rest : code.replace('.', ' ')).replaceAll('_', ' ')
}

const DOORS: Record<AuditEvent['door'], string> = {
  rest: 'REST',
  mcp: 'MCP',
  admin: 'Web app',
  cli: 'Command line',
  intake: 'One-time request',
  scim: 'SCIM',
  system: 'By itself',
}
export const doorOf = ({ door }: Pick<AuditEvent, 'door'>): string => DOORS[door]

export const whoOf = (event: AuditEvent): string =>
  event.principalName ?? NOBODY[event.door] ?? 'Unknown'

/** Who acts where nobody is named: the process itself, or whoever runs it. */
const NOBODY: Partial<Record<AuditEvent['door'], string>> = {
  system: 'Hubward',
  cli: 'Operator',
  intake: 'Holder of the link',
}

/** `1234` → "1.23 s"; under ten milliseconds to a tenth. */
export function duration(milliseconds: number): string {
  if (milliseconds >= 60_000) return `${(milliseconds / 60_000).toFixed(1)} min`
  if (milliseconds >= 1_000) return `${(milliseconds / 1_000).toFixed(2)} s`
  return milliseconds >= 10 || milliseconds === 0
    ? `${Math.round(milliseconds)} ms`
    : `${milliseconds.toFixed(1)} ms`
}

/** `key_…`, `ses_…`, `aut_…`: what somebody came with. */
export const meansOf = (id: string): string =>
  id.startsWith('ses_') ? 'Browser session' : id.startsWith('aut_') ? 'AI client' : 'Client key'
