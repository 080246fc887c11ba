/** What follows from an item that ended well: who is on the way out, and what waits for a person. */
import { DONE, type Outcome } from '../../../domain/people/apply/outcome.ts'
import type { PlanItem } from '../../../domain/people/plan/plan.ts'
import { newId, type Context } from '../../context.ts'
import type { Repositories } from '../../ports.ts'
import { endOfLeaver, followRequest, priorOfLeaver } from '../requests/follow-request.ts'
import { dropTasksOf } from './close-tasks.ts'

export async function followOutcome(
  tx: Repositories,
  ctx: Context,
  { planId, connectionId }: { readonly planId: string; readonly connectionId: string },
  item: PlanItem,
  outcome: Outcome,
): Promise<void> {
  await followRequest(tx, ctx, planId, item, outcome)
  if (!DONE.has(outcome.ending)) return
  const at = ctx.world.now()
  const { provisioning } = tx
  const userId = item.userId ?? ''
  switch (item.act) {
    case 'flag':
      if (item.before)
        await provisioning.saveLeaving(connectionId, {
          userId,
          email: item.email,
          desire: item.desire,
          prior: await priorOfLeaver(tx, connectionId, userId, item.before),
          flaggedAt: at,
          stripped: null,
        })
      return
    case 'strip': {
      await endOfLeaver(tx, ctx, connectionId, userId)
      const leaving = (await provisioning.leaving(connectionId)).get(userId)
      if (leaving && item.after)
        await provisioning.saveLeaving(connectionId, {
          ...leaving,
          stripped: { at, state: item.after },
        })
      return
    }
    case 'restore':
      // What was given for a while goes back, and whoever has it may leave all the same.
      if (item.desire.source === 'request') return
      await dropTasksOf(tx, ctx, connectionId, userId)
      return provisioning.endLeaving(connectionId, userId)
    case 'remove':
      await endOfLeaver(tx, ctx, connectionId, userId)
      return provisioning.endLeaving(connectionId, userId)
    case 'task':
      if (item.task)
        await provisioning.openTask(connectionId, {
          id: newId(ctx.world, 'provisioning_task'),
          planId,
          kind: item.task.kind,
          userId: item.userId,
          email: item.email,
          wanted: item.task.wanted,
          after: item.after,
          reason: item.reason,
          openedAt: at,
          closedAt: null,
          closedByReading: null,
        })
      return
    case 'create':
    case 'change':
    case 'reassign':
      return
  }
}
