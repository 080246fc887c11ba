/** What changed and who did it, said no more surely than it is known. */
import type { IconName } from '../parts/icon.tsx'
import type { UserChange } from './types.ts'

type Told = Pick<UserChange, 'kind' | 'before' | 'after'>

const given = (what: string) => (change: Told) =>
  change.after === null ? `Lost the ${what} ${change.before}` : `Got the ${what} ${change.after}`
const became = (what: string) => (change: Told) =>
  `${what} changed from ${change.before ?? 'none'} to ${change.after ?? 'none'}`

const WHAT: Readonly<
  Record<UserChange['kind'], { readonly icon: IconName; readonly say: (change: Told) => string }>
> = {
  added: { icon: 'plus', say: () => 'Came into the portal' },
  missing: { icon: 'help', say: () => 'Is no longer in the list of users' },
  removed: { icon: 'minus', say: () => 'Was removed from the portal' },
  returned: { icon: 'plus', say: () => 'Is back in the portal' },
  email: { icon: 'mail', say: became('Address') },
  name: { icon: 'pencil', say: became('Name') },
  super_admin: {
    icon: 'shield',
    say: ({ after }) => (after === 'true' ? 'Became super admin' : 'Is no longer super admin'),
  },
  permission_set: { icon: 'key', say: given('permission set') },
  primary_team: { icon: 'group', say: became('Main team') },
  secondary_team: { icon: 'group', say: given('further team') },
  seat: { icon: 'person', say: given('seat') },
  deactivated: {
    icon: 'pause',
    say: ({ after }) => (after === 'true' ? 'Was deactivated' : 'Was activated again'),
  },
}

export const whatOf = (change: Told): string => WHAT[change.kind].say(change)
export const iconOf = ({ kind }: Pick<Told, 'kind'>): IconName => WHAT[kind].icon

/** Each once, in the order in which they acted. */
export function actorsOf({ by }: Pick<UserChange, 'by'>): readonly string[] {
  return [...new Set(by.map(({ actor, actorId }) => actor ?? unnamed(actorId)))]
}

const unnamed = (id: string | null): string =>
  id === null ? 'somebody whom HubSpot does not name' : `user ${id}, who is not known here`

/** Who did it: a plan of Hubward's own, and what HubSpot tells of others beside it. */
export function whoOf(change: Pick<UserChange, 'certainty' | 'by' | 'plan'>): string {
  const { plan, by } = change
  if (!plan) return toldOf(change)
  const did = plan.appliedBy === null ? 'carried out by itself' : `applied by ${plan.appliedBy}`
  return by.every(({ ownCredential }) => ownCredential)
    ? `By a plan of Hubward’s, ${did}`
    : `${toldOf(change)}; a plan of Hubward’s, ${did}, did the same`
}

/** By HubSpot's security activity: only `told` is a fact. */
function toldOf(change: Pick<UserChange, 'certainty' | 'by'>): string {
  const actors = actorsOf(change)
  const own = change.by.length > 0 && change.by.every(({ ownCredential }) => ownCredential)
  // HubSpot tells what Hubward writes of whoever made its credential.
  if (own)
    return `HubSpot’s security activity names ${actors.join(', ')}, as whom Hubward itself works: look at its plans before you ask that person`
  switch (change.certainty) {
    case 'told':
      return `By ${actors.join(', ')}, as HubSpot’s security activity says`
    case 'several':
      return actors.length > 1
        ? `By one of ${actors.join(', ')}: more than one did what fits`
        : `Perhaps by ${actors.join(', ')}: it may have been about somebody else of the same team`
    case 'silent':
      return 'HubSpot did not say who did it, though it has a word for such a change'
    case 'untold':
      return 'HubSpot has no word for such a change, so it does not say who did it: Hubward’s own are in its plans'
    case 'unread':
      return 'Who did it could not be read: the credential lacks account-info.security.read'
  }
}
