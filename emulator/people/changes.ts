// What can happen to the portal's users, each with what follows from it: the trace in the security
// activity, the CRM record, the tokens of one who leaves. Whether it may happen was decided before.
import type { World } from '../world.ts'
import { keepCrmUser } from './crm-users.ts'
import { trace, traceTeam, type Actor } from './trace.ts'
import type { User } from './user.ts'

export type NewMember = Partial<
  Pick<
    User,
    'firstName' | 'lastName' | 'roleIds' | 'primaryTeamId' | 'secondaryTeamIds' | 'seatNames'
  >
> & { email: string; sendWelcomeEmail: boolean }

/** An identity that was here before comes back under its id, without what it had. */
export function addMember(world: World, by: Actor, given: NewMember): User {
  const book = world.portal.users
  const now = world.clock.now()
  const email = given.email.trim().toLowerCase()
  const earlier = book.byEmail(email)
  const id = earlier?.id ?? book.nextId()
  const user: User = {
    id,
    email,
    firstName: given.firstName ?? earlier?.firstName ?? '',
    lastName: given.lastName ?? earlier?.lastName ?? '',
    jobTitle: earlier?.jobTitle ?? null,
    state: earlier?.activated ? 'active' : 'invited',
    activated: earlier?.activated ?? false,
    superAdmin: false,
    roleIds: given.roleIds ?? [],
    primaryTeamId: given.primaryTeamId ?? null,
    secondaryTeamIds: given.secondaryTeamIds ?? [],
    seatNames: given.seatNames ?? [],
    ownerId: earlier?.ownerId ?? String(80_000_000 + (id - 8_200_000)),
    createdAt: now,
    updatedAt: now,
  }
  keep(world, user)
  if (given.sendWelcomeEmail) book.welcomeMails.push({ email, at: now })
  trace(world, by, 'ADD_USER', String(id))
  for (const team of teamsOf(user)) traceTeam(world, by, 'TEAM_USER_ADDED', user, team)
  return user
}

export type MemberChange = Partial<
  Pick<
    User,
    'firstName' | 'lastName' | 'roleIds' | 'primaryTeamId' | 'secondaryTeamIds' | 'seatNames'
  >
>

/** A changed permission set or seat leaves no trace: what HubSpot writes is not established. */
export function changeMember(world: World, by: Actor, user: User, change: MemberChange): User {
  const primary = change.primaryTeamId === undefined ? user.primaryTeamId : change.primaryTeamId
  const secondary = (change.secondaryTeamIds ?? user.secondaryTeamIds).filter(
    (id) => id !== primary,
  )
  const after = keep(world, {
    ...user,
    ...change,
    primaryTeamId: primary,
    secondaryTeamIds: [...new Set(secondary)],
    updatedAt: world.clock.now(),
  })
  const [had, has] = [teamsOf(user), teamsOf(after)]
  for (const team of had) {
    if (!has.includes(team)) traceTeam(world, by, 'TEAM_USER_DELETED', after, team)
  }
  for (const team of has) {
    if (!had.includes(team)) traceTeam(world, by, 'TEAM_USER_ADDED', after, team)
  }
  return after
}

export function removeMember(world: World, by: Actor, user: User): void {
  const now = world.clock.now()
  keep(world, { ...user, state: 'removed', superAdmin: false, removedAt: now, updatedAt: now })
  trace(world, by, 'REMOVE_USER', String(user.id))
  const theirs = world.tokens.list().filter((token) => token.userId === user.id)
  if (theirs.length === 0) return
  world.switches.creatorRemoved = true
  if (world.switches.creatorEndsTokens) for (const token of theirs) token.disabled = true
}

/** Keeps teams and seat; the seat no longer counts. */
export function deactivate(world: World, by: Actor, user: User): void {
  keep(world, { ...user, state: 'deactivated', updatedAt: world.clock.now() })
  trace(world, by, 'DEACTIVATE_USER', String(user.id))
}

export function reactivate(world: World, by: Actor, user: User): void {
  const state = user.activated ? 'active' : 'invited'
  keep(world, { ...user, state, updatedAt: world.clock.now() })
  trace(world, by, 'REACTIVATE_USER', String(user.id))
}

/** In the interface only: the API can read super admins and not make them. */
export function setSuperAdmin(world: World, by: Actor, user: User, superAdmin: boolean): void {
  if (user.superAdmin === superAdmin) return
  keep(world, { ...user, superAdmin, updatedAt: world.clock.now() })
  const word = world.switches.superAdminEvents === 'user' ? 'ADMIN_USER' : 'ADMIN_PERMISSIONS'
  trace(world, by, `${superAdmin ? 'ADD' : 'REMOVE'}_${word}`, String(user.id))
}

/** The invited one sets a password and comes in: from now on there is a CRM record. */
export function acceptInvitation(world: World, user: User): void {
  keep(world, { ...user, state: 'active', activated: true, updatedAt: world.clock.now() })
}

/** Somebody tries to come in. One who was invited is in for the first time. */
export function logIn(world: World, user: User, succeeded: boolean, ipAddress?: string): void {
  if (succeeded && user.state === 'invited') acceptInvitation(world, user)
  world.logins.add({
    at: world.clock.now(),
    userId: user.id,
    email: user.email,
    succeeded,
    ...(ipAddress === undefined ? {} : { ipAddress }),
  })
}

function keep(world: World, user: User): User {
  world.portal.users.put(user)
  if (user.activated || !world.switches.crmUserNeedsActivation)
    keepCrmUser(world.portal, user, world.clock.now())
  return user
}

const teamsOf = (user: User): string[] => [
  ...(user.primaryTeamId === null ? [] : [user.primaryTeamId]),
  ...user.secondaryTeamIds,
]
