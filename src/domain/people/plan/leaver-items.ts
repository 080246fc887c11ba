/**
 * The ladder of who leaves: flag, strip, reassign, cool off, remove. One plan goes up to the
 * reassigning; removal comes in a later one, after the cooling off, and is the only rung that cannot
 * be taken back.
 */
import type { DesiredUser } from '../desired-user.ts'
import type { PortalUser } from '../portal-user.ts'
import { accessStateOf, differingFields, strippedState } from './access-state.ts'
import { draftItem } from './draft-item.ts'
import type { Match } from './match-users.ts'
import type { PlanItem } from './plan.ts'
import type { Leaving, PlanInput } from './plan-input.ts'
import { heardWords } from './source-words.ts'
import { byHand, type Drafts } from './wanted-items.ts'

const DAY_MS = 86_400_000

export function leaverItems({ desire, user }: Match, input: PlanInput): Drafts {
  // Gone already: there is nothing to take.
  if (!user) return { items: [], blocks: [] }
  if (user.superAdmin) return { items: [endSuperAdmin(desire, user)], blocks: [] }
  const leaving = input.leaving.get(user.userId)
  const changed = leaving ? byHand(user, leaving, 'leaves') : []
  if (changed.length > 0) return { items: [], blocks: changed }
  const items = [
    ...(leaving ? [] : [flag(desire, user)]),
    ...stripOnce(desire, user, leaving, input),
    ...(user.deactivated === true ? [] : [deactivate(desire, user)]),
    ...reassign(desire, user, input),
    ...remove(desire, user, leaving, input),
  ]
  return { items, blocks: [] }
}

const flag = (desire: DesiredUser, user: PortalUser): PlanItem =>
  draftItem({
    act: 'flag',
    desire,
    user,
    after: accessStateOf(user),
    reason: `${heardWords(desire)} says that ${user.email} leaves. What they have is noted, so that it can be given back.`,
  })

function stripOnce(
  desire: DesiredUser,
  user: PortalUser,
  leaving: Leaving | undefined,
  { settings }: PlanInput,
): readonly PlanItem[] {
  const before = accessStateOf(user)
  const after = strippedState(before, settings.leastPermissionSetId)
  if (leaving?.stripped && differingFields(before, after, 'without_names').length === 0) return []
  const reason = `${user.email} leaves: permission set, teams and seats are taken, records and user stay.`
  return [draftItem({ act: 'strip', desire, user, after, reason })]
}

const deactivate = (desire: DesiredUser, user: PortalUser): PlanItem =>
  draftItem({
    act: 'task',
    desire,
    user,
    after: null,
    reason: `${user.email} leaves. Until the removal only a person can shut them out of HubSpot.`,
    more: { task: { kind: 'deactivate', wanted: null } },
  })

const endSuperAdmin = (desire: DesiredUser, user: PortalUser): PlanItem =>
  draftItem({
    act: 'task',
    desire,
    user,
    after: null,
    reason: `${user.email} leaves and is a super admin: that is taken by a person first, then the rest follows.`,
    more: { task: { kind: 'end_super_admin', wanted: null } },
  })

function reassign(
  desire: DesiredUser,
  user: PortalUser,
  { owned, fates }: PlanInput,
): readonly PlanItem[] {
  const count = owned.get(user.userId) ?? 0
  const fate = fates.get(user.userId)
  if (count === 0 || fate === undefined || fate === 'keep' || user.ownerId === null) return []
  const move = { fromOwnerId: user.ownerId, toOwnerId: fate.toOwnerId, count, only: null }
  return [
    draftItem({
      act: 'reassign',
      desire,
      user,
      after: accessStateOf(user),
      reason: `${count} fields of records name ${user.email}; they get another owner.`,
      more: { owned: count, move },
    }),
  ]
}

function remove(
  desire: DesiredUser,
  user: PortalUser,
  leaving: Leaving | undefined,
  { now, owned, fates, settings }: PlanInput,
): readonly PlanItem[] {
  if (!leaving?.stripped) return []
  const cooledAt = leaving.stripped.at.getTime() + settings.coolOffDays * DAY_MS
  if (now.getTime() < cooledAt) return []
  const count = owned.get(user.userId) ?? null
  // What is moved in this very plan is counted again by the next one, which then removes.
  const fate = fates.get(user.userId)
  if (count !== null && count > 0 && fate !== undefined && fate !== 'keep') return []
  return [
    draftItem({
      act: 'remove',
      desire,
      user,
      after: null,
      reason: `${user.email} left, and ${settings.coolOffDays} days have passed since the access was taken. This cannot be undone.`,
      more: { owned: fate === 'keep' ? 0 : count },
    }),
  ]
}
