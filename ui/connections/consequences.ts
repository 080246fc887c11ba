/** What pausing or ending a connection does to people, counted from what is granted now. */
import type { AccessRequest } from '../requests/types.ts'
import type { AiClient, ConnectionView, Grant, Group, Key } from './types.ts'
import { many, names } from './words.ts'

export interface Reach {
  /** Titles of the groups that hold a live grant on it. */
  readonly groups: readonly string[]
  readonly grants: number
  readonly people: number
  readonly programs: number
  /** Live client keys of theirs. */
  readonly keys: number
  /** AI clients that act in their name. */
  readonly clients: number
  /** Users of the portal who have access for a while. */
  readonly elevated: number
}

/** Who can call a connection now. Somebody in two groups is counted once. */
export function reachOf(
  connectionId: string,
  grants: readonly Grant[],
  groups: readonly Group[],
  keys: readonly Key[],
  requests: readonly Pick<AccessRequest, 'state'>[],
  clients: readonly Pick<AiClient, 'principal' | 'state'>[],
): Reach {
  const live = grants.filter(
    ({ connection, state }) => connection.id === connectionId && state === 'live',
  )
  const ids = new Set(live.map(({ group }) => group.id))
  const granted = groups.filter(({ id }) => ids.has(id))
  const members = new Map(granted.flatMap((group) => group.members.map((one) => [one.id, one])))
  const ofKind = (kind: string) => [...members.values()].filter((one) => one.kind === kind).length
  return {
    groups: granted.map(({ title }) => title),
    grants: live.length,
    people: ofKind('member'),
    programs: ofKind('service_account'),
    keys: keys.filter(({ state, principal }) => state === 'live' && members.has(principal.id))
      .length,
    clients: clients.filter(({ state, principal }) => state === 'live' && members.has(principal.id))
      .length,
    elevated: requests.filter(({ state }) => ELEVATED.has(state)).length,
  }
}

const ELEVATED: ReadonlySet<AccessRequest['state']> = new Set(['granting', 'granted', 'ending'])

/** `4 people and 1 program` */
function who({ people, programs }: Reach): string {
  const parts = [
    people > 0 ? many(people, 'person', 'people') : '',
    programs > 0 ? many(programs, 'service account') : '',
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(' and ') : 'Nobody'
}

export function pauseConsequences(reach: Reach): readonly string[] {
  if (reach.groups.length === 0)
    return [
      'No group holds a grant here, so nobody notices.',
      'Credential and grants stay. Resume it at any time.',
    ]
  return [
    `Calls of ${who(reach)} in ${many(reach.groups.length, 'group')} (${names(reach.groups)}) are refused from the next second on, with your reason.`,
    ...(reach.keys > 0
      ? [
          `${many(reach.keys, 'client key')} of theirs ${reach.keys === 1 ? 'gets' : 'get'} that refusal too; no key is revoked.`,
        ]
      : []),
    ...(reach.clients > 0
      ? [
          `${many(reach.clients, 'AI client')} of theirs ${reach.clients === 1 ? 'gets' : 'get'} it as well, and ${reach.clients === 1 ? 'stays' : 'stay'} signed in.`,
        ]
      : []),
    'Credential and grants stay. Resume it at any time.',
  ]
}

/** How each kind of credential is ended at HubSpot, where Hubward cannot. */
const AT_HUBSPOT: Readonly<Record<string, string>> = {
  service_key: 'Delete the service key in HubSpot as well: only its own pages can.',
  private_app: 'Delete the private app in HubSpot as well: only its own pages can.',
  static_app: 'Uninstall the app in HubSpot as well: only its own pages can.',
  developer_key: 'Deactivate the developer key in HubSpot as well: only its own pages can.',
  oauth: 'The grant is revoked at HubSpot too, as far as HubSpot can be reached.',
}

export function disconnectConsequences(
  { kind, title }: Pick<ConnectionView, 'kind' | 'title'>,
  reach: Reach,
): readonly string[] {
  return [
    reach.groups.length === 0
      ? `Calls to ${title} stop at once. No group holds a grant on it.`
      : `${many(reach.groups.length, 'group')} (${names(reach.groups)}) ${reach.groups.length === 1 ? 'loses' : 'lose'} ${title} at once: ${who(reach)}.`,
    ...(reach.keys > 0 ? [`${many(reach.keys, 'client key')} can no longer call it.`] : []),
    ...(reach.clients > 0
      ? [
          `${many(reach.clients, 'AI client')} can no longer reach it, and ${reach.clients === 1 ? 'stays' : 'stay'} signed in.`,
        ]
      : []),
    ...(reach.grants > 0
      ? [
          `${many(reach.grants, 'grant')} ${reach.grants === 1 ? 'is' : 'are'} removed. Connecting the portal again does not bring ${reach.grants === 1 ? 'it' : 'them'} back.`,
        ]
      : []),
    ...(reach.elevated > 0
      ? [
          `${many(reach.elevated, 'user')} of it ${reach.elevated === 1 ? 'has' : 'have'} access for a while, which Hubward can then not give back: end it first, or take it back in HubSpot.`,
        ]
      : []),
    'The credential is wiped from the vault.',
    AT_HUBSPOT[kind] ?? 'End the credential in HubSpot as well.',
    'What was done through it stays in the audit.',
  ]
}
