// Reads what a caller writes about a user, and refuses what HubSpot would. Unknown members, an
// address in a PUT and `superAdmin` are passed over: none of them can be set.
import { conflict, invalid } from '../server/errors.ts'
import { missingFields, objectBody, type Json } from '../server/json-body.ts'
import type { Call } from '../server/route.ts'
import type { MemberChange, NewMember } from './changes.ts'
import type { User } from './user.ts'

export const NO_ROLES = "Account doesn't have access to roles."
const EMAIL = /^[^\s@"<>]+@[^\s@.]+(\.[^\s@.]+)+$/

/** @throws HubSpotError 400 or 409 */
export function readNewMember(call: Call): NewMember {
  const body = objectBody(call.body)
  const { world } = call
  const email = body['email']
  if (typeof email !== 'string' || email === '') throw missingFields(['email'])
  if (!EMAIL.test(email.trim())) throw invalid(`Email address ${email} is invalid`)
  const there = world.portal.users.byEmail(email)
  if (there && there.state !== 'removed') throw isThere(call)
  const asked = readAssignments(call, body)
  const given = { ...asked, ...(asked.seatNames ? {} : seatOfRole(call, asked.roleIds, [])) }
  checkSeats(call, given.seatNames ?? [], [])
  const names = world.switches.createTakesNames ? readNames(body) : {}
  return { ...given, ...names, email, sendWelcomeEmail: body['sendWelcomeEmail'] === true }
}

/** @throws HubSpotError 400 */
export function readMemberChange(call: Call, user: User): MemberChange {
  const body = objectBody(call.body)
  const { switches } = call.world
  const names = readNames(body)
  if (Object.keys(names).length > 0 && !user.activated && switches.namesNeedActivation) {
    throw invalid('Cannot update the name of a user who has not accepted the invitation.', {
      subCategory: 'USER_NOT_ON_ANY_HUBS',
    })
  }
  const asked = readAssignments(call, body)
  const left: MemberChange =
    switches.userPut === 'merges'
      ? {}
      : { roleIds: [], primaryTeamId: null, secondaryTeamIds: [], seatNames: [] }
  const extra = switches.putDropsExtraRoles ? [] : user.roleIds.slice(1)
  const roles = asked.roleIds && { roleIds: [...new Set([...asked.roleIds, ...extra])] }
  const seats = asked.seatNames ? {} : seatOfRole(call, asked.roleIds, user.seatNames)
  const change = { ...left, ...names, ...asked, ...roles, ...seats }
  checkSeats(call, change.seatNames ?? [], user.state === 'deactivated' ? [] : user.seatNames)
  return change
}

const isThere = (call: Call) =>
  call.world.switches.duplicateUser === 'conflict'
    ? conflict('User already exists')
    : invalid('User already exists', { subCategory: 'AppUserErrors.USER_ALREADY_EXISTS' })

function readNames(body: Json): Pick<MemberChange, 'firstName' | 'lastName'> {
  return Object.fromEntries(
    ['firstName', 'lastName'].flatMap((name) =>
      typeof body[name] === 'string' ? [[name, body[name]]] : [],
    ),
  )
}

/** Role, teams and seats, each left out where the body leaves it out; `null` clears. */
function readAssignments(call: Call, body: Json): Omit<MemberChange, 'firstName' | 'lastName'> {
  const read: MemberChange = {}
  if (body['roleId'] !== undefined) read.roleIds = readRole(call, body['roleId'])
  if (body['primaryTeamId'] !== undefined)
    read.primaryTeamId = readTeams(call, 'primaryTeamId', [body['primaryTeamId']])[0] ?? null
  if (body['secondaryTeamIds'] !== undefined)
    read.secondaryTeamIds = readTeams(call, 'secondaryTeamIds', body['secondaryTeamIds'])
  if (body['seatNames'] !== undefined) read.seatNames = readSeats(call, body['seatNames'])
  return read
}

export const hasRoles = ({ world }: Call): boolean =>
  world.switches.rolesAvailable &&
  !(world.switches.enterpriseGates && world.portal.identity.tier === 'free')

function readRole(call: Call, raw: unknown): string[] {
  if (raw === null || raw === '') return []
  if (!hasRoles(call)) throw invalid(NO_ROLES)
  const set = call.world.portal.users.permissionSets.get(String(raw))
  if (!set) throw invalid(`Role ${String(raw)} does not exist`)
  if (set.requiresBillingWrite && !call.token.scopes.has('settings.billing.write')) {
    throw invalid(`Assigning role ${set.id} requires the scope settings.billing.write`)
  }
  return [set.id]
}

function readTeams(call: Call, field: string, raw: unknown): string[] {
  if (raw === null) return []
  if (!Array.isArray(raw)) throw invalid(`${field} must be a list`)
  const ids = raw.filter((id) => id !== null && id !== '').map(String)
  const unknown = ids.find((id) => !call.world.portal.users.teams.has(id))
  if (unknown !== undefined) throw invalid(`Team ${unknown} does not exist`)
  return [...new Set(ids)]
}

function readSeats(call: Call, raw: unknown): string[] {
  if (raw === null) return []
  if (!Array.isArray(raw)) throw invalid('seatNames must be a list')
  const names = [...new Set(raw.map(String))]
  const unknown = names.find((name) => !call.world.portal.users.seats.has(name))
  if (unknown !== undefined) throw invalid(`Seat ${unknown} does not exist`)
  return names
}

/** The paid seat that a permission set brings along, where the caller names no seats. */
function seatOfRole(
  call: Call,
  roleIds: readonly string[] | undefined,
  held: readonly string[],
): Pick<MemberChange, 'seatNames'> {
  const sets = (roleIds ?? []).map((id) => call.world.portal.users.permissionSets.get(id))
  const seat = sets.find((set) => set?.seatName !== undefined)?.seatName
  return seat === undefined || held.includes(seat) ? {} : { seatNames: [seat] }
}

/** Nothing is bought: a seat that nobody holds has to be there. */
function checkSeats(call: Call, wanted: readonly string[], held: readonly string[]): void {
  const { portal, switches } = call.world
  for (const name of wanted) {
    const seat = portal.users.seats.get(name)!
    if (held.includes(name)) continue
    if (portal.users.seatsLeft(seat, call.now, switches.removedUserSeatMs) > 0) continue
    throw invalid('There is no seat available for this combination of roles.', {
      subCategory: 'AppUserErrors.NO_SEAT_AVAILABLE_FOR_ROLE_COMBINATION',
    })
  }
}
