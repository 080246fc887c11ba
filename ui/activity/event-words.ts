/**
 * An event of the audit in people's words: what was done, to what, and how it ended. The codes stay
 * beside the words, since they are what one searches for.
 */
import type { AuditEvent, CallEvent, ChangeEvent } from '../../src/surfaces/admin/contract/audit.ts'
import type { Item } from '../api/endpoints.ts'
import type { Tone } from '../parts/callout.tsx'

export type Recorded = Item<'GET /api/v1/audit'>

/** The contract leaves the event open, so that old windows read new fields. */
export const eventOf = ({ event }: Pick<Recorded, 'event'>): AuditEvent =>
  event as unknown as AuditEvent

/** `crm.objects.search`, or the request itself where no operation is known. */
export const callTitle = ({ operation, method, path }: CallEvent): string =>
  operation ?? `${method} ${path}`

const KINDS: Record<string, string> = {
  service_account: 'service account',
  oauth_settings: 'AI client settings',
  identity_provider: 'identity provider',
  identity: 'sign-in link',
  sign_in: 'sign-in',
  saved_filter: 'saved filter',
  authorisation: 'AI client',
}

const VERBS: Record<string, string> = {
  create: 'Added',
  update: 'Changed',
  set: 'Set',
  remove: 'Removed',
  revoke: 'Revoked',
  suspend: 'Paused',
  resume: 'Resumed',
}

/** Where a verb and a noun would not make the sentence. */
const SENTENCES: Record<string, string> = {
  'group.add_member': 'Took somebody into group',
  'group.remove_member': 'Took somebody out of group',
  'connection.create': 'Connected portal',
  'connection.remove': 'Disconnected portal',
  'connection.check': 'Checked',
  'connection.check_schedule': 'Set how often is checked:',
  'connection.needs_reauth': 'HubSpot refused the credential of',
  'people.link': 'Said who is portal user',
  'people.unlink': 'No longer says who is portal user',
  'people.settings': 'Set how portal users are read of',
  'people.close_alert': 'Closed an alert about a user of',
  'session.create': 'Signed in with',
  'session.end': 'Ended the session',
  'session.step_up': 'Confirmed who they are with',
  'session.replayed': 'Refused a replaced cookie of',
  'sign_in.fail': 'Failed to sign in:',
  'invitation.create': 'Made an invitation for',
  'first_admin_link.create': 'Made a link for',
  'authorisation.create': 'Let in AI client',
  'authorisation.revoke': 'Cut off AI client',
  'organisation.update': 'Named the organisation',
  'organisation.set': 'Named the organisation',
}

/** "Added group"; its object is `targetName`. */
export function changeTitle({ action, targetKind }: Pick<ChangeEvent, 'action' | 'targetKind'>) {
  const sentence = SENTENCES[action]
  if (sentence !== undefined) return sentence
  const verb = VERBS[action.slice(action.lastIndexOf('.') + 1)]
  const kind = KINDS[targetKind] ?? targetKind.replaceAll('_', ' ')
  return verb === undefined ? action : `${verb} ${kind}`
}

export const titleOf = (event: AuditEvent): string =>
  event.type === 'call' ? callTitle(event) : `${changeTitle(event)} ${event.targetName}`.trim()

export interface Outcome {
  readonly tone: Tone
  readonly word: string
  /** Status or code. */
  readonly detail: string
}

/** What stands in the log as a change and let nobody in. */
const TURNED_AWAY: ReadonlySet<string> = new Set(['sign_in.fail', 'session.replayed'])

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
