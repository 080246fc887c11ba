/**
 * What every verb that changes something does around its own work: one transaction, its audit
 * record inside it, and this process acting on the change before the caller hears of it.
 */
import type { ChangeEvent } from '../domain/audit/event.ts'
import { newId, type Context } from './context.ts'
import type { Repositories } from './ports.ts'

/**
 * Runs `work` in one transaction, then reads the access picture again, so that an answer means:
 * this process already acts on it. Where the second step fails the change stands, and the other
 * processes have it within a second all the same.
 */
export async function inChange<T>(
  ctx: Context,
  work: (tx: Repositories) => Promise<T>,
): Promise<T> {
  const outcome = await ctx.store.transaction(work)
  await ctx.pictures.refresh()
  return outcome
}

export type Change = Pick<
  ChangeEvent,
  'action' | 'targetKind' | 'targetId' | 'targetName' | 'before' | 'after'
> & { readonly connectionId?: string | null }

/** Writes who changed what, in the transaction that changes it. */
export async function recordChange(tx: Repositories, ctx: Context, change: Change): Promise<void> {
  const { actor } = ctx
  const who = actor.kind === 'principal' ? actor : undefined
  await tx.audit.append({
    type: 'change',
    version: 1,
    id: newId(ctx.world, 'change'),
    at: ctx.world.now().toISOString(),
    door: ctx.door,
    principalId: who?.principalId ?? null,
    principalName: actor.kind === 'job' ? `job ${actor.name}` : (who?.principalName ?? null),
    authenticatedBy: who?.means.id ?? null,
    action: change.action,
    targetKind: change.targetKind,
    targetId: change.targetId,
    targetName: change.targetName,
    connectionId: change.connectionId ?? null,
    before: change.before,
    after: change.after,
  })
}
