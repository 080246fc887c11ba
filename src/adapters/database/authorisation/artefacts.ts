/**
 * Codes, refresh tokens and pages under way, by the hash of their id. Each step is one statement
 * and so atomic by itself. Times that decide whether a use is a repetition are the database's,
 * since several processes take part.
 */
import { sql } from 'kysely'
import type { Artefacts } from '../../../application/authorisation/ports.ts'
import type { Database } from '../pool.ts'

/** Expired rows that one new row clears away: more than one request makes. */
const CLEARED = 20

export function createArtefacts(db: Database): Artefacts {
  return {
    async put(kind, idHash, { payload, grantId, expiresAt }, replaces) {
      await sql`
        with cleared as (
          delete from issued_artefact where ctid = any (array(
            select ctid from issued_artefact where expires_at < now()
            limit ${sql.lit(CLEARED)} for update skip locked))
        ), consumed as (
          update issued_artefact set consumed_at = now()
            where kind = ${kind} and id_hash = ${replaces ?? null} and consumed_at is null
        )
        insert into issued_artefact (kind, id_hash, grant_id, payload, expires_at)
        values (${kind}, ${idHash}, ${grantId}, ${JSON.stringify(payload)}, ${expiresAt})
        on conflict (kind, id_hash) do update set
          grant_id = excluded.grant_id, payload = excluded.payload, expires_at = excluded.expires_at
      `.execute(db)
    },
    async find(kind, idHash, graceSeconds) {
      const found = await db
        .selectFrom('issued_artefact')
        .select([
          'payload',
          'grant_id as grantId',
          'expires_at as expiresAt',
          sql<boolean>`coalesce(consumed_at <= now() - make_interval(secs => ${graceSeconds}), false)`.as(
            'spent',
          ),
        ])
        .where('kind', '=', kind)
        .where('id_hash', '=', idHash)
        .executeTakeFirst()
      return found
    },
    async consume(kind, idHash) {
      // Two at once queue on the row; the second then finds it consumed.
      const first = await db
        .updateTable('issued_artefact')
        .set({ consumed_at: sql`now()` })
        .where('kind', '=', kind)
        .where('id_hash', '=', idHash)
        .where('consumed_at', 'is', null)
        .executeTakeFirst()
      if (first.numUpdatedRows === 1n) return true
      return (await this.find(kind, idHash, 0)) ? false : undefined
    },
    async remove(kind, idHash) {
      await db
        .deleteFrom('issued_artefact')
        .where('kind', '=', kind)
        .where('id_hash', '=', idHash)
        .execute()
    },
    async removeOfGrant(grantId) {
      await db.deleteFrom('issued_artefact').where('grant_id', '=', grantId).execute()
    },
  }
}
