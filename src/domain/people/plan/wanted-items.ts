/** What becomes of people whom a source wants in the portal: who comes, changes, or comes back. */
import type { DesiredUser } from '../desired-user.ts'
import { emailKey, type PortalUser } from '../portal-user.ts'
import {
  accessStateOf,
  differingFields,
  mergedState,
  namesOf,
  NO_ACCESS,
  type AccessState,
} from './access-state.ts'
import { draftItem } from './draft-item.ts'
import type { Match } from './match-users.ts'
import type { Block, PlanItem } from './plan.ts'
import type { Leaving, PlanInput } from './plan-input.ts'
import { heardWords, wants } from './source-words.ts'

export interface Drafts {
  readonly items: readonly PlanItem[]
  readonly blocks: readonly Block[]
}

export function wantedItems({ desire, user }: Match, input: PlanInput): Drafts {
  if (!user) return { items: [joiner(desire, input)], blocks: [] }
  const leaving = input.leaving.get(user.userId)
  const before = accessStateOf(user)
  const after = mergedState(leaving ? leaving.prior : before, desire)
  const renamed = emailKey(desire.email) !== emailKey(user.email)
  const tasks = [
    ...(user.deactivated === true ? [reactivate(desire, user)] : []),
    ...(renamed ? [changeEmail(desire, user)] : []),
    ...(desire.superAdmin === false && user.superAdmin ? [endSuperAdmin(desire, user)] : []),
  ]
  const changes = differingFields(before, after, namesOf(user))
  if (leaving) {
    const blocks = byHand(user, leaving, 'comes_back')
    if (changes.length === 0 || after.permissionSetIds.length < 2)
      return { items: [...tasks, restored(desire, user, after)], blocks }
    return { items: [...tasks, setByHand(desire, user, after, SEVERAL)], blocks }
  }
  // Who is to be a super admin no longer gets the rest by the plan after that.
  if (changes.length === 0 || (desire.superAdmin === false && user.superAdmin))
    return { items: tasks, blocks: [] }
  if (user.superAdmin) {
    // A PUT to a super admin may end those rights, and nothing could give them back.
    const onlyNames = differingFields(before, after, 'without_names').length === 0
    const task = setByHand(desire, user, after, SUPER_ADMIN)
    return { items: onlyNames ? tasks : [...tasks, task], blocks: [] }
  }
  const reason = `${wants(desire)} another ${changes.map((field) => FIELD_WORDS[field]).join(', ')}.`
  return {
    items: [...tasks, draftItem({ act: 'change', desire, user, after, reason })],
    blocks: [],
  }
}

function joiner(desire: DesiredUser, { settings, welcomed }: PlanInput): PlanItem {
  return draftItem({
    act: 'create',
    desire,
    user: null,
    after: mergedState(NO_ACCESS, desire),
    reason: `${wants(desire)} ${desire.email} in the portal, and nobody there has that address.`,
    more: { welcome: settings.welcome && !welcomed.has(emailKey(desire.email)) },
  })
}

const restored = (desire: DesiredUser, user: PortalUser, after: PlanItem['after']): PlanItem =>
  draftItem({
    act: 'restore',
    desire,
    user,
    after,
    reason: `${user.email} was on the way out and is wanted again: what was taken is given back.`,
  })

const SUPER_ADMIN = 'is a super admin, and Hubward writes nothing to one'
const SEVERAL = 'had several permission sets, and the API can give one'

const setByHand = (
  desire: DesiredUser,
  user: PortalUser,
  after: PlanItem['after'],
  why: string,
): PlanItem =>
  draftItem({
    act: 'task',
    desire,
    user,
    after,
    reason: `${user.email} ${why}. Set it in HubSpot by hand.`,
    more: { task: { kind: 'set_access', wanted: null } },
  })

const reactivate = (desire: DesiredUser, user: PortalUser): PlanItem =>
  draftItem({
    act: 'task',
    desire,
    user,
    after: null,
    reason: `${user.email} is wanted and deactivated in HubSpot; only a person can reactivate a user.`,
    more: { task: { kind: 'reactivate', wanted: null } },
  })

const endSuperAdmin = (desire: DesiredUser, user: PortalUser): PlanItem =>
  draftItem({
    act: 'task',
    desire,
    user,
    after: null,
    reason: `${wants(desire)} ${user.email} to be a super admin no longer; only a person can take those rights.`,
    more: { task: { kind: 'end_super_admin', wanted: null } },
  })

const changeEmail = (desire: DesiredUser, user: PortalUser): PlanItem =>
  draftItem({
    act: 'task',
    desire,
    user,
    after: null,
    reason: `${heardWords(desire)} knows ${user.email} as ${desire.email}; only a person can change an address.`,
    more: { task: { kind: 'change_email', wanted: desire.email } },
  })

/** Someone changed a leaver in HubSpot since the access was taken: which of the two is meant? */
export function byHand(
  user: PortalUser,
  { stripped, prior }: Leaving,
  way: 'comes_back' | 'leaves',
): readonly Block[] {
  if (!stripped) return []
  const state = accessStateOf(user)
  const is = (other: AccessState) => differingFields(state, other, 'without_names').length === 0
  if (is(stripped.state) || (way === 'comes_back' && is(prior))) return []
  return [
    {
      guard: 'changed_by_hand',
      on: 'person',
      itemId: null,
      email: user.email,
      sentence: `Somebody changed the access of ${user.email} in HubSpot after Hubward had taken it. Say whether they stay or go: in the source, or by undoing that change.`,
    },
  ]
}

const FIELD_WORDS = {
  firstName: 'first name',
  lastName: 'last name',
  permissionSetIds: 'permission set',
  primaryTeamId: 'main team',
  secondaryTeamIds: 'set of further teams',
  seats: 'set of seats',
} as const
