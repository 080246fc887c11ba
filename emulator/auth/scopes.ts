// Which HubSpot scopes open an operation, derived from the object type in the path and whether the
// operation reads or writes. `search` and `batch/read` are reads though they are POSTs.
import { ObjectTypes, type ObjectType } from '../portal/object-types.ts'
import type { Requirement } from '../server/route.ts'

export type Access = 'read' | 'write'

/** Scopes for records of a type. The 403 lists more than what opens the door, as HubSpot's does. */
export function recordScopes(type: ObjectType, access: Access): Requirement {
  const opening = access === 'read' ? type.read : type.write
  if (type.readAlso) return { all: [...opening, ...type.readAlso] }
  return { any: opening, listed: listedScopes(type, access, opening) }
}

/** Scopes for property definitions, pipelines and schemas of a type. */
export function schemaScopes(type: ObjectType, access: Access): Requirement {
  const name = type.scopeName
  const own = name ? [`crm.schemas.${name}.${access}`] : []
  const records = access === 'read' ? [...type.read, ...type.write] : name ? [] : type.write
  return { any: [...own, ...records] }
}

/** Either end of an association opens reading it; writing needs one end writable. */
export function associationScopes(from: ObjectType, to: ObjectType, access: Access): Requirement {
  const ends = access === 'read' ? [...from.read, ...to.read] : [...from.write, ...to.write]
  return { any: [...new Set(ends)] }
}

const SENSITIVE = ['contacts', 'companies', 'deals', 'custom']

function listedScopes(type: ObjectType, access: Access, opening: readonly string[]): string[] {
  const name = type.scopeName
  if (!name || !SENSITIVE.includes(name)) return [...opening]
  const schema = access === 'read' ? [`crm.schemas.${name}.read`] : []
  return [
    ...schema,
    `crm.objects.${name}.sensitive.${access}.v2`,
    ...opening,
    `crm.objects.${name}.highly_sensitive.${access}.v2`,
  ]
}

/** Every HubSpot scope that some emulated operation asks for; `oauth` is always held. */
export const ALL_SCOPES: readonly string[] = [
  ...new Set([
    'oauth',
    ...new ObjectTypes()
      .list()
      .flatMap((type) => [...type.read, ...type.write, ...(type.readAlso ?? [])]),
    ...['contacts', 'companies', 'deals', 'quotes', 'custom'].flatMap((name) => [
      `crm.schemas.${name}.read`,
      `crm.schemas.${name}.write`,
    ]),
    'crm.objects.custom.read',
    'crm.objects.custom.write',
    'crm.objects.owners.read',
    'crm.lists.read',
    'crm.lists.write',
    'settings.users.read',
    'settings.users.write',
    'account-info.security.read',
    'settings.users.teams.read',
    'settings.users.teams.write',
    'settings.billing.write',
    'content',
    'forms',
    'files',
    'marketing-email',
    'marketing.campaigns.read',
    'business-intelligence',
    'scheduler.meetings.meeting-link.read',
    'automation',
  ]),
]

/** As token information shows them: sensitive-data scopes carry `.v2` (KAL). */
export const shownScope = (scope: string): string =>
  /\.(highly_)?sensitive\.(read|write)$/.test(scope) ? `${scope}.v2` : scope
