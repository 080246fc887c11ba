/**
 * Things of the portal, joined with the resources of one kind: by HubSpot's id, else by what the portal
 * knows them by. What is ambiguous is joined with nothing.
 */
import { fold } from '../../domain/scim/attribute.ts'
import { sameJson, type JsonObject } from '../../domain/scim/json.ts'
import { emailOf } from '../../domain/scim/person.ts'
import { RESOURCE_TYPES, type ResourceKind } from '../../domain/scim/resource-type.ts'
import { newId } from '../context.ts'
import type { Repositories } from '../ports.ts'
import type { ScimResource } from './ports.ts'
import { relatedTo } from './show-resource.ts'
import type { ScimContext } from './scim-context.ts'

/** One thing of the portal, as a resource that nobody has written would be. */
export interface Seen {
  readonly hubspotId: string
  /** Folded; of users. */
  readonly email: string | null
  readonly content: JsonObject
}

/** The resources that stand for things of the portal. */
export type ByHubSpotId = ReadonlyMap<string, ScimResource>

export async function adoptKind(
  tx: Repositories,
  scim: ScimContext,
  kind: ResourceKind,
  seen: readonly Seen[],
): Promise<ByHubSpotId> {
  const existing = await tx.scim.list(scim.connection.id, kind)
  const leavers = await tx.scim.listLeavers(scim.connection.id, kind)
  const linked = new Map(existing.flatMap((one) => (one.hubspotId ? [[one.hubspotId, one]] : [])))
  const free = onlyOnes(existing.filter((one) => one.hubspotId === null))
  const left = onlyOnes(leavers)
  const names = new Map(existing.map((one) => [nameOf(one), one.id]))
  const joined = new Map<string, ScimResource>()
  const fresh: ScimResource[] = []
  for (const thing of seen) {
    const key = thing.email ?? nameOf({ kind, content: thing.content })
    const had = linked.get(thing.hubspotId) ?? free.get(key)
    const gone = leavers.find((one) => one.hubspotId === thing.hubspotId) ?? left.get(key)
    const holder = names.get(nameOf({ kind, content: thing.content }))
    if (had) joined.set(thing.hubspotId, await follow(tx, scim, had, thing, holder))
    // Whom a provider has removed is not brought back by being there still.
    else if (gone) await tx.scim.update({ ...gone, ...portalOf(thing) })
    else if (holder === undefined) {
      const one = adopted(scim, kind, thing)
      fresh.push(one)
      joined.set(thing.hubspotId, one)
      names.set(nameOf(one), one.id)
    }
  }
  await tx.scim.insertAdopted(fresh)
  await forgetGone(tx, scim, existing, joined)
  return joined
}

const portalOf = ({ hubspotId, email }: Seen) => ({ hubspotId, hubspotEmail: email })

const nameOf = ({ kind, content }: Pick<ScimResource, 'kind' | 'content'>): string =>
  fold(String(content[RESOURCE_TYPES[kind].unique]))

/** By what the portal would know it: an address, a team's name. Two of one key are none. */
function onlyOnes(resources: readonly ScimResource[]): ReadonlyMap<string, ScimResource> {
  const keyOf = (one: ScimResource): string =>
    one.kind === 'User' ? (emailOf(one.content) ?? '') : nameOf(one)
  const each = Map.groupBy(resources, keyOf)
  return new Map(
    [...each].flatMap(([key, [one, ...more]]) => (one && more.length === 0 ? [[key, one]] : [])),
  )
}

const adopted = (
  { connection, world }: ScimContext,
  kind: ResourceKind,
  thing: Seen,
): ScimResource => ({
  id: newId(world, kind === 'User' ? 'scim_user' : 'scim_group'),
  connectionId: connection.id,
  kind,
  content: thing.content,
  ...portalOf(thing),
  managed: false,
  effect: { state: 'adopted', reason: null, since: world.now() },
  version: 1,
  createdAt: world.now(),
  modifiedAt: world.now(),
})

/**
 * What was only read says what the portal says now, unless another has its name; what was written
 * learns who it is there, and stays as it was said.
 */
async function follow(
  tx: Repositories,
  { world }: ScimContext,
  had: ScimResource,
  thing: Seen,
  holder: string | undefined,
): Promise<ScimResource> {
  const mayFollow = !had.managed && (holder === undefined || holder === had.id)
  const after: ScimResource = {
    ...had,
    ...portalOf(thing),
    content: mayFollow ? thing.content : had.content,
    version: had.version + 1,
    modifiedAt: world.now(),
  }
  const same =
    had.hubspotId === after.hubspotId &&
    had.hubspotEmail === after.hubspotEmail &&
    sameJson(had.content, after.content)
  if (same) return had
  await tx.scim.update(after)
  return after
}

/** What was only read and is there no longer: a sealed reading proves it. */
async function forgetGone(
  tx: Repositories,
  { world }: ScimContext,
  existing: readonly ScimResource[],
  joined: ByHubSpotId,
): Promise<void> {
  for (const { id, kind, hubspotId, managed } of existing) {
    if (managed || joined.has(hubspotId ?? '')) continue
    const related = (await relatedTo(tx, kind, [id])).get(id) ?? []
    await tx.scim.forget(id)
    const others = related.map((other) => other.id)
    await tx.scim.raiseVersions(others, world.now())
  }
}
