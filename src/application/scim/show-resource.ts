/** What an answer about one resource is made from. */
import { HubwardError } from '../../domain/errors.ts'
import type { JsonObject } from '../../domain/scim/json.ts'
import { isShown, project, type Wanted } from '../../domain/scim/project.ts'
import { RESOURCE_TYPES, type ResourceKind } from '../../domain/scim/resource-type.ts'
import type { Repositories } from '../ports.ts'
import type { ScimResource } from './ports.ts'
import { entityTag, locationOf, represent } from './represent.ts'
import type { ScimContext } from './scim-context.ts'

export interface Shown {
  readonly body: JsonObject
  readonly location: string
  readonly entityTag: string
}

export async function show(
  from: Repositories,
  { base }: ScimContext,
  resource: ScimResource,
  wanted: Wanted,
): Promise<Shown> {
  const { kind, id } = resource
  const type = RESOURCE_TYPES[kind]
  const asked = isShown(type, wanted, kind === 'User' ? 'groups' : 'members')
  const related = asked ? ((await relatedTo(from, kind, [id])).get(id) ?? []) : null
  return {
    body: project(type, represent(base, resource, related), wanted),
    location: locationOf(base, resource),
    entityTag: entityTag(resource),
  }
}

export const relatedTo = ({ scim }: Repositories, kind: ResourceKind, ids: readonly string[]) =>
  kind === 'User' ? scim.groupsOf(ids) : scim.membersOf(ids)

/** SCIM has no word of its own for what is not there (RFC 7644 §3.12, 404). */
export const noSuch = (kind: ResourceKind, id: string): HubwardError =>
  new HubwardError('resource.not_found', `There is no ${kind} “${id.slice(0, 64)}” here.`)
