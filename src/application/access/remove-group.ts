import { inChange, recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { findGroup } from './find.ts'
import { memberNames } from './member-names.ts'
import { grantRecord, groupRecord } from './record.ts'

export interface RemoveGroup {
  /** Id or name. */
  readonly group: string
}

/** Ends a group and with it all its grants; its members stay. @throws HubwardError `resource.not_found` */
export async function removeGroup(ctx: Context, input: RemoveGroup): Promise<void> {
  authorise(ctx, 'change', 'group.remove')
  await inChange(ctx, (tx) => removeGroupIn(tx, ctx, input))
}

export async function removeGroupIn(
  tx: Repositories,
  ctx: Context,
  input: RemoveGroup,
): Promise<void> {
  const group = await findGroup(tx, input.group)
  const grants = await tx.grants.list({ groupId: group.id })
  const left = await memberNames(tx, group.memberIds)
  await tx.groups.remove(group.id)
  await recordChange(tx, ctx, {
    action: 'group.remove',
    targetKind: 'group',
    targetId: group.id,
    targetName: group.name,
    before: {
      ...groupRecord(group),
      ...(left.length > 0 && { left }),
      grants: grants.map(grantRecord),
    },
    after: null,
  })
}
