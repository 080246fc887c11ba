/** Browser sessions and the secrets that were replaced. No secret is here, only hashes. */
import type { SessionRepository } from '../../../application/sign-in/ports.ts'
import type { Session } from '../../../domain/sign-in/session.ts'
import type { Database } from '../pool.ts'
import { bytes } from '../sealed-columns.ts'

/** How long an ended session is still told from one that never was. */
const KEPT_MS = 7 * 24 * 60 * 60_000

export function sessionRepository(db: Database): SessionRepository {
  const all = () => db.selectFrom('browser_session').select(COLUMNS)
  const end = async (id: string, at: Date): Promise<boolean> => {
    const { numUpdatedRows } = await db
      .updateTable('browser_session')
      .set({ ended_at: at })
      .where('id', '=', id)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    return numUpdatedRows === 1n
  }
  const keepReplaced = async (id: string, secret: string, at: Date): Promise<void> => {
    await db
      .insertInto('replaced_session_secret')
      .values({ secret_hash: bytes(secret), session_id: id, replaced_at: at, replayed_at: null })
      // A step-up and a sign-in at the same moment replace the same secret.
      .onConflict((already) => already.doNothing())
      .execute()
  }
  return {
    async findBySecret(hash) {
      const current = await all().where('secret_hash', '=', bytes(hash)).executeTakeFirst()
      if (current && !current.endedAt) return { kind: 'current', session: sessionOf(current) }
      const replaced = await all()
        .innerJoin('replaced_session_secret as old', 'old.session_id', 'browser_session.id')
        .where('old.secret_hash', '=', bytes(hash))
        .executeTakeFirst()
      if (replaced) return { kind: 'replaced', session: sessionOf(replaced) }
      return current && { kind: 'current', session: sessionOf(current) }
    },
    async get(id) {
      const found = await all().where('id', '=', id).executeTakeFirst()
      return found && sessionOf(found)
    },
    async list(now, principalId) {
      let query = all().where('ended_at', 'is', null).where('expires_at', '>', now)
      if (principalId !== undefined) query = query.where('principal_id', '=', principalId)
      return (await query.orderBy('created_at', 'desc').orderBy('id').execute()).map(sessionOf)
    },
    async insert(session, secret) {
      const longAgo = new Date(session.createdAt.getTime() - KEPT_MS)
      await db.deleteFrom('browser_session').where('expires_at', '<', longAgo).execute()
      await db
        .insertInto('browser_session')
        .values({ ...rowOf(session), secret_hash: bytes(secret) })
        .execute()
    },
    async touch(id, at) {
      await db
        .updateTable('browser_session')
        .set({ seen_at: at })
        .where('id', '=', id)
        .where('seen_at', '<', at)
        .where('ended_at', 'is', null)
        .execute()
    },
    async rotate(id, from, to, at, steppedUpAt) {
      const { numUpdatedRows } = await db
        .updateTable('browser_session')
        .set({ secret_hash: bytes(to), stepped_up_at: steppedUpAt, seen_at: at })
        .where('id', '=', id)
        .where('secret_hash', '=', bytes(from))
        .where('ended_at', 'is', null)
        .executeTakeFirst()
      if (numUpdatedRows !== 1n) return false
      await keepReplaced(id, from, at)
      return true
    },
    async replace(id, secret, at) {
      if (await end(id, at)) await keepReplaced(id, secret, at)
    },
    async noteReplay(hash, at) {
      const { numUpdatedRows } = await db
        .updateTable('replaced_session_secret')
        .set({ replayed_at: at })
        .where('secret_hash', '=', bytes(hash))
        .where('replayed_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    end,
    async endAll(of, at, except) {
      let query = db
        .updateTable('browser_session')
        .set({ ended_at: at })
        .where('ended_at', 'is', null)
      query =
        'principalId' in of
          ? query.where('principal_id', '=', of.principalId)
          : query.where('provider_id', '=', of.providerId)
      if (except !== undefined) query = query.where('id', '<>', except)
      return (await query.returning('id').execute()).map(({ id }) => id)
    },
  }
}

const COLUMNS = [
  'browser_session.id',
  'principal_id as principalId',
  'name',
  'address',
  'way_kind as wayKind',
  'way_name as wayName',
  'provider_id as providerId',
  'created_at as createdAt',
  'seen_at as seenAt',
  'stepped_up_at as steppedUpAt',
  'expires_at as expiresAt',
  'ended_at as endedAt',
] as const

type Row = Omit<Session, 'way'> & { wayKind: Session['way']['kind']; wayName: string }

const sessionOf = ({ wayKind, wayName, ...rest }: Row): Session => ({
  ...rest,
  way: { kind: wayKind, name: wayName },
})

const rowOf = (session: Session) => ({
  id: session.id,
  principal_id: session.principalId,
  name: session.name,
  address: session.address,
  way_kind: session.way.kind,
  way_name: session.way.name,
  provider_id: session.providerId,
  created_at: session.createdAt,
  seen_at: session.seenAt,
  stepped_up_at: session.steppedUpAt,
  expires_at: session.expiresAt,
  ended_at: session.endedAt,
})
