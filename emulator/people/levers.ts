// What people do to users in the interface of HubSpot, where the API cannot: accept an invitation,
// come in, switch somebody off, make a super admin, a permission set, buy a seat.
import type { World } from '../world.ts'
import {
  acceptInvitation,
  addMember,
  changeMember,
  deactivate,
  logIn,
  reactivate,
  removeMember,
  setSuperAdmin,
  type MemberChange,
  type NewMember,
} from './changes.ts'
import { actorAtScreen } from './trace.ts'
import type { PermissionSet, Team, User } from './user.ts'

export const PERSON_EVENTS = [
  'accepted',
  'logged-in',
  'login-failed',
  'deactivated',
  'reactivated',
  'removed',
  'made-super-admin',
  'super-admin-ended',
  'changed',
] as const
export type PersonEvent = (typeof PERSON_EVENTS)[number]

/** Who did it: the first super admin, unless told. */
export type By = { userId?: number; email?: string; ipAddress?: string }

export type PersonChange = {
  event: PersonEvent
  by?: By
  /** Of `logged-in` and `login-failed`. */
  ipAddress?: string
  /** Of `changed`. */
  change?: MemberChange
}

export type PeopleLevers = {
  /** Everybody who is or was a user, in the order of coming, with what the API does not tell. */
  list(): readonly User[]
  /** By id or address, whether still a member or not. */
  find(who: number | string): User | undefined
  /** Something happens to a user, with its trace. @throws RangeError where nobody is meant */
  happens(who: number | string, change: PersonChange): User
  /** Somebody invites a person; nothing is checked. */
  invite(given: Partial<NewMember> & { email: string }, by?: By): User
  /** Invitations that were sent, the API's included. */
  readonly welcomeMails: readonly { email: string; at: number }[]
  createPermissionSet(given: Omit<PermissionSet, 'id'>): PermissionSet
  createTeam(given: { name: string; parentTeamId?: string }): Team
  /** Sets how many seats of a kind the account has. @throws RangeError where there is no such kind */
  haveSeats(name: string, bought: number): void
}

export function peopleLevers(world: World): PeopleLevers {
  const book = world.portal.users
  const find = (who: number | string): User | undefined =>
    typeof who === 'string' && who.includes('@') ? book.byEmail(who) : book.get(Number(who))
  return {
    list: () => book.all(),
    find,
    happens(who, change) {
      const user = find(who)
      if (!user) throw new RangeError(`Nobody is meant by ${who}`)
      liveThrough(world, user, change)
      return find(user.id)!
    },
    invite: (given, by) =>
      addMember(world, actorAtScreen(world, by), { sendWelcomeEmail: true, ...given }),
    welcomeMails: book.welcomeMails,
    createPermissionSet(given) {
      const set = { ...given, id: book.nextKey(book.permissionSets) }
      book.permissionSets.set(set.id, set)
      book.version += 1
      return set
    },
    createTeam({ name, parentTeamId }) {
      const team = { id: book.nextKey(book.teams), name, parentTeamId: parentTeamId ?? null }
      book.teams.set(team.id, team)
      book.version += 1
      return team
    },
    haveSeats(name, bought) {
      const seat = book.seats.get(name)
      if (!seat) throw new RangeError(`No seat is called ${name}`)
      seat.bought = bought
    },
  }
}

function liveThrough(world: World, user: User, { event, by, ipAddress, change }: PersonChange) {
  const actor = actorAtScreen(world, by)
  switch (event) {
    case 'accepted':
      return acceptInvitation(world, user)
    case 'logged-in':
    case 'login-failed':
      return logIn(world, user, event === 'logged-in', ipAddress)
    case 'deactivated':
      return deactivate(world, actor, user)
    case 'reactivated':
      return reactivate(world, actor, user)
    case 'removed':
      return removeMember(world, actor, user)
    case 'made-super-admin':
    case 'super-admin-ended':
      return setSuperAdmin(world, actor, user, event === 'made-super-admin')
    case 'changed':
      changeMember(world, actor, user, change ?? {})
  }
}
