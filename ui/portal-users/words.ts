/** What is told of portal users, in people's words: states, alerts, lists, proofs, steps. */
import type { Tone } from '../parts/callout.tsx'
import type { AlertKind, Facet, PortalUser, Sealed } from './types.ts'

export interface StateWords {
  readonly word: string
  readonly tone: Tone
  /** What is known, and how surely. */
  readonly text: string
}

const STATES = {
  missing: {
    word: 'Missing',
    tone: 'warn',
    text: 'Not in the newest snapshot, and nothing else says that they left.',
  },
  removed: {
    word: 'Removed',
    tone: 'bad',
    text: 'Missing from two snapshots in a row, or HubSpot said that there is no such user.',
  },
  deactivated: {
    word: 'Deactivated',
    tone: 'plain',
    text: 'HubSpot says so. Records stay theirs, and they cannot come in.',
  },
  invited: {
    word: 'Invited (inferred)',
    tone: 'accent',
    text: 'Added within the time of which logins are known, and not come in since. HubSpot tells no such thing: it is an inference.',
  },
  active: { word: 'Active', tone: 'good', text: 'In the newest snapshot, and not deactivated.' },
  unclear: {
    word: 'Present',
    tone: 'good',
    text: 'In the newest snapshot. Nothing that could be read tells whether they are deactivated.',
  },
} as const satisfies Record<string, StateWords>

export function stateOf({
  presence,
  deactivated,
  inferredInvited,
}: Pick<PortalUser, 'presence' | 'deactivated' | 'inferredInvited'>): StateWords {
  if (presence !== 'present') return STATES[presence]
  if (deactivated === true) return STATES.deactivated
  if (inferredInvited) return STATES.invited
  return deactivated === null ? STATES.unclear : STATES.active
}

export const PRESENCES: Readonly<Record<PortalUser['presence'], string>> = {
  present: 'Present',
  missing: 'Missing',
  removed: 'Removed',
}

/** Most pressing first. */
export const ALERTS: Readonly<Record<AlertKind, { readonly title: string; readonly tone: Tone }>> =
  {
    new_super_admin: { title: 'New super admin', tone: 'bad' },
    ambiguous: { title: 'Ambiguous', tone: 'warn' },
    orphan: { title: 'Nobody here', tone: 'warn' },
    outside_domain: { title: 'Outside domain', tone: 'warn' },
    never_logged_in: { title: 'Never logged in', tone: 'plain' },
    dormant: { title: 'Dormant', tone: 'plain' },
    service_identity: { title: 'Program', tone: 'plain' },
    drift: { title: 'Not as the rules want', tone: 'warn' },
  }

export const ALERT_KINDS = Object.keys(ALERTS) as readonly AlertKind[]

/** What proved that no page of the list was lost. */
export const PROOFS: Readonly<Record<Sealed['provenBy'], string>> = {
  crm_users: 'HubSpot’s list of CRM users names nobody who is missing',
  owners: 'HubSpot’s list of owners names nobody who is missing',
  second_reading: 'the list was read twice and was the same',
}

/** Lists beside the users: the HubSpot scope of each, and what is not known without it. */
export const FACETS: Readonly<
  Record<Facet, { readonly title: string; readonly scope: string; readonly without: string }>
> = {
  permission_sets: {
    title: 'Permission sets',
    scope: 'settings.users.read',
    without: 'they are shown by their ids',
  },
  teams: {
    title: 'Teams',
    scope: 'settings.users.teams.read',
    without: 'they are shown by their ids',
  },
  owners: {
    title: 'Owners',
    scope: 'crm.objects.owners.read',
    without: 'there are no owner ids, and one proof less',
  },
  crm_users: {
    title: 'CRM users',
    scope: 'crm.objects.users.read',
    without: 'nobody is shown as deactivated for certain',
  },
  logins: {
    title: 'Logins',
    scope: 'account-info.security.read',
    without: 'it is not known when anybody came in last',
  },
  security: {
    title: 'Security activity',
    scope: 'account-info.security.read',
    without: 'it is not known who changed what',
  },
  seats: {
    title: 'Seats that are left',
    scope: 'settings.billing.write',
    without: 'seats that people have are shown all the same',
  },
}

export const FACET_NAMES = Object.keys(FACETS) as readonly Facet[]

/** In the order in which they come. */
export const STEPS: Readonly<Record<string, string>> = {
  credential: 'Asking HubSpot whose credential it is',
  users: 'Users',
  permission_sets: 'Permission sets',
  teams: 'Teams',
  seats: 'Seats',
  owners: 'Owners',
  crm_users: 'CRM users',
  logins: 'Logins',
  security: 'Security activity',
  missing: 'Asking for whoever seems to be gone',
  second_reading: 'Users, a second time',
  credential_again: 'Asking once more whose credential it is',
}

export const NUMBER = new Intl.NumberFormat('en')

/** `1 user`, `1,200 users`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${NUMBER.format(count)} ${count === 1 ? one : many}`
