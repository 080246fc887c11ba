import type { Group } from '../../domain/access/entities.ts'
import { HubwardError } from '../../domain/errors.ts'

/**
 * Refuses an edit of a group that somebody else has changed since it was read: writing it would
 * undo their change unseen. Nothing given is no claim about the state.
 *
 * @throws HubwardError `access.edit_conflict`, with the group's id in its facts
 */
export function demandRevision(group: Group, edited: number | undefined): void {
  if (edited === undefined || edited === group.revision) return
  throw new HubwardError(
    'access.edit_conflict',
    `"${group.name}" was changed by somebody else while you edited it. Nothing was saved; look at how it stands now and decide again.`,
    { facts: { groupId: group.id } },
  )
}
