/** A resource as answers show it: the content, with what is ours around it. */
import { fold } from '../../domain/scim/attribute.ts'
import { isObject, type JsonObject } from '../../domain/scim/json.ts'
import { emailOf } from '../../domain/scim/person.ts'
import { RESOURCE_TYPES } from '../../domain/scim/resource-type.ts'
import { PORTAL_GROUP, PORTAL_USER } from '../../domain/scim/schemas/urns.ts'
import type { Related, ScimResource } from './ports.ts'

/** RFC 7644 §3.14: strong, since it rises with whatever an answer shows. */
export const entityTag = ({ version }: Pick<ScimResource, 'version'>): string => `"${version}"`

export const locationOf = (base: string, { kind, id }: Pick<ScimResource, 'kind' | 'id'>): string =>
  `${base}${RESOURCE_TYPES[kind].endpoint}/${id}`

/** `related`: the groups of a user, the members of a group; `null` where nobody asked. */
export function represent(
  base: string,
  resource: ScimResource,
  related: readonly Related[] | null,
): JsonObject {
  const { kind, id, content } = resource
  const extension = kind === 'User' ? PORTAL_USER : PORTAL_GROUP
  const urns = RESOURCE_TYPES[kind].extensions.map((schema) => schema.id)
  const own = content[extension]
  return {
    schemas: [
      RESOURCE_TYPES[kind].core.id,
      ...urns.filter((urn) => urn === extension || urn in content),
    ],
    id,
    ...content,
    ...(related && related.length > 0 && relatedOf(base, kind, related)),
    [extension]: { ...(isObject(own) ? own : {}), ...portalOf(resource) },
    meta: {
      resourceType: kind,
      created: resource.createdAt.toISOString(),
      lastModified: resource.modifiedAt.toISOString(),
      location: locationOf(base, resource),
      version: entityTag(resource),
    },
  }
}

function relatedOf(
  base: string,
  kind: ScimResource['kind'],
  related: readonly Related[],
): JsonObject {
  const other = kind === 'User' ? 'Group' : 'User'
  const type = kind === 'User' ? 'direct' : 'User'
  return {
    [kind === 'User' ? 'groups' : 'members']: related.map(({ id, display }) => ({
      value: id,
      display,
      type,
      $ref: locationOf(base, { kind: other, id }),
    })),
  }
}

/** How far the portal is, beside what the provider says. */
function portalOf(resource: ScimResource): JsonObject {
  const { kind, hubspotId, effect } = resource
  const tasks = kind === 'User' ? tasksOf(resource) : []
  return {
    ...(hubspotId !== null && {
      [kind === 'User' ? 'hubspotUserId' : 'hubspotTeamId']: hubspotId,
    }),
    status: {
      state: effect.state,
      ...(effect.reason !== null && { reason: effect.reason }),
      since: effect.since.toISOString(),
    },
    ...(tasks.length > 0 && { tasks }),
  }
}

/** HubSpot's API changes no address (PublicUserUpdate has no e-mail), so a person has to. */
function tasksOf({ content, hubspotEmail }: ScimResource): JsonObject[] {
  const email = emailOf(content)
  if (hubspotEmail === null || email === null || fold(hubspotEmail) === email) return []
  return [
    {
      type: 'change_email',
      display: `Change the address from ${hubspotEmail} to ${email} in HubSpot: its API does not let anybody do that.`,
    },
  ]
}
