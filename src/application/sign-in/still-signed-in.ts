import { standingOf } from '../../domain/sign-in/session.ts'
import type { Context } from '../context.ts'

/**
 * Whether who began something long (a stream of live events) may go on: their session, key or
 * authorisation still stands, and they are still who they were. Asked every so often by what
 * outlives a request; asking keeps no session alive.
 */
export async function stillSignedIn(ctx: Context): Promise<boolean> {
  const { actor } = ctx
  if (actor.kind !== 'principal') return actor.kind === 'operator'
  const picture = await ctx.pictures.current()
  const principal = picture.principal(actor.principalId)
  if (principal?.state !== 'active' || principal.role !== actor.role) return false
  const now = ctx.world.now()
  if (actor.means.kind === 'session') {
    const session = await ctx.store.read.signIn.sessions.get(actor.means.id)
    return session !== undefined && standingOf(session, now) === 'live'
  }
  if (actor.means.kind !== 'key') return false
  const key = picture.keyById(actor.means.id)
  return key !== undefined && !key.revokedAt && !(key.expiresAt && key.expiresAt <= now)
}
