/** Begins sessions. The only place where one is made. */
import type { Principal } from '../../domain/access/entities.ts'
import { browserName } from '../../domain/sign-in/browser-name.ts'
import { ABSOLUTE_MS, type Session, type WayIn } from '../../domain/sign-in/session.ts'
import { recordChange } from '../change.ts'
import { newId, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { actorOf, type SignedIn } from './authenticate.ts'
import { recordEnded } from './end-sign-in.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { newSecret } from './secret.ts'
import type { Visit } from './visit.ts'

export interface SessionStart {
  readonly visit: Visit
  readonly principal: Principal
  readonly way: WayIn
  readonly providerId?: string
  /** When they proved who they are, where that was just now. */
  readonly steppedUpAt: Date | null
}

/** A session and the one copy of its secret, for the cookie. */
export interface StartedSession extends SignedIn {
  readonly secret: Redacted<string>
}

/** The session that this browser had before ends: its secret is worth nothing from here on. */
export async function startSession(
  tx: Repositories,
  ctx: Context,
  { visit, principal, way, providerId, steppedUpAt }: SessionStart,
): Promise<StartedSession> {
  const now = ctx.world.now()
  const { text, hash } = newSecret(ctx)
  const session: Session = {
    id: newId(ctx.world, 'session'),
    principalId: principal.id,
    name: browserName(visit.agent),
    address: visit.address,
    way,
    providerId: providerId ?? null,
    createdAt: now,
    seenAt: now,
    steppedUpAt,
    expiresAt: new Date(now.getTime() + ABSOLUTE_MS),
    endedAt: null,
  }
  await replaceEarlier(tx, ctx, visit, now)
  await tx.signIn.sessions.insert(session, hash)
  const started = { session, principal }
  await recordChange(
    tx,
    { ...ctx, actor: actorOf(started, now) },
    {
      action: 'session.create',
      targetKind: 'session',
      targetId: session.id,
      targetName: `${session.name} of ${principal.email ?? principal.name}`,
      before: null,
      after: {
        way: { ...way },
        address: session.address,
        expiresAt: session.expiresAt.toISOString(),
      },
    },
  )
  return { ...started, secret: text }
}

async function replaceEarlier(
  tx: Repositories,
  ctx: Context,
  { session: secret }: Visit,
  now: Date,
): Promise<void> {
  const earlier = secret === null ? undefined : await tx.signIn.sessions.findBySecret(secret)
  if (secret === null || earlier?.kind !== 'current' || earlier.session.endedAt) return
  const { id, principalId } = earlier.session
  await tx.signIn.sessions.replace(id, secret, now)
  await recordEnded(tx, ctx, principalId, [id], 'signed in anew')
}
