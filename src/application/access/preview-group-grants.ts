import type { Group } from '../../domain/access/entities.ts'
import {
  addsWrite,
  diffGrants,
  diffPeople,
  type ConnectionDiff,
  type PersonDiff,
} from '../../domain/access/grant-diff.ts'
import { noticeScopesHere } from '../../domain/connection/mend.ts'
import { authorise, type Context } from '../context.ts'
import { findGroup } from './find.ts'
import { notCovered } from './not-covered.ts'
import { readMatrix, type WrittenGrant } from './wanted-grants.ts'

export interface PreviewGroupGrants {
  /** Id or name. */
  readonly group: string
  readonly grants: readonly WrittenGrant[]
}

export interface GroupGrantsPreview {
  /** As it stands; its revision is the one to send with the edit. */
  readonly group: Group
  readonly connections: readonly ConnectionDiff[]
  readonly people: readonly PersonDiff[]
  readonly warnings: readonly string[]
  readonly addsWrite: boolean
}

/**
 * What {@link setGroupGrants} with the same grants would change, and for whom. Changes nothing.
 *
 * @throws HubwardError `resource.not_found`; `request.invalid` with one field error per mistake
 */
export async function previewGroupGrants(
  ctx: Context,
  input: PreviewGroupGrants,
): Promise<GroupGrantsPreview> {
  authorise(ctx, 'read', 'grant.preview')
  const { read } = ctx.store
  const now = ctx.world.now()
  const group = await findGroup(read, input.group)
  const { before, after } = await readMatrix(read, group, input.grants, now)
  const connections = diffGrants(before, after, now)
  return {
    group,
    connections,
    people: diffPeople(group, connections, await read.groups.list(), await read.grants.list(), now),
    warnings: after.flatMap(({ connection, scopes }) =>
      notCovered(connection, scopes, noticeScopesHere),
    ),
    addsWrite: addsWrite(connections),
  }
}
