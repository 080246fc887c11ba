import type { ResourceKind } from '../../domain/scim/resource-type.ts'
import { recordChange } from '../change.ts'
import { adoptPortal } from './adopt-portal.ts'
import { demandMatch, type Precondition } from './precondition.ts'
import { noSuch, relatedTo } from './show-resource.ts'
import { nameOfResource, resourceRecord, targetKindOf } from './record.ts'
import type { ScimContext } from './scim-context.ts'

/**
 * Gone for the provider at once. In the portal it is a wish like any other: a plan shows it, its
 * guards hold it up, a person lets it through.
 *
 * @throws HubwardError `resource.not_found`, `scim.version_mismatch`
 * @see RFC 7644 §3.6
 */
export async function removeScimResource(
  scim: ScimContext,
  kind: ResourceKind,
  id: string,
  precondition: Precondition,
): Promise<void> {
  await adoptPortal(scim)
  await scim.store.aside(async (tx) => {
    await tx.scim.lock(scim.connection.id)
    const before = await tx.scim.getForUpdate(scim.connection.id, kind, id)
    if (!before) throw noSuch(kind, id)
    demandMatch(precondition, before)
    const now = scim.world.now()
    const related = (await relatedTo(tx, kind, [id])).get(id) ?? []
    const effect = { state: 'pending', reason: null, since: now } as const
    await tx.scim.remove({ ...before, managed: true, effect }, now)
    await tx.scim.raiseVersions(
      related.map((other) => other.id),
      now,
    )
    await recordChange(tx, scim, {
      action: `${targetKindOf(kind)}.remove`,
      targetKind: targetKindOf(kind),
      targetId: id,
      targetName: nameOfResource(kind, before.content),
      connectionId: scim.connection.id,
      before: resourceRecord(kind, before.content),
      after: null,
    })
  })
}
