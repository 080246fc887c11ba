/**
 * HubSpot's answers about people, read strictly: one row that is not as documented makes its page no
 * page, since a row that is left out would look like a person who left.
 *
 * @see the facts sheet §4 for each shape
 */
import type { Page } from './page-chain.ts'
import { idSet, type PermissionSet, type Seat, type Team } from './portal-user.ts'
import type { ListedCrmUser, ListedOwner, ListedUser } from './reading.ts'

type Json = Readonly<Record<string, unknown>>

/** A page of a list; `undefined` where it is none, or where one of its rows is not as documented. */
export function parsePage<T>(
  body: unknown,
  rowOf: (row: Json) => T | undefined,
): Page<T> | undefined {
  if (!isObject(body) || !Array.isArray(body['results'])) return undefined
  const items: T[] = []
  for (const row of body['results']) {
    const item = isObject(row) ? rowOf(row) : undefined
    if (item === undefined) return undefined
    items.push(item)
  }
  const paging = body['paging']
  if (paging === undefined || paging === null) return { items, after: null }
  if (!isObject(paging)) return undefined
  const next = paging['next']
  if (next === undefined || next === null) return { items, after: null }
  const after = isObject(next) ? textOf(next['after']) : null
  return after === null ? undefined : { items, after }
}

export function listedUser(row: Json): ListedUser | undefined {
  const userId = textOf(row['id'])
  const email = textOf(row['email'])
  const { roleIds, roleId, secondaryTeamIds, seatNames, superAdmin } = row
  if (userId === null || email === null || typeof superAdmin !== 'boolean') return undefined
  const sets = texts(roleIds)
  const teams = texts(secondaryTeamIds)
  const seats = texts(seatNames)
  if (!sets || !teams || !seats) return undefined
  const role = textOf(roleId)
  return {
    userId,
    email,
    firstName: textOf(row['firstName']),
    lastName: textOf(row['lastName']),
    superAdmin,
    permissionSetIds: idSet(role === null ? sets : [role, ...sets]),
    primaryTeamId: textOf(row['primaryTeamId']),
    secondaryTeamIds: idSet(teams),
    seats: idSet(seats),
  }
}

export function listedOwner(row: Json): ListedOwner | undefined {
  const ownerId = textOf(row['id'])
  const { archived } = row
  if (ownerId === null || (archived !== undefined && typeof archived !== 'boolean'))
    return undefined
  // `userId` is missing for an archived owner; its user has a field of its own (facts §4).
  const userId = textOf(row['userId']) ?? textOf(row['userIdIncludingInactive'])
  return { ownerId, userId, archived: archived === true }
}

export function listedCrmUser(row: Json): ListedCrmUser | undefined {
  const crmUserId = textOf(row['id'])
  const properties = row['properties']
  if (crmUserId === null || !isObject(properties)) return undefined
  return {
    crmUserId,
    userId: textOf(properties['hs_internal_user_id']),
    deactivated: properties['hs_deactivated'] === true || properties['hs_deactivated'] === 'true',
  }
}

export function permissionSet(row: Json): PermissionSet | undefined {
  const id = textOf(row['id'])
  const name = textOf(row['name'])
  if (id === null || name === null) return undefined
  return { id, name, requiresBillingWrite: row['requiresBillingWrite'] === true }
}

export function team(row: Json): Team | undefined {
  const id = textOf(row['id'])
  const name = textOf(row['name'])
  return id === null || name === null ? undefined : { id, name }
}

export function seat(row: Json): Seat | undefined {
  const name = textOf(row['name'])
  if (name === null) return undefined
  const { remainingSeats } = row
  return {
    name,
    description: textOf(row['description']),
    remaining: typeof remainingSeats === 'number' ? remainingSeats : null,
  }
}

/** HubSpot's own count of a search; `null` where the answer has none. */
export const totalOf = (body: unknown): number | null => {
  const total = isObject(body) ? body['total'] : undefined
  return typeof total === 'number' && Number.isInteger(total) && total >= 0 ? total : null
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Ids come as numbers here and as text there. Empty is as good as none. */
const textOf = (value: unknown): string | null => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value)
  return typeof value === 'string' && value !== '' ? storable(value) : null
}

/** PostgreSQL stores no NUL and no half of a surrogate pair: one odd name must not spoil a reading. */
const storable = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed()

/** `undefined` where it is no list of ids; what is left out is an empty one. */
function texts(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) return undefined
  const list = value.map(textOf)
  return list.includes(null) ? undefined : (list as string[])
}
