/** Reviews with their connections, and the readings that proved them. */
import type { Insertable, Selectable } from 'kysely'
import type { ReviewRepository } from '../../../application/review/ports.ts'
import type { Review } from '../../../domain/review/review.ts'
import type { Database } from '../pool.ts'
import { reminderQueries } from './reminders.ts'
import { rowQueries } from './rows.ts'
import type { ReviewSchema } from './schema.ts'
import { stepQueries } from './steps.ts'

type Elsewhere =
  | keyof ReturnType<typeof rowQueries>
  | keyof ReturnType<typeof stepQueries>
  | keyof ReturnType<typeof reminderQueries>
type Queries = Omit<ReviewRepository, Elsewhere>

export const reviewRepository = (db: Database): ReviewRepository => ({
  ...reviewQueries(db),
  ...rowQueries(db),
  ...stepQueries(db),
  ...reminderQueries(db),
})

function reviewQueries(db: Database): Queries {
  const one = (id: string) => db.selectFrom('review').selectAll().where('id', '=', id)
  return {
    async insert(review, connections) {
      await db.insertInto('review').values(rowOf(review)).execute()
      await db
        .insertInto('review_connection')
        .values(
          connections.map(({ connectionId, ownerId }) => ({
            review_id: review.id,
            connection_id: connectionId,
            owner_id: ownerId,
          })),
        )
        .execute()
    },
    async get(id) {
      const row = await one(id).executeTakeFirst()
      return row && reviewOf(row)
    },
    async getLocked(id, how) {
      const locked = how === 'update' ? one(id).forUpdate() : one(id).forShare()
      const row = await locked.executeTakeFirst()
      return row && reviewOf(row)
    },
    async findByName(name) {
      const row = await db
        .selectFrom('review')
        .selectAll()
        .where('name', '=', name)
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && reviewOf(row)
    },
    async list({ limit, reviewerId }) {
      const rows = await db
        .selectFrom('review')
        .selectAll()
        .$if(reviewerId !== undefined, (query) =>
          query.where((on) =>
            on.exists(
              on
                .selectFrom('review_row as r')
                .select('r.no')
                .whereRef('r.review_id', '=', 'review.id')
                .where('r.reviewer_id', '=', reviewerId!),
            ),
          ),
        )
        .orderBy('sequence', 'desc')
        .limit(limit)
        .execute()
      return rows.map(reviewOf)
    },
    async closing(connectionId) {
      const rows = await db
        .selectFrom('review as v')
        .innerJoin('review_connection as c', 'c.review_id', 'v.id')
        .selectAll('v')
        .where('c.connection_id', '=', connectionId)
        .where('v.state', '=', 'closing')
        .orderBy('v.sequence')
        .execute()
      return rows.map(reviewOf)
    },
    running: async () =>
      (
        await db
          .selectFrom('review')
          .selectAll()
          .where('state', '=', 'open')
          .orderBy('sequence')
          .execute()
      ).map(reviewOf),
    async update(review) {
      const { id, ...values } = rowOf(review)
      await db.updateTable('review').set(values).where('id', '=', id).execute()
    },
    async connections(reviewId) {
      const rows = await db
        .selectFrom('review_connection')
        .selectAll()
        .where('review_id', '=', reviewId)
        .orderBy('connection_id')
        .execute()
      return rows.map((row) => ({
        connectionId: row.connection_id,
        ownerId: row.owner_id,
        reading:
          row.reading_id !== null && row.seal !== null
            ? { id: row.reading_id, seal: row.seal }
            : null,
      }))
    },
    fixReading: async (reviewId, { connectionId, reading }) =>
      void (await db
        .updateTable('review_connection')
        .set({ reading_id: reading?.id ?? null, seal: reading?.seal ?? null })
        .where('review_id', '=', reviewId)
        .where('connection_id', '=', connectionId)
        .execute()),
    async saveProofs(reviewId, proofs) {
      if (proofs.length === 0) return
      await db
        .insertInto('review_proof')
        .values(
          proofs.map(({ connectionId, readingId, seal }) => ({
            review_id: reviewId,
            connection_id: connectionId,
            reading_id: readingId,
            seal,
          })),
        )
        .execute()
    },
    async proofs(reviewId) {
      const rows = await db
        .selectFrom('review_proof')
        .selectAll()
        .where('review_id', '=', reviewId)
        .orderBy('connection_id')
        .execute()
      return rows.map((row) => ({
        connectionId: row.connection_id,
        readingId: row.reading_id,
        seal: row.seal,
      }))
    },
  }
}

const rowOf = (review: Review): Insertable<ReviewSchema['review']> & { id: string } => ({
  id: review.id,
  name: review.name,
  state: review.state,
  scope: review.scope,
  privileged_sets: JSON.stringify(review.privilegedSets),
  reviewer: JSON.stringify(review.reviewer),
  fallback_ids: JSON.stringify(review.fallbackIds),
  due_at: review.dueAt,
  remind_days: JSON.stringify(review.remindDays),
  created_at: review.createdAt,
  created_by: review.createdBy.id,
  created_by_name: review.createdBy.name,
  opened_at: review.openedAt,
  closing_at: review.closingAt,
  ended_at: review.endedAt,
  ended_by: review.endedBy?.id ?? null,
  ended_by_name: review.endedBy?.name ?? null,
  end_reason: review.endReason,
})

const reviewOf = (row: Selectable<ReviewSchema['review']>): Review => ({
  id: row.id,
  name: row.name,
  state: row.state,
  scope: row.scope,
  privilegedSets: row.privileged_sets,
  reviewer: row.reviewer,
  fallbackIds: row.fallback_ids,
  dueAt: row.due_at,
  remindDays: row.remind_days,
  createdAt: row.created_at,
  createdBy: { id: row.created_by, name: row.created_by_name },
  openedAt: row.opened_at,
  closingAt: row.closing_at,
  endedAt: row.ended_at,
  endedBy: row.ended_by === null ? null : { id: row.ended_by, name: row.ended_by_name ?? '' },
  endReason: row.end_reason,
})
