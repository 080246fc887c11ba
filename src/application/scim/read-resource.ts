/** One resource, as it stands. */
import { EVERYTHING, type Wanted } from '../../domain/scim/project.ts'
import type { ResourceKind } from '../../domain/scim/resource-type.ts'
import { adoptPortal } from './adopt-portal.ts'
import type { ScimContext } from './scim-context.ts'
import { noSuch, show, type Shown } from './show-resource.ts'

/** @throws HubwardError `resource.not_found` */
export async function readScimResource(
  scim: ScimContext,
  kind: ResourceKind,
  id: string,
  wanted: Wanted = EVERYTHING,
): Promise<Shown> {
  await adoptPortal(scim)
  const { read } = scim.store
  const resource = await read.scim.get(scim.connection.id, kind, id)
  if (!resource) throw noSuch(kind, id)
  return show(read, scim, resource, wanted)
}
