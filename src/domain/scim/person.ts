/** What a User says of the HubSpot user that is wished for. */
import { isEmailAddress } from '../email-address.ts'
import { fold } from './attribute.ts'
import { isObject, type JsonObject } from './json.ts'
import { PORTAL_USER } from './schemas/urns.ts'

const valuesOf = (content: JsonObject, name: string): JsonObject[] => {
  const values = content[name]
  return Array.isArray(values) ? values.filter(isObject) : []
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null

/** The one that is marked as primary, or else the first. */
const chosen = (values: readonly JsonObject[]): JsonObject | undefined =>
  values.find((one) => one['primary'] === true) ?? values[0]

/**
 * The address, folded: the primary one, else the one for work, else the first; where there is none,
 * the userName if it is one. `null`: there is no HubSpot user without.
 */
export function emailOf(content: JsonObject): string | null {
  const emails = valuesOf(content, 'emails').filter((one) => textOf(one['value']) !== null)
  const work = emails.find((one) => one['type'] === 'work')
  const email = emails.find((one) => one['primary'] === true) ??
    work ??
    emails[0] ?? { value: content['userName'] }
  const address = textOf(email['value'])
  return address !== null && isEmailAddress(address) ? fold(address) : null
}

/** Not in the portal: switched off. What says nothing of it is active. */
export const isActive = (content: JsonObject): boolean => content['active'] !== false

/**
 * The permission set, as it was named: by id or by name. Entra may send a role as JSON in a text
 * (AppRoleAssignmentsComplex); then it is the role's value.
 */
export function roleOf(content: JsonObject): string | null {
  const role = textOf(chosen(valuesOf(content, 'roles'))?.['value'])
  if (role === null || !role.startsWith('{')) return role
  try {
    const inside: unknown = JSON.parse(role)
    return isObject(inside) ? (textOf(inside['value']) ?? textOf(inside['displayName'])) : role
  } catch {
    return role
  }
}

/** The names of the seats. */
export const seatsOf = (content: JsonObject): string[] =>
  valuesOf(content, 'entitlements').flatMap((one) => textOf(one['value']) ?? [])

export function nameOf(content: JsonObject): { first: string | null; last: string | null } {
  const name = isObject(content['name']) ? content['name'] : {}
  return { first: textOf(name['givenName']), last: textOf(name['familyName']) }
}

/** The id of the Group that is the main team. */
export function primaryTeamOf(content: JsonObject): string | null {
  const own = content[PORTAL_USER]
  return isObject(own) && isObject(own['primaryTeam']) ? textOf(own['primaryTeam']['value']) : null
}
