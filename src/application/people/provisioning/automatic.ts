/** Whether what identity providers wish of a portal is carried out without a person. Off unless switched on. */
import { findConnection } from '../../access/find.ts'
import { recordChange } from '../../change.ts'
import { authorise, type Context } from '../../context.ts'
import { demandStepUp } from '../../sign-in/demand-step-up.ts'
import { demandPersonToApprove, doerOf } from './doer-of.ts'
import type { Automatic } from './ports.ts'

/** @returns `null`: it is off. @throws HubwardError `connection.not_found` */
export async function showAutomatic(
  ctx: Context,
  input: { readonly connection: string },
): Promise<Automatic | null> {
  authorise(ctx, 'read', 'people.automatic')
  const { id } = await findConnection(ctx.store.read, input.connection)
  return ctx.store.read.provisioning.automatic(id)
}

/** Idempotent. @throws HubwardError `connection.not_found`, `auth.step_up_required` */
export async function setAutomatic(
  ctx: Context,
  input: { readonly connection: string; readonly on: boolean },
): Promise<Automatic | null> {
  authorise(ctx, 'approve', 'people.automatic')
  demandPersonToApprove(ctx)
  demandStepUp(ctx)
  const connection = await findConnection(ctx.store.read, input.connection)
  const after = input.on ? { by: doerOf(ctx), at: ctx.world.now() } : null
  await ctx.store.aside(async (tx) => {
    await tx.people.lock(connection.id)
    const before = await tx.provisioning.automatic(connection.id)
    if ((before !== null) === input.on) return
    await tx.provisioning.saveAutomatic(connection.id, after)
    await recordChange(tx, ctx, {
      action: 'people.automatic',
      targetKind: 'connection',
      targetId: connection.id,
      targetName: connection.name,
      connectionId: connection.id,
      before: { automatic: before !== null },
      after: { automatic: input.on },
    })
  })
  return ctx.store.read.provisioning.automatic(connection.id)
}
