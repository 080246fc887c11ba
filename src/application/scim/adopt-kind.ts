/**
 * Things of the portal, joined with the resources of one kind: by HubSpot's id, else by what the portal
 * knows them by. What is ambiguous is joined with nothing.
 */
import { fold } from '../../domain/scim/attribute.ts'
import { sameJson, type JsonObject } from '../../domain/scim/json.ts'
import { emailOf } from '../../domain/scim/person.ts'
import { RESOURCE_TYPES, type ResourceKind } from '../../domain/scim/resource-type.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { newId, type Services } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { ADOPTED_ATTRIBUTES } from './adopted-content.ts'
import type { ScimResource } from './ports.ts'
import { relatedTo } from './show-resource.ts'

/** One thing of the portal, as a resource that nobody has written would be. */
export interface Seen {
  readonly hubspotId: string
  /** Folded; of users. */
  readonly email: string | null
  readonly content: JsonObject
}

/** On which connection, and when. */
export interface Adopting extends Pick<Services, 'world'> {
  readonly connection: Pick<Connection, 'id' | 'portalId'>
}

/** The resources that stand for things of the portal. */
export type ByHubSpotId = ReadonlyMap<string, ScimResource>

/** @param missing ids that were not seen, and may be there all the same */
export async function adoptKind(
  tx: Repositories,
  scim: Adopting,
  kind: ResourceKind,
  seen: readonly Seen[],
  missing: ReadonlySet<string>,
): Promise<ByHubSpotId> {
  const there = new Set([...missing, ...seen.map(({ hubspotId }) => hubspotId)])
  const isGone = ({ hubspotId }: ScimResource) => hubspotId !== null && !there.has(hubspotId)
  const existing = await tx.scim.list(scim.connection.id, kind)
  const leavers = await tx.scim.listLeavers(scim.connection.id, kind)
  const linked = new Map(existing.flatMap((one) => (one.hubspotId ? [[one.hubspotId, one]] : [])))
  // Whoever was removed and is there again has another id at HubSpot.
  const free = onlyOnes(
    existing.filter((one) => one.hubspotId === null || (one.managed && isGone(one))),
  )
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
  const stood = new Set([...joined.values()].map(({ id }) => id))
  await letGo(
    tx,
    scim,
    existing.filter((one) => isGone(one) && !stood.has(one.id)),
  )
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
  { connection, world }: Adopting,
  kind: ResourceKind,
  thing: Seen,
): ScimResource => ({
  id: newId(world, kind === 'User' ? 'scim_user' : 'scim_group'),
  connectionId: connection.id,
  kind,
  content: thing.content,
  ...portalOf(thing),
  managed: false,
  unsaid: kind === 'User' ? ADOPTED_ATTRIBUTES : [],
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
  { world }: Adopting,
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

/**
 * What was only read and is there no longer is forgotten: sealed readings prove it. What a provider
 * wrote stays, and is linked to nobody.
 */
async function letGo(
  tx: Repositories,
  { world }: Adopting,
  gone: readonly ScimResource[],
): Promise<void> {
  for (const one of gone) {
    if (one.managed) {
      const { version } = one
      await tx.scim.update({
        ...one,
        hubspotId: null,
        hubspotEmail: null,
        version: version + 1,
        modifiedAt: world.now(),
      })
      continue
    }
    const { id, kind } = one
    const related = (await relatedTo(tx, kind, [id])).get(id) ?? []
    await tx.scim.forget(id)
    const others = related.map((other) => other.id)
    await tx.scim.raiseVersions(others, world.now())
  }
}
