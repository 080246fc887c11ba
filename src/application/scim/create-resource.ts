import { fold } from '../../domain/scim/attribute.ts'
import type { JsonObject } from '../../domain/scim/json.ts'
import { emailOf } from '../../domain/scim/person.ts'
import type { Wanted } from '../../domain/scim/project.ts'
import { readResource } from '../../domain/scim/read-resource.ts'
import { RESOURCE_TYPES, type ResourceKind } from '../../domain/scim/resource-type.ts'
import { recordChange } from '../change.ts'
import { newId } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { adoptPortal } from './adopt-portal.ts'
import { takeMembers, writeMembers } from './members.ts'
import type { ScimResource } from './ports.ts'
import { show, type Shown } from './show-resource.ts'
import { changedAttributes, nameOfResource, resourceRecord, targetKindOf } from './record.ts'
import type { ScimContext } from './scim-context.ts'

/**
 * Makes a resource; the portal follows by a plan. Whoever the portal has already is found by the
 * e-mail address and taken on, also under another userName; under the same it is a conflict, which
 * providers answer by linking.
 *
 * @throws HubwardError `scim.invalid_syntax`, `scim.invalid_value`, `scim.uniqueness`
 * @see RFC 7644 §3.3
 */
export async function createScimResource(
  scim: ScimContext,
  kind: ResourceKind,
  body: unknown,
  wanted: Wanted,
): Promise<Shown> {
  const { ids, rest } = takeMembers(readResource(RESOURCE_TYPES[kind], body))
  const content: JsonObject = kind === 'User' ? { active: true, ...rest } : rest
  await adoptPortal(scim)
  return scim.store.aside(async (tx) => {
    await tx.scim.lock(scim.connection.id)
    const known = kind === 'User' ? await takeOn(tx, scim, content) : NOBODY
    const now = scim.world.now()
    const resource: ScimResource = {
      id: newId(scim.world, kind === 'User' ? 'scim_user' : 'scim_group'),
      connectionId: scim.connection.id,
      kind,
      content,
      ...known,
      managed: true,
      unsaid: [],
      effect: { state: 'pending', reason: null, since: now },
      version: 1,
      createdAt: now,
      modifiedAt: now,
    }
    await tx.scim.insert(resource)
    if (ids.length > 0) await writeMembers(tx, scim, resource.id, { added: ids, removed: [] })
    await recordChange(tx, scim, {
      action: `${targetKindOf(kind)}.create`,
      targetKind: targetKindOf(kind),
      targetId: resource.id,
      targetName: nameOfResource(kind, content),
      connectionId: scim.connection.id,
      before: null,
      after: {
        ...resourceRecord(kind, content),
        ...(kind === 'Group' && { membersAdded: ids }),
        attributes: changedAttributes({}, content),
      },
    })
    return show(tx, scim, resource, wanted)
  })
}

const NOBODY = { hubspotId: null, hubspotEmail: null }

/** The HubSpot user of somebody whom nobody claims, or who left and comes back. */
async function takeOn(
  tx: Repositories,
  { connection }: ScimContext,
  content: JsonObject,
): Promise<Pick<ScimResource, 'hubspotId' | 'hubspotEmail'>> {
  const email = emailOf(content)
  if (email === null) return NOBODY
  const adopted = await tx.scim.findByHubSpotEmail(connection.id, email, 'adopted')
  const sameName =
    adopted && fold(String(adopted.content['userName'])) === fold(String(content['userName']))
  // Under the same name, the insert that follows is the conflict that it should be.
  const found = sameName
    ? undefined
    : (adopted ?? (await tx.scim.findByHubSpotEmail(connection.id, email, 'leaver')))
  if (!found) return NOBODY
  await tx.scim.forget(found.id)
  return { hubspotId: found.hubspotId, hubspotEmail: found.hubspotEmail }
}
