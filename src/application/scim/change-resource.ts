/** PUT and PATCH: the same but for how the next content comes to be. */
import { sameJson, type JsonObject } from '../../domain/scim/json.ts'
import { patched, patchedAttributes } from '../../domain/scim/patch/patch.ts'
import { nameOf, primaryTeamOf, roleOf, seatsOf } from '../../domain/scim/person.ts'
import type { Wanted } from '../../domain/scim/project.ts'
import { readResource } from '../../domain/scim/read-resource.ts'
import { RESOURCE_TYPES, type ResourceKind } from '../../domain/scim/resource-type.ts'
import { recordChange } from '../change.ts'
import type { Repositories } from '../ports.ts'
import { adoptPortal } from './adopt-portal.ts'
import type { ADOPTED_ATTRIBUTES } from './adopted-content.ts'
import { memberChange, takeMembers, writeMembers, type MemberChange } from './members.ts'
import type { ScimResource } from './ports.ts'
import { demandMatch, type Precondition } from './precondition.ts'
import { noSuch, show, type Shown } from './show-resource.ts'
import { changedAttributes, nameOfResource, resourceRecord, targetKindOf } from './record.ts'
import type { ScimContext } from './scim-context.ts'

export interface Change {
  readonly kind: ResourceKind
  readonly id: string
  readonly body: unknown
  readonly precondition: Precondition
  readonly wanted: Wanted
}

/**
 * Whatever is not sent is gone, but `active`: leaving it out lets nobody back in.
 *
 * @throws HubwardError `resource.not_found`, `scim.version_mismatch`, `scim.invalid_syntax`,
 *   `scim.invalid_value`, `scim.uniqueness`
 * @see RFC 7644 §3.5.1
 */
export function replaceScimResource(scim: ScimContext, change: Change): Promise<Shown> {
  const next = readResource(RESOURCE_TYPES[change.kind], change.body)
  return write(scim, change, ({ active }) => ({
    content: { ...(change.kind === 'User' && { active: active ?? true }), ...next },
    said: 'all',
  }))
}

/**
 * Whole or not at all. One that changes nothing writes nothing.
 *
 * @throws HubwardError `resource.not_found`, `scim.*`
 * @see RFC 7644 §3.5.2
 */
export const patchScimResource = (scim: ScimContext, change: Change): Promise<Shown> =>
  write(scim, change, (content) => ({
    content: patched(RESOURCE_TYPES[change.kind], content, change.body, scim.scimSyntax),
    said: patchedAttributes(RESOURCE_TYPES[change.kind], change.body, scim.scimSyntax.parse),
  }))

interface Next {
  readonly content: JsonObject
  /** Attributes that the provider spoke of. */
  readonly said: 'all' | ReadonlySet<string>
}

async function write(
  scim: ScimContext,
  { kind, id, precondition, wanted }: Change,
  next: (content: JsonObject) => Next,
): Promise<Shown> {
  await adoptPortal(scim)
  return scim.store.aside(async (tx) => {
    await tx.scim.lock(scim.connection.id)
    const before = await tx.scim.getForUpdate(scim.connection.id, kind, id)
    if (!before) throw noSuch(kind, id)
    demandMatch(precondition, before)
    const had = kind === 'Group' ? await memberIds(tx, id) : []
    const content = had.length > 0 ? withMembers(before.content, had) : before.content
    const { content: wished, said } = next(content)
    const { ids, rest } = takeMembers(wished)
    const unsaid = before.unsaid.filter((name) =>
      said === 'all' ? isEcho(name, before.content, rest) : !said.has(name),
    )
    const members = memberChange(had, ids)
    const sameMembers = members.added.length + members.removed.length === 0
    const sameWish = unsaid.length === before.unsaid.length
    if (sameMembers && sameWish && sameJson(rest, before.content))
      return show(tx, scim, before, wanted)
    const after: ScimResource = {
      ...before,
      content: rest,
      managed: true,
      unsaid,
      effect: { state: 'pending', reason: null, since: scim.world.now() },
      version: before.version + 1,
      modifiedAt: scim.world.now(),
    }
    await tx.scim.update(after)
    if (!sameMembers) await writeMembers(tx, scim, id, members)
    await record(tx, scim, before, after, members)
    return show(tx, scim, after, wanted)
  })
}

/**
 * A provider that changes one attribute by PUT sends back all the others as it read them (Okta does):
 * what only was read from the portal is no wish for that.
 */
const isEcho = (name: string, before: JsonObject, after: JsonObject): boolean => {
  const meaning = MEANINGS[name as (typeof ADOPTED_ATTRIBUTES)[number]]
  return meaning !== undefined && sameJson({ is: meaning(before) }, { is: meaning(after) })
}

const MEANINGS: Readonly<
  Record<(typeof ADOPTED_ATTRIBUTES)[number], (content: JsonObject) => unknown>
> = {
  name: (content) => ({ ...nameOf(content) }),
  roles: roleOf,
  entitlements: (content) => seatsOf(content).toSorted(),
  primaryTeam: primaryTeamOf,
}

const memberIds = async (tx: Repositories, id: string): Promise<string[]> =>
  ((await tx.scim.membersOf([id])).get(id) ?? []).map((member) => member.id)

const withMembers = (content: JsonObject, ids: readonly string[]): JsonObject => ({
  ...content,
  members: ids.map((value) => ({ value })),
})

async function record(
  tx: Repositories,
  scim: ScimContext,
  before: ScimResource,
  after: ScimResource,
  { added, removed }: MemberChange,
): Promise<void> {
  const { kind, id } = after
  await recordChange(tx, scim, {
    action: `${targetKindOf(kind)}.update`,
    targetKind: targetKindOf(kind),
    targetId: id,
    targetName: nameOfResource(kind, after.content),
    connectionId: scim.connection.id,
    before: resourceRecord(kind, before.content),
    after: {
      ...resourceRecord(kind, after.content),
      ...(kind === 'Group' && { membersAdded: added, membersRemoved: removed }),
      attributes: changedAttributes(before.content, after.content),
    },
  })
}
