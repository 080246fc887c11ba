import type { Group } from '../../domain/access/entities.ts'
import { authorise, type Context } from '../context.ts'
import { findGroup } from './find.ts'

/** All groups, by name. */
export async function listGroups(ctx: Context): Promise<Group[]> {
  authorise(ctx, 'read', 'group.list')
  return ctx.store.read.groups.list()
}

/** One group, by id or name. @throws HubwardError `resource.not_found` */
export async function getGroup(ctx: Context, named: string): Promise<Group> {
  authorise(ctx, 'read', 'group.get')
  return findGroup(ctx.store.read, named)
}
