/** People whom nothing may happen to: super admins, the connection's own user, the break-glass list. */
import { emailKey, type PortalUser } from '../../portal-user.ts'
import { TAKES_AWAY, WRITES, type PlanItem } from '../plan.ts'
import { oneItem, type Facts, type Judge } from './facts.ts'

/** Surely active: what nothing tells of does not count. */
const surelyActive = ({ superAdmin, deactivated }: PortalUser): boolean =>
  superAdmin && deactivated === false

const isSuperAdmin = ({ userById }: Facts, item: PlanItem): boolean =>
  item.superAdmin || (item.userId !== null && (userById.get(item.userId)?.superAdmin ?? false))

/** Counts what a person would be asked to do as well: taking the rights away, and deactivating. */
export const lastSuperAdmins: Judge = (facts) => {
  const { items, userById, input } = facts
  const going = items.filter((item) => isSuperAdmin(facts, item) && endsSuperAdmin(item))
  if (going.length === 0) return []
  const goingIds = new Set(going.map(({ userId }) => userId))
  const left = [...userById.values()].filter(
    (user) => surelyActive(user) && !goingIds.has(user.userId),
  ).length
  const { superAdminFloor } = input.settings
  if (left >= superAdminFloor) return []
  return going.map((item) =>
    oneItem(
      item,
      `${item.email} is a super admin, and ${left} surely active ones would be left; at least ${superAdminFloor} must be. Make somebody else a super admin in HubSpot first.`,
    ),
  )
}

const endsSuperAdmin = ({ act, task }: PlanItem): boolean =>
  TAKES_AWAY.has(act) || task?.kind === 'end_super_admin' || task?.kind === 'deactivate'

export const superAdmin: Judge = (facts) =>
  facts.items
    .filter((item) => (WRITES.has(item.act) || item.act === 'flag') && isSuperAdmin(facts, item))
    .map((item) =>
      oneItem(
        item,
        `${item.email} is a super admin, and Hubward writes nothing to one: no call could give the rights back.`,
      ),
    )

export const ownUser: Judge = ({ items, input }) => {
  const { own, ownKnown, breakGlass } = input.protected
  return items.flatMap((item) => {
    if (
      item.act === 'task' &&
      item.task?.kind !== 'end_super_admin' &&
      item.task?.kind !== 'deactivate'
    )
      return []
    if (item.userId !== null && own.includes(item.userId))
      return [
        oneItem(
          item,
          `A connection of Hubward works as ${item.email}: changing that user could shut Hubward out. Hand the connection over to another user first.`,
        ),
      ]
    // Where nobody knows whom it works as, the organisation has to have named whom to spare.
    if (!ownKnown && breakGlass.length === 0 && TAKES_AWAY.has(item.act))
      return [
        oneItem(
          item,
          'HubSpot does not tell as which user this connection works, so anybody could be that one. Name who must never be touched under "protected" in people.yaml.',
        ),
      ]
    return []
  })
}

export const breakGlass: Judge = ({ items, input }) =>
  items
    .filter(({ email }) => input.protected.breakGlass.includes(emailKey(email)))
    .map((item) =>
      oneItem(
        item,
        `${item.email} is kept for emergencies, so nothing is done to that user. Take the address off the list of protected users first.`,
      ),
    )
