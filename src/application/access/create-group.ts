import type { Group } from '../../domain/access/entities.ts'
import { inChange, recordChange } from '../change.ts'
import { authorise, newId, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { memberNames } from './member-names.ts'
import { groupRecord } from './record.ts'
import { taken } from '../taken.ts'

export interface CreateGroup {
  /** A slug; it stays the group's name for good. */
  readonly name: string
  readonly title: string
  readonly description: string
  readonly context: string
}

/** Makes an empty group, which grants nothing. @throws HubwardError `resource.conflict` */
export async function createGroup(ctx: Context, input: CreateGroup): Promise<Group> {
  authorise(ctx, 'change', 'group.create')
  return inChange(ctx, (tx) => createGroupIn(tx, ctx, { ...input, memberIds: [] }))
}

export async function createGroupIn(
  tx: Repositories,
  ctx: Context,
  input: Omit<Group, 'id' | 'revision'>,
): Promise<Group> {
  if (await tx.groups.findByName(input.name))
    throw taken('name', `There is already a group "${input.name}".`)
  const group: Group = {
    id: newId(ctx.world, 'group'),
    name: input.name,
    title: input.title,
    description: input.description,
    context: input.context,
    memberIds: input.memberIds,
    revision: 1,
  }
  await tx.groups.insert(group)
  const joined = await memberNames(tx, group.memberIds)
  await recordChange(tx, ctx, {
    action: 'group.create',
    targetKind: 'group',
    targetId: group.id,
    targetName: group.name,
    before: null,
    after: { ...groupRecord(group), ...(joined.length > 0 && { joined }) },
  })
  return group
}
