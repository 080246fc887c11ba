/** Users of a portal, their readings and changes, as people read them in a terminal. */
import { shellWord } from '../../domain/shell-word.ts'
import type { PortalUserView, ReadingView, UserChangeView } from '../admin/contract/people.ts'
import type { Cell, Output } from './output.ts'

export function showReading(out: Output, { state, sealed, reasons, calls }: ReadingView): void {
  if (sealed)
    out.line(
      `Snapshot ${sealed.snapshot} is sealed: ${sealed.users} users, ${calls} calls, proven by ${sealed.provenBy.replaceAll('_', ' ')}.`,
    )
  else out.line(`The reading is ${state}:`)
  for (const { text, remedy } of reasons) {
    out.line(`  - ${text}`)
    out.line(`    ${remedy}`)
  }
  const unread = Object.entries(sealed?.facets ?? {}).filter(([, how]) => how !== 'read')
  for (const [facet, how] of unread)
    out.line(`  Not read: ${facet.replaceAll('_', ' ')} (${how.replaceAll('_', ' ')})`)
}

const stateOf = ({ presence, deactivated, inferredInvited }: PortalUserView): Cell => {
  if (presence !== 'present') return { text: presence, tone: 'bad' }
  if (deactivated === true) return { text: 'deactivated', tone: 'dim' }
  return inferredInvited ? 'invited (inferred)' : 'active'
}

export function showUsers(out: Output, connection: string, items: readonly PortalUserView[]): void {
  out.table(
    ['USER', 'NAME', 'STATE', 'PERMISSIONS', 'TEAM', 'LAST LOGIN', 'LOOK AT'],
    items.map((user) => [
      user.email,
      user.name,
      stateOf(user),
      permissionsOf(user),
      user.primaryTeam?.name ?? '',
      user.lastLoginAt ?? '',
      user.alerts.join(', '),
    ]),
    `Nobody is known, or nobody fits. Next: hubward people sync ${shellWord(connection)}`,
  )
}

const permissionsOf = ({ superAdmin, permissionSets }: PortalUserView): string =>
  [...(superAdmin ? ['super admin'] : []), ...permissionSets.map(({ name }) => name)].join(', ')

export function showUser(out: Output, user: PortalUserView): void {
  const line = (label: string, text: string): void => {
    if (text) out.line(`${label.padEnd(16)}${text}`)
  }
  out.line(`${user.name} <${user.email}>`)
  const state = stateOf(user)
  line('State', typeof state === 'string' ? state : state.text)
  line('Permissions', permissionsOf(user) || 'none that the API shows')
  line(
    'Teams',
    [user.primaryTeam, ...user.secondaryTeams].flatMap((one) => one?.name ?? []).join(', '),
  )
  line('Seats', user.seats.join(', '))
  line(
    'Ids',
    `user ${user.id}, owner ${user.ownerId ?? 'none'}, CRM user ${user.crmUserId ?? 'none'}`,
  )
  line('Last login', user.lastLoginAt ?? 'none in the window that was read')
  line('Person here', user.match.people.map(({ email }) => email).join(', ') || 'nobody')
  line('Look at', user.alerts.join(', '))
  out.line('')
}

export function showChanges(out: Output, changes: readonly UserChangeView[]): void {
  out.table(
    ['BEFORE', 'USER', 'WHAT', 'FROM', 'TO', 'BY'],
    changes.map((change) => [
      change.to,
      change.user.email ?? change.user.id,
      change.kind.replaceAll('_', ' '),
      change.before ?? '',
      change.after ?? '',
      byOf(change),
    ]),
    'Nothing changed since the first snapshot.',
  )
}

const CERTAINTIES = {
  told: '',
  several: ' (one of them)',
  silent: 'HubSpot did not say',
  untold: 'HubSpot has no word for it',
  unread: 'not permitted to read',
} as const

function byOf({ by, certainty, plan }: UserChangeView): string {
  const others = by.filter(({ ownCredential }) => !ownCredential)
  // What HubSpot tells of somebody else stands beside it.
  if (plan && others.length === 0)
    return `plan ${plan.id}, ${plan.appliedBy === null ? 'by itself' : `applied by ${plan.appliedBy}`}`
  const actors = [
    ...new Set(
      by.map(
        ({ actor, actorId, ownCredential }) =>
          `${actor ?? actorId ?? 'somebody'}${ownCredential ? ' (as whom Hubward works: see its plans)' : ''}`,
      ),
    ),
  ]
  const told =
    actors.length > 0 ? `${actors.join(', ')}${CERTAINTIES[certainty]}` : CERTAINTIES[certainty]
  return plan ? `${told}; plan ${plan.id} did the same` : told
}
