/** Sessions: listed and ended. An ended one is refused by the very next request. */
import { HubwardError } from '../../domain/errors.ts'
import { standingOf, type Session } from '../../domain/sign-in/session.ts'
import { findPrincipal } from '../access/find.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import { actorOf, authenticate } from './authenticate.ts'
import { demandPerson } from './demand-person.ts'
import { recordEnded } from './end-sign-in.ts'
import type { Visit } from './visit.ts'
import { demandOwnOrSecure, isSelf, whoseToRead } from './whose.ts'

/** Live ones, newest first. `*` means everybody's. */
export async function listSessions(
  ctx: Context,
  { principal }: { principal?: string | undefined },
): Promise<Session[]> {
  const now = ctx.world.now()
  const { sessions } = ctx.store.read.signIn
  if (principal === '*') authorise(ctx, 'read', 'session.list')
  const found = await (principal === '*'
    ? sessions.list(now)
    : sessions.list(now, await whoseToRead(ctx, 'session.list', principal)))
  return found.filter((session) => standingOf(session, now) === 'live')
}

/** One's own, or anybody's for those who keep sign-in. Idempotent. */
export async function endSession(
  ctx: Context,
  { session: id }: { session: string },
): Promise<void> {
  const person = demandPerson(ctx)
  await ctx.store.aside(async (tx) => {
    const session = await tx.signIn.sessions.get(id)
    if (!session || (person.role === 'member' && !isSelf(ctx, session.principalId)))
      throw new HubwardError('resource.not_found', `There is no session "${id}".`)
    demandOwnOrSecure(ctx, 'session.end', session.principalId)
    if (await tx.signIn.sessions.end(id, ctx.world.now()))
      await recordEnded(tx, ctx, session.principalId, [id], 'ended')
  })
}

/**
 * All of a person but the one that asks.
 *
 * @returns how many ended
 */
export async function endSessions(
  ctx: Context,
  { principal }: { principal?: string | undefined },
): Promise<number> {
  const person = demandPerson(ctx)
  // Before anybody is looked up, so that nobody learns here who is a member.
  demandOwnOrSecure(ctx, 'session.end', principal ?? person.principalId)
  const id =
    principal === undefined
      ? person.principalId
      : (await findPrincipal(ctx.store.read, principal)).id
  return ctx.store.aside(async (tx) => {
    const ended = await tx.signIn.sessions.endAll(
      { principalId: id },
      ctx.world.now(),
      person.means.id,
    )
    await recordEnded(tx, ctx, id, ended, 'ended')
    return ended.length
  })
}

/** Ends the session of this browser; where there is none, it is done already. */
export async function signOut(ctx: Context, visit: Visit): Promise<void> {
  const signedIn = await authenticate(ctx, visit)
  if (!signedIn.ok) return
  const { session, principal } = signedIn.value
  const now = ctx.world.now()
  await ctx.store.aside(async (tx) => {
    if (!(await tx.signIn.sessions.end(session.id, now))) return
    await recordChange(
      tx,
      { ...ctx, actor: actorOf(signedIn.value, now) },
      {
        action: 'session.end',
        targetKind: 'session',
        targetId: session.id,
        targetName: `${session.name} of ${principal.email ?? principal.name}`,
        before: null,
        after: { why: 'signed out' },
      },
    )
  })
}
