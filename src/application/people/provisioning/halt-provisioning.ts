import { findConnection } from '../../access/find.ts'
import { recordChange } from '../../change.ts'
import { authorise, type Context } from '../../context.ts'
import { doerOf } from './doer-of.ts'

export interface HaltProvisioning {
  readonly connection: string
}

/**
 * Stops all writing to a portal's users at once: a run under way ends before its next write.
 * Idempotent. @throws HubwardError `connection.not_found`
 */
export async function haltProvisioning(
  ctx: Context,
  input: HaltProvisioning,
): Promise<{ readonly halted: boolean }> {
  authorise(ctx, 'operate', 'people.halt')
  return turn(ctx, input, true)
}

/** Lets plans be applied again. @throws HubwardError `connection.not_found` */
export async function resumeProvisioning(
  ctx: Context,
  input: HaltProvisioning,
): Promise<{ readonly halted: boolean }> {
  authorise(ctx, 'approve', 'people.resume')
  return turn(ctx, input, false)
}

async function turn(
  ctx: Context,
  input: HaltProvisioning,
  halted: boolean,
): Promise<{ readonly halted: boolean }> {
  const connection = await findConnection(ctx.store.read, input.connection)
  await ctx.store.aside(async (tx) => {
    const before = await tx.provisioning.halted(connection.id)
    if (before === halted) return
    if (halted) await tx.provisioning.halt(connection.id, doerOf(ctx).name, ctx.world.now())
    else await tx.provisioning.resume(connection.id)
    await recordChange(tx, ctx, {
      action: halted ? 'people.halt' : 'people.resume',
      targetKind: 'connection',
      targetId: connection.id,
      targetName: connection.name,
      connectionId: connection.id,
      before: { halted: before },
      after: { halted },
    })
  })
  return { halted }
}
