// The users of the account: list, invite, read, change, remove; their roles, teams and seats. All
// spellings of the path that HubSpot's documents and SDK use lead here.
import { addMember, changeMember, removeMember } from '../people/changes.ts'
import { actorOfToken } from '../people/trace.ts'
import { hasRoles, NO_ROLES, readMemberChange, readNewMember } from '../people/user-input.ts'
import type { User } from '../people/user.ts'
import { invalid, notFound } from '../server/errors.ts'
import { nextPage, pageOf, readLimit } from '../server/paging.ts'
import {
  created,
  mount,
  NO_CONTENT,
  ok,
  type Answer,
  type Call,
  type Route,
} from '../server/route.ts'
import { teamsGate } from './teams.ts'

const READ = { any: ['settings.users.read', 'crm.objects.users.read'] }
const WRITE = { any: ['settings.users.write', 'crm.objects.users.write'] }
const SEATS = { any: ['settings.billing.write'] }
const BETA = '/settings/users/2026-09-beta'

export const userRoutes: readonly Route[] = [
  ...mount(
    ['/settings/v3/users', '/settings/users/v3', '/settings/users/2026-03', BETA],
    [
      { method: 'GET', path: '', needs: READ, handle: list },
      { method: 'POST', path: '', needs: WRITE, handle: create },
      { method: 'GET', path: '/roles', needs: READ, handle: roles },
      { method: 'GET', path: '/teams', needs: teamsGate('read'), handle: teams },
      { method: 'GET', path: '/:user', needs: READ, handle: read },
      { method: 'PUT', path: '/:user', needs: WRITE, handle: replace },
      { method: 'DELETE', path: '/:user', needs: WRITE, handle: remove },
    ],
  ),
  { method: 'GET', path: `${BETA}/seats`, needs: SEATS, handle: seats },
]

const SIZES = { fallback: 100, max: 100 }

function list(call: Call): Answer {
  const { world, query, path } = call
  const listed = listedUsers(call)
  if (world.switches.userPaging === 'position') {
    const page = pageOf(listed, query, { url: world.url, path }, SIZES)
    return ok({ ...page, results: page.results.map(viewUser) })
  }
  const after = Number(query.get('after') ?? 0)
  if (!Number.isSafeInteger(after)) throw invalid(`Invalid paging token: ${query.get('after')}`)
  const rest = listed.filter((user) => user.id > after)
  const results = rest.slice(0, readLimit(query, SIZES.fallback, SIZES.max))
  const more = results.length < rest.length
  return ok({
    results: results.map(viewUser),
    ...(more ? { paging: nextPage(world.url, path, query, String(results.at(-1)!.id)) } : {}),
  })
}

function listedUsers({ world, now }: Call): readonly User[] {
  const { deactivatedUsersListed, removedUserListedMs } = world.switches
  const { users } = world.portal
  if (deactivatedUsersListed && removedUserListedMs === 0) return users.members()
  return users
    .all()
    .filter((user) =>
      user.state === 'removed'
        ? (user.removedAt ?? 0) + removedUserListedMs > now
        : deactivatedUsersListed || user.state !== 'deactivated',
    )
}

function create(call: Call): Answer {
  const given = readNewMember(call)
  const user = addMember(call.world, actorOfToken(call.world, call.token), given)
  return created({ ...viewUser(user), sendWelcomeEmail: given.sendWelcomeEmail })
}

function read(call: Call): Answer {
  return ok(viewUser(needUser(call)))
}

function replace(call: Call): Answer {
  const user = needUser(call)
  const change = readMemberChange(call, user)
  const by = actorOfToken(call.world, call.token)
  return ok(viewUser(changeMember(call.world, by, user, change)))
}

function remove(call: Call): Answer {
  const { world, token } = call
  const user = findUser(call)
  if (!user) throw notFound()
  if (user.state === 'removed') {
    if (world.switches.deleteAgain === 'not-found') throw notFound()
    return NO_CONTENT
  }
  const { deleteActiveUser, deleteLastSuperAdmin, deleteSelf } = world.switches
  const last = user.superAdmin && world.portal.users.superAdmins().every(({ id }) => id === user.id)
  if (last && deleteLastSuperAdmin === 'refused')
    throw invalid('The last super admin of an account cannot be removed.')
  if (user.id === token.userId && deleteSelf === 'refused')
    throw invalid('You cannot remove yourself from the account.')
  if (user.state === 'active' && deleteActiveUser === 'refused')
    throw invalid('A user must be deactivated before being removed.')
  removeMember(world, actorOfToken(world, token), user)
  return NO_CONTENT
}

function needUser(call: Call): User {
  const user = findUser(call)
  if (!user || user.state === 'removed') throw notFound()
  return user
}

/** @throws HubSpotError 400 for an `idProperty` or an id that is none */
function findUser({ world, params, query }: Call): User | undefined {
  const wanted = params['user']!
  const idProperty = query.get('idProperty') ?? 'USER_ID'
  if (idProperty === 'EMAIL') return world.portal.users.byEmail(wanted)
  if (idProperty !== 'USER_ID')
    throw invalid(`Invalid idProperty: ${idProperty}. It must be one of USER_ID, EMAIL.`)
  if (!/^\d{1,16}$/.test(wanted)) {
    throw invalid(`User ID ${wanted} is not numeric`, {
      subCategory: 'ValidationErrors.USER_ID_NOT_NUMERIC',
    })
  }
  return world.portal.users.get(Number(wanted))
}

/** What is not set is left out; whether a mail was sent is told once, by the create. */
const viewUser = (user: User) => ({
  id: String(user.id),
  email: user.email,
  ...(user.firstName === '' ? {} : { firstName: user.firstName }),
  ...(user.lastName === '' ? {} : { lastName: user.lastName }),
  roleIds: user.roleIds,
  ...(user.roleIds[0] === undefined ? {} : { roleId: user.roleIds[0] }),
  superAdmin: user.superAdmin,
  ...(user.primaryTeamId === null ? {} : { primaryTeamId: user.primaryTeamId }),
  secondaryTeamIds: user.secondaryTeamIds,
  seatNames: user.seatNames,
  sendWelcomeEmail: false,
})

function roles(call: Call): Answer {
  if (!hasRoles(call)) throw invalid(NO_ROLES)
  const sets = [...call.world.portal.users.permissionSets.values()]
  return ok({
    results: sets.map(({ id, name, requiresBillingWrite }) => ({ id, name, requiresBillingWrite })),
  })
}

/** Unpaged and flat: whose child a team is, the teams API of the beta tells. */
function teams({ world }: Call): Answer {
  const book = world.portal.users
  const byId = new Map(
    [...book.teams.values()].map(({ id, name }) => [
      id,
      { id, name, userIds: [] as string[], secondaryUserIds: [] as string[] },
    ]),
  )
  for (const user of book.members()) {
    if (user.primaryTeamId !== null) byId.get(user.primaryTeamId)?.userIds.push(String(user.id))
    for (const id of user.secondaryTeamIds) byId.get(id)?.secondaryUserIds.push(String(user.id))
  }
  return ok({ results: [...byId.values()] })
}

function seats({ world, now }: Call): Answer {
  if (!world.switches.seatsEndpoint) throw notFound()
  const book = world.portal.users
  return ok({
    results: [...book.seats.values()].map((seat) => ({
      name: seat.name,
      description: seat.description,
      remainingSeats: book.seatsLeft(seat, now, world.switches.removedUserSeatMs),
    })),
  })
}
