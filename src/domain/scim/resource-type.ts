/** The two kinds of resources, and how a name in a request finds its attribute. */
import { attributeNamed, COMMON, type Attribute, type Schema } from './attribute.ts'
import { ENTERPRISE_SCHEMA } from './schemas/enterprise.ts'
import { GROUP_SCHEMA } from './schemas/group.ts'
import { PORTAL_GROUP_SCHEMA, PORTAL_USER_SCHEMA } from './schemas/portal.ts'
import { USER_SCHEMA } from './schemas/user.ts'

export type ResourceKind = 'User' | 'Group'

export interface ResourceType {
  readonly kind: ResourceKind
  /** Below the connection: `/Users`. */
  readonly endpoint: '/Users' | '/Groups'
  readonly description: string
  readonly core: Schema
  readonly extensions: readonly Schema[]
  /** What a resource is known by, and nobody else of its kind in the portal. */
  readonly unique: 'userName' | 'displayName'
}

export const RESOURCE_TYPES: Readonly<Record<ResourceKind, ResourceType>> = {
  User: {
    kind: 'User',
    endpoint: '/Users',
    description: 'People who are to have access to the HubSpot portal',
    core: USER_SCHEMA,
    extensions: [ENTERPRISE_SCHEMA, PORTAL_USER_SCHEMA],
    unique: 'userName',
  },
  Group: {
    kind: 'Group',
    endpoint: '/Groups',
    description: 'Teams of the HubSpot portal',
    core: GROUP_SCHEMA,
    extensions: [PORTAL_GROUP_SCHEMA],
    unique: 'displayName',
  },
}

export const SCHEMAS: readonly Schema[] = [
  ...new Set(
    Object.values(RESOURCE_TYPES).flatMap(({ core, extensions }) => [core, ...extensions]),
  ),
]

/** Where a name leads: an extension as a whole, an attribute, or one of its sub-attributes. */
export interface Place {
  /** The extension's URN; `null` for what stands in the resource itself. */
  readonly extension: string | null
  readonly attribute: Attribute | null
  readonly sub: Attribute | null
}

/**
 * Finds the place of `name`, `name.familyName`, `urn:…:User:name.familyName`, `urn:…:User:manager`
 * or of an extension's URN alone (RFC 7644 §3.10); names count without case. `undefined`: there is
 * no such attribute.
 */
export function placeOf(type: ResourceType, path: string): Place | undefined {
  const lower = path.toLowerCase()
  for (const schema of [type.core, ...type.extensions]) {
    const urn = schema.id.toLowerCase()
    const extension = schema === type.core ? null : schema.id
    if (lower === urn) return extension ? { extension, attribute: null, sub: null } : undefined
    if (!lower.startsWith(`${urn}:`)) continue
    const rest = path.slice(urn.length + 1)
    return extension
      ? within(schema.attributes, rest, extension)
      : (within(schema.attributes, rest, null) ?? within(COMMON, rest, null))
  }
  return within(COMMON, path, null) ?? within(type.core.attributes, path, null)
}

function within(
  attributes: readonly Attribute[],
  path: string,
  extension: string | null,
): Place | undefined {
  const [name = '', subName, ...more] = path.split('.')
  const attribute = attributeNamed(attributes, name)
  if (!attribute || more.length > 0) return undefined
  if (subName === undefined) return { extension, attribute, sub: null }
  const sub = attributeNamed(attribute.subAttributes ?? [], subName)
  return sub && { extension, attribute, sub }
}
