/** Who is to be reminded, and who was. */
import { sql } from 'kysely'
import type { EndedException, ReviewRepository } from '../../../application/review/ports.ts'
import type { Database } from '../pool.ts'

type Queries = Pick<ReviewRepository, 'noteReminded' | 'exceptionsOver'>

/** So many at once: what is left comes with the next turn. */
const MOST = 5_000

export const reminderQueries = (db: Database): Queries => ({
  async noteReminded(reviewId, principalIds, stage, at) {
    if (principalIds.length === 0) return []
    const rows = await db
      .insertInto('review_reminder')
      .values(principalIds.map((id) => ({ review_id: reviewId, principal_id: id, stage, at })))
      .onConflict((clash) => clash.doNothing())
      .returning('principal_id')
      .execute()
    return rows.map((row) => row.principal_id)
  },
  async exceptionsOver(now) {
    const { rows } = await sql<EndedException>`
      select r.review_id as "reviewId", r.no, d.version, r.reviewer_id as "reviewerId"
      from review_row r
      join review v on v.id = r.review_id and v.state <> 'cancelled'
      join review_decision d
        on d.review_id = r.review_id and d.no = r.no and d.version = r.decided
      where d.kind = 'exception' and (d.decision ->> 'until')::timestamptz <= ${now}
        and not exists (
          select from review_reminder m where m.review_id = r.review_id
            and m.principal_id = r.reviewer_id
            and m.stage = 'exception:' || r.no || ':' || d.version)
      order by r.review_id, r.no limit ${MOST}`.execute(db)
    return rows
  },
})
