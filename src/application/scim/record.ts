/**
 * What the audit keeps of a resource: what decides over access, and no address book. It is kept for
 * good, and telephone numbers are none of its business.
 */
import { sameJson, type JsonObject } from '../../domain/scim/json.ts'
import { emailOf, isActive, roleOf, seatsOf } from '../../domain/scim/person.ts'
import type { ResourceKind } from '../../domain/scim/resource-type.ts'
import { PORTAL_USER } from '../../domain/scim/schemas/urns.ts'

export const resourceRecord = (kind: ResourceKind, content: JsonObject) =>
  kind === 'User'
    ? {
        userName: content['userName'],
        externalId: content['externalId'] ?? null,
        email: emailOf(content),
        active: isActive(content),
        role: roleOf(content),
        seats: seatsOf(content),
        primaryTeam: (content[PORTAL_USER] as JsonObject | undefined)?.['primaryTeam'] ?? null,
      }
    : { displayName: content['displayName'], externalId: content['externalId'] ?? null }

/** The names of whatever else was changed, without what stands there. */
export const changedAttributes = (before: JsonObject, after: JsonObject): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !sameJson(before[name], after[name]))
    .toSorted()

export const targetKindOf = (kind: ResourceKind) => (kind === 'User' ? 'scim_user' : 'scim_group')

export const nameOfResource = (kind: ResourceKind, content: JsonObject): string =>
  String(content[kind === 'User' ? 'userName' : 'displayName'])
