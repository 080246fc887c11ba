/** What waits for a person: closed by the sealed reading that shows it done, or by what made it needless. */
import type { Connection } from '../../../domain/connection/connection.ts'
import { showsDone } from '../../../domain/people/plan/task.ts'
import type { Snapshot } from '../../../domain/people/snapshot.ts'
import { recordChange } from '../../change.ts'
import type { Context } from '../../context.ts'
import type { Repositories } from '../../ports.ts'
import type { StoredTask } from './ports.ts'

/** @param tx of the change that keeps the snapshot */
export async function closeTasks(
  tx: Repositories,
  ctx: Context,
  connection: Connection,
  snapshot: Snapshot,
): Promise<void> {
  for (const task of await tx.provisioning.tasks(connection.id, 'open'))
    if (showsDone(task, snapshot)) await close(tx, ctx, connection.id, task, snapshot.readingId)
}

/** Whoever has back what was taken is not to be shut out any more. */
export async function dropTasksOf(
  tx: Repositories,
  ctx: Context,
  connectionId: string,
  userId: string,
): Promise<void> {
  for (const task of await tx.provisioning.tasks(connectionId, 'open'))
    if (task.userId === userId && task.kind === 'deactivate')
      await close(tx, ctx, connectionId, task, null)
}

async function close(
  tx: Repositories,
  ctx: Context,
  connectionId: string,
  task: StoredTask,
  shownBy: string | null,
): Promise<void> {
  const { provisioning } = tx
  if (shownBy === null) await provisioning.dropTask(task.id)
  else await provisioning.closeTask(task.id, shownBy, ctx.world.now())
  await recordChange(tx, ctx, {
    action: shownBy === null ? 'people.task_needless' : 'people.task_done',
    targetKind: 'portal_user',
    targetId: task.userId ?? task.email,
    targetName: task.email,
    connectionId,
    before: { task: task.kind, openedAt: task.openedAt.toISOString() },
    after: { task: task.kind, shownBy },
  })
}
