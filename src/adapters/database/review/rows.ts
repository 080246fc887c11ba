/** The rows of reviews and what was decided of them. Whole campaigns go over as one JSON text each. */
import { sql, type SelectQueryBuilder, type Selectable } from 'kysely'
import type { ReviewRepository, RowFilter } from '../../../application/review/ports.ts'
import type { KeptDecision } from '../../../domain/review/decision.ts'
import type { DecidedRow } from '../../../domain/review/gaps.ts'
import type { ReviewRow } from '../../../domain/review/review.ts'
import type { Database } from '../pool.ts'
import type { ReviewSchema } from './schema.ts'

type Queries = Pick<
  ReviewRepository,
  | 'insertRows'
  | 'rows'
  | 'allRows'
  | 'rowsForUpdate'
  | 'counts'
  | 'decide'
  | 'decisions'
  | 'lastDecidedAt'
  | 'reassign'
  | 'reassignments'
>

export function rowQueries(db: Database): Queries {
  const decidedRows = (reviewId: string) =>
    db
      .selectFrom('review_row as r')
      .leftJoin('review_decision as d', (join) =>
        join
          .onRef('d.review_id', '=', 'r.review_id')
          .onRef('d.no', '=', 'r.no')
          .onRef('d.version', '=', 'r.decided'),
      )
      .selectAll('r')
      .select(['d.decision', 'd.by_id', 'd.by_name', 'd.at', 'd.bulk', 'd.seconds', 'd.pace'])
      .where('r.review_id', '=', reviewId)
  return {
    async insertRows(reviewId, rows) {
      await sql`
        insert into review_row (review_id, no, connection_id, user_id, email, name, privileged,
          access, subjects, reviewer_id, reviewer_name, assigned_as, assigned_at)
        select ${reviewId}, r.no, r."connectionId", r."userId", r.email, r.name, r.privileged,
          r.access, r.subjects, r.reviewer ->> 'id', r.reviewer ->> 'name', r."assignedAs", r."assignedAt"
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (no integer,
          "connectionId" text, "userId" text, email text, name text, privileged boolean,
          access jsonb, subjects jsonb, reviewer jsonb, "assignedAs" text, "assignedAt" timestamptz)`.execute(
        db,
      )
    },
    async rows(reviewId, filter, { limit, after }) {
      const counted = await filtered(
        db
          .selectFrom('review_row as r')
          .leftJoin('review_decision as d', (join) =>
            join
              .onRef('d.review_id', '=', 'r.review_id')
              .onRef('d.no', '=', 'r.no')
              .onRef('d.version', '=', 'r.decided'),
          ),
        filter,
      )
        .select((on) => on.fn.countAll<number>().as('total'))
        .where('r.review_id', '=', reviewId)
        .executeTakeFirstOrThrow()
      const rows = await filtered(decidedRows(reviewId), filter)
        .where('r.no', '>', after)
        .orderBy('r.no')
        .limit(limit)
        .execute()
      return { items: rows.map(decidedOf), total: counted.total }
    },
    allRows: async (reviewId) =>
      (await decidedRows(reviewId).orderBy('r.no').execute()).map(decidedOf),
    async rowsForUpdate(reviewId, nos) {
      const these = sql<number>`any(${[...nos]}::integer[])`
      // Locked first and read then: a statement that waited would join the decision of before its wait.
      await db
        .selectFrom('review_row as r')
        .select('r.no')
        .where('r.review_id', '=', reviewId)
        .where('r.no', '=', these)
        .orderBy('r.no')
        .forUpdate()
        .execute()
      const rows = await decidedRows(reviewId).where('r.no', '=', these).orderBy('r.no').execute()
      return rows.map(decidedOf)
    },
    async counts(reviewId) {
      const rows = await db
        .selectFrom('review_row')
        .select(['reviewer_id', 'reviewer_name'])
        .select((on) => [
          on.fn.countAll<number>().as('rows'),
          on.fn.count<number>('decided').as('decided'),
        ])
        .where('review_id', '=', reviewId)
        .groupBy(['reviewer_id', 'reviewer_name'])
        .orderBy('reviewer_name')
        .orderBy('reviewer_id')
        .execute()
      return rows.map((row) => ({
        reviewer: { id: row.reviewer_id, name: row.reviewer_name },
        rows: row.rows,
        decided: row.decided,
      }))
    },
    async decide(reviewId, decisions) {
      const text = JSON.stringify(
        decisions.map(({ by, ...one }) => ({ ...one, by_id: by.id, by_name: by.name })),
      )
      await sql`
        with given as (
          select * from jsonb_to_recordset(${text}::jsonb) as g (no integer, version integer,
            decision jsonb, by_id text, by_name text, at timestamptz, bulk integer,
            seconds integer, pace integer)),
        counting as (
          update review_row r set decided = g.version from given g
          where r.review_id = ${reviewId} and r.no = g.no)
        insert into review_decision
          (review_id, no, version, kind, decision, by_id, by_name, at, bulk, seconds, pace)
        select ${reviewId}, no, version, decision ->> 'kind', decision, by_id, by_name, at, bulk,
          seconds, pace
        from given`.execute(db)
    },
    async decisions(reviewId, no) {
      const rows = await db
        .selectFrom('review_decision')
        .selectAll()
        .where('review_id', '=', reviewId)
        .$if(no !== undefined, (query) => query.where('no', '=', no!))
        .orderBy('no')
        .orderBy('version')
        .execute()
      return rows.map(keptOf)
    },
    async lastDecidedAt(reviewId, principalId) {
      const row = await db
        .selectFrom('review_decision')
        .select('at')
        .where('review_id', '=', reviewId)
        .where('by_id', '=', principalId)
        .orderBy('at', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.at
    },
    async reassign(reviewId, rows, { to, by, reason, at }) {
      await db
        .insertInto('review_assignment')
        .values(
          rows.map(({ no, from }) => ({
            review_id: reviewId,
            no,
            from_id: from.id,
            from_name: from.name,
            to_id: to.id,
            to_name: to.name,
            by_id: by.id,
            by_name: by.name,
            reason,
            at,
          })),
        )
        .execute()
      await db
        .updateTable('review_row')
        .set({
          reviewer_id: to.id,
          reviewer_name: to.name,
          assigned_as: 'reassigned',
          assigned_at: at,
        })
        .where('review_id', '=', reviewId)
        .where('no', '=', sql<number>`any(${rows.map(({ no }) => no)}::integer[])`)
        .execute()
    },
    async reassignments(reviewId) {
      const rows = await db
        .selectFrom('review_assignment')
        .selectAll()
        .where('review_id', '=', reviewId)
        .orderBy('id')
        .execute()
      return rows.map((row) => ({
        no: row.no,
        from: { id: row.from_id, name: row.from_name },
        to: { id: row.to_id, name: row.to_name },
        by: { id: row.by_id, name: row.by_name },
        reason: row.reason,
        at: row.at,
      }))
    },
  }
}

type Joined = ReviewSchema & {
  r: ReviewSchema['review_row']
  d: { [C in keyof ReviewSchema['review_decision']]: ReviewSchema['review_decision'][C] | null }
}

function filtered<O>(
  query: SelectQueryBuilder<Joined, 'r' | 'd', O>,
  { reviewerId, connectionId, decided, privileged, search }: RowFilter,
): SelectQueryBuilder<Joined, 'r' | 'd', O> {
  const like = search === undefined ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
  return query
    .$if(reviewerId !== undefined, (all) => all.where('r.reviewer_id', '=', reviewerId!))
    .$if(connectionId !== undefined, (all) => all.where('r.connection_id', '=', connectionId!))
    .$if(privileged !== undefined, (all) => all.where('r.privileged', '=', privileged!))
    .$if(decided === 'none', (all) => all.where('r.decided', 'is', null))
    .$if(decided !== undefined && decided !== 'none', (all) =>
      all.where(sql<boolean>`d.kind = ${decided}`),
    )
    .$if(like !== null, (all) =>
      all.where((on) => on.or([on('r.name', 'ilike', like), on('r.email', 'ilike', like)])),
    )
}

type DecisionRow = Selectable<ReviewSchema['review_decision']>
type DecisionPart = {
  [C in 'decision' | 'by_id' | 'by_name' | 'at' | 'bulk' | 'seconds' | 'pace']:
    DecisionRow[C] | null
}

function decidedOf(row: Selectable<ReviewSchema['review_row']> & DecisionPart): DecidedRow {
  const { no, decided, decision, by_id, by_name, at, bulk, seconds, pace } = row
  const isDecided = decided !== null && decision && by_id !== null && by_name !== null && at
  return {
    row: reviewRowOf(row),
    decided: isDecided
      ? {
          no,
          version: decided,
          decision,
          by: { id: by_id, name: by_name },
          at,
          bulk,
          seconds,
          pace,
        }
      : null,
  }
}

const reviewRowOf = (row: Selectable<ReviewSchema['review_row']>): ReviewRow => ({
  no: row.no,
  connectionId: row.connection_id,
  userId: row.user_id,
  email: row.email,
  name: row.name,
  privileged: row.privileged,
  access: row.access,
  subjects: row.subjects,
  reviewer: { id: row.reviewer_id, name: row.reviewer_name },
  assignedAs: row.assigned_as,
  assignedAt: row.assigned_at,
})

const keptOf = (row: DecisionRow): KeptDecision => ({
  no: row.no,
  version: row.version,
  decision: row.decision,
  by: { id: row.by_id, name: row.by_name },
  at: row.at,
  bulk: row.bulk,
  seconds: row.seconds,
  pace: row.pace,
})
