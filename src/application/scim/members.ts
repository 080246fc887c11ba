/** The members of a group, between the content that a provider writes and the rows that are kept. */
import { isObject, type JsonObject } from '../../domain/scim/json.ts'
import { refuse } from '../../domain/scim/refuse.ts'
import type { Repositories } from '../ports.ts'
import type { ScimContext } from './scim-context.ts'

/** The ids of `members`, and the content without them. */
export function takeMembers(content: JsonObject): { ids: string[]; rest: JsonObject } {
  const { members, ...rest } = content
  const listed = Array.isArray(members) ? members.filter(isObject) : []
  return { ids: [...new Set(listed.map(({ value }) => memberId(value)))], rest }
}

function memberId(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  throw refuse('scim.invalid_value', 'A member has a "value": the id of a User.')
}

export interface MemberChange {
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

export function memberChange(before: readonly string[], after: readonly string[]): MemberChange {
  const [had, has] = [new Set(before), new Set(after)]
  return {
    added: after.filter((id) => !had.has(id)),
    removed: before.filter((id) => !has.has(id)),
  }
}

/**
 * Their `groups` change with it, so their versions rise.
 *
 * @throws HubwardError `scim.invalid_value` for whoever is no User here
 */
export async function writeMembers(
  tx: Repositories,
  { connection, world }: ScimContext,
  groupId: string,
  { added, removed }: MemberChange,
): Promise<void> {
  if (added.length > 0) {
    const known = await tx.scim.existingUsers(connection.id, added)
    const stranger = added.find((id) => !known.has(id))
    if (stranger !== undefined)
      throw refuse(
        'scim.invalid_value',
        `There is no User “${stranger.slice(0, 64)}” to be a member. Members are Users of this portal, by their id.`,
      )
    await tx.scim.addMembers(groupId, added)
  }
  if (removed.length > 0) await tx.scim.removeMembers(groupId, removed)
  await tx.scim.raiseVersions([...added, ...removed], world.now())
}
