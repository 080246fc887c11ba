import type { CallEvent } from '../../domain/audit/event.ts'
import type { Context } from '../context.ts'

/**
 * The last call that the asker made through a door, whatever came of it. It needs no role: it is
 * about oneself. Nothing for the operator, who is nobody.
 */
export async function showOwnLastCall(
  ctx: Context,
): Promise<{ readonly sequence: number; readonly event: CallEvent } | undefined> {
  const { actor } = ctx
  return actor.kind === 'principal' ? ctx.activity.lastCallOf(actor.principalId) : undefined
}
