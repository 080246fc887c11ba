/**
 * Tells whose browser it is from the session's secret. Read from the database each time, so that an
 * ended session is refused by the very next request on every replica.
 */
import type { Principal } from '../../domain/access/entities.ts'
import { HubwardError } from '../../domain/errors.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import {
  standingOf,
  steppedUpUntil,
  touchIsDue,
  type Session,
} from '../../domain/sign-in/session.ts'
import { recordChange } from '../change.ts'
import type { Actor, Services } from '../context.ts'
import type { Visit } from './visit.ts'

export interface SignedIn {
  readonly session: Session
  readonly principal: Principal
}

export type SessionRefusal = 'expired' | 'revoked' | 'replayed' | 'unknown'

/** @throws HubwardError `access.picture_stale` */
export async function authenticate(
  services: Services,
  visit: Visit,
): Promise<Result<SignedIn, SessionRefusal>> {
  const { store, world } = services
  if (visit.session === null) return err('unknown')
  const found = await store.read.signIn.sessions.findBySecret(visit.session)
  if (!found) return err('unknown')
  const { session } = found
  if (found.kind === 'replaced') {
    await noteReplay(services, visit, session)
    return err('replayed')
  }
  const now = world.now()
  const standing = standingOf(session, now)
  if (standing !== 'live') return err(standing)
  const principal = await personOf(services, session.principalId)
  if (principal?.state !== 'active') return err('revoked')
  if (visit.unattended || !touchIsDue(session, now)) return ok({ session, principal })
  await store.read.signIn.sessions.touch(session.id, now)
  return ok({ session: { ...session, seenAt: now }, principal })
}

/**
 * As this process's picture has them; who is newer than the picture is read from the database, so
 * that who joined through one replica is known to the next at once.
 *
 * @throws HubwardError `access.picture_stale`
 */
export const personOf = async (
  { pictures, store }: Services,
  id: string,
): Promise<Principal | undefined> =>
  (await pictures.current()).principal(id) ?? (await store.read.principals.get(id))

/** The first replay of each secret is recorded; more of the same would only fill the audit. */
async function noteReplay(services: Services, visit: Visit, session: Session): Promise<void> {
  const { store, world, pictures } = services
  const person = (await pictures.current()).principal(session.principalId)
  await store.aside(async (tx) => {
    if (!(await tx.signIn.sessions.noteReplay(visit.session ?? '', world.now()))) return
    await recordChange(
      tx,
      { ...services, actor: { kind: 'anonymous' }, door: 'admin' },
      {
        action: 'session.replayed',
        targetKind: 'session',
        targetId: session.id,
        targetName: `${session.name} of ${person?.email ?? session.principalId}`,
        before: null,
        after: { principalId: session.principalId, address: visit.address },
      },
    )
  })
}

export const actorOf = ({ session, principal }: SignedIn, now: Date): Actor => ({
  kind: 'principal',
  principalId: principal.id,
  principalName: principal.name,
  role: principal.role,
  means: { kind: 'session', id: session.id, name: session.name, expiresAt: session.expiresAt },
  steppedUpUntil: steppedUpUntil(session, now),
})

/** The refusal in words, for requests that need a session. */
export const sessionRefused = (why: SessionRefusal): HubwardError =>
  why === 'replayed'
    ? new HubwardError(
        'auth.session_replayed',
        'This session cookie was replaced by a newer one. Repeat the request, or sign in again.',
      )
    : new HubwardError('auth.session_ended', 'Your session has ended. Sign in again.')
