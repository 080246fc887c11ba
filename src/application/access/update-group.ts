import type { Group } from '../../domain/access/entities.ts'
import { inChange, recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { demandRevision } from './demand-revision.ts'
import { findGroup } from './find.ts'
import { memberNames } from './member-names.ts'
import { groupRecord } from './record.ts'

export interface UpdateGroup {
  /** Id or name. */
  readonly group: string
  readonly title?: string | undefined
  readonly description?: string | undefined
  readonly context?: string | undefined
  /** The state that was edited; nothing: whatever it is. */
  readonly revision?: number | undefined
}

/**
 * Changes the texts of a group; its name stays. Idempotent.
 *
 * @throws HubwardError `resource.not_found`; `access.edit_conflict` where it is no longer as edited
 */
export async function updateGroup(ctx: Context, input: UpdateGroup): Promise<Group> {
  authorise(ctx, 'change', 'group.update')
  return inChange(ctx, async (tx) => {
    const before = await findGroup(tx, input.group)
    demandRevision(before, input.revision)
    return updateGroupIn(tx, ctx, before, {
      title: input.title ?? before.title,
      description: input.description ?? before.description,
      context: input.context ?? before.context,
    })
  })
}

/** Whoever is in the one and not in the other. */
async function named(tx: Repositories, as: 'joined' | 'left', there: Group, not: Group) {
  const ids = there.memberIds.filter((id) => !not.memberIds.includes(id))
  const names = await memberNames(tx, ids)
  return names.length === 0 ? {} : { [as]: names }
}

/** One audit record for whatever changed, the member list included; none where nothing did. */
export async function updateGroupIn(
  tx: Repositories,
  ctx: Context,
  before: Group,
  changes: Partial<Omit<Group, 'id' | 'name' | 'revision'>>,
  action = 'group.update',
): Promise<Group> {
  const after: Group = { ...before, ...changes }
  if (JSON.stringify(groupRecord(before)) === JSON.stringify(groupRecord(after))) return before
  await tx.groups.update(after)
  await recordChange(tx, ctx, {
    action,
    targetKind: 'group',
    targetId: after.id,
    targetName: after.name,
    before: { ...groupRecord(before), ...(await named(tx, 'left', before, after)) },
    after: { ...groupRecord(after), ...(await named(tx, 'joined', after, before)) },
  })
  // With the revision that the triggers gave it.
  return (await tx.groups.get(after.id)) ?? after
}
