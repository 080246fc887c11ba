/** What about a portal's users deserves a look, and that somebody has looked. */
import { HubwardError } from '../../domain/errors.ts'
import { findConnection } from '../access/find.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { AlertCount, StoredAlert } from './ports.ts'
import { actorsOf } from './show-users.ts'

const SHOWN = 500

export interface ShownAlerts {
  /** Newest first; at most 500. */
  readonly items: readonly StoredAlert[]
  /** Of all that are open. */
  readonly counts: readonly AlertCount[]
  readonly names: ReadonlyMap<string, string>
}

/** The open ones. @throws HubwardError `connection.not_found` */
export async function listAlerts(
  ctx: Context,
  input: { readonly connection: string },
): Promise<ShownAlerts> {
  authorise(ctx, 'read', 'people.alerts')
  const { read } = ctx.store
  const { id } = await findConnection(read, input.connection)
  const items = await read.people.alerts(id, { open: true, limit: SHOWN })
  const counts = await read.people.alertCounts(id)
  return { items, counts, names: await actorsOf(ctx, id) }
}

/**
 * Says that somebody has looked. What is still so at the next reading opens again, but for a new super
 * admin, of whom one is told once.
 *
 * @throws HubwardError `connection.not_found`, `resource.not_found`
 */
export async function closeAlert(
  ctx: Context,
  input: { readonly connection: string; readonly alert: number },
): Promise<void> {
  authorise(ctx, 'operate', 'people.close_alert')
  const connection = await findConnection(ctx.store.read, input.connection)
  const by = ctx.actor.kind === 'principal' ? ctx.actor.principalName : 'operator'
  await ctx.store.aside(async (tx) => {
    if (!(await tx.people.closeAlert(connection.id, input.alert, by, ctx.world.now())))
      throw new HubwardError('resource.not_found', 'There is no such open alert.')
    await recordChange(tx, ctx, {
      action: 'people.close_alert',
      targetKind: 'connection',
      targetId: connection.id,
      targetName: connection.name,
      connectionId: connection.id,
      before: null,
      after: { alert: input.alert },
    })
  })
}
