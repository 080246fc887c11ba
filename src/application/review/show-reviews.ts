/** Reviews as people look at them: those who run them, and those who decide. */
import { uncovered, unproven, type DecidedRow, type RowGap } from '../../domain/review/gaps.ts'
import type { KeptDecision } from '../../domain/review/decision.ts'
import type { Review, ReviewedConnection } from '../../domain/review/review.ts'
import { HubwardError } from '../../domain/errors.ts'
import { authorise, MAY, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { demandPerson } from '../sign-in/demand-person.ts'
import { findReview } from './find-review.ts'
import { latestReadings } from './latest-readings.ts'
import { selfDecided } from './self.ts'
import type { Reassignment, ReviewerCount, RowFilter } from './ports.ts'

const SHOWN = 200

export interface ShownReview {
  readonly review: Review
  readonly connections: readonly (ReviewedConnection & { readonly name: string })[]
  readonly counts: readonly ReviewerCount[]
  /** By id: those who stand in, and owners. */
  readonly names: ReadonlyMap<string, string>
}

/** Newest first. */
export async function listReviews(ctx: Context): Promise<readonly ShownReview[]> {
  authorise(ctx, 'read', 'review.list')
  const { read } = ctx.store
  const reviews = await read.reviews.list({ limit: SHOWN })
  return Promise.all(reviews.map((review) => shown(read, review)))
}

/** Those in which whoever asks has rows, with their own counts. */
export async function listOwnReviews(ctx: Context): Promise<readonly ShownReview[]> {
  const { principalId } = demandPerson(ctx)
  const { read } = ctx.store
  const reviews = await read.reviews.list({ limit: SHOWN, reviewerId: principalId })
  const all = await Promise.all(reviews.map((review) => shown(read, review)))
  return all.map((one) => ({
    ...one,
    counts: one.counts.filter(({ reviewer }) => reviewer.id === principalId),
  }))
}

/** @throws HubwardError `resource.not_found` */
export async function showReview(
  ctx: Context,
  input: { readonly review: string },
): Promise<ShownReview> {
  authorise(ctx, 'read', 'review.show')
  return shown(ctx.store.read, await findReview(ctx.store.read, input.review))
}

export interface ListedRows {
  readonly items: readonly DecidedRow[]
  readonly total: number
  /** The number to go on after; `null`: that was all. */
  readonly next: number | null
}

/**
 * Rows in their order. Whoever may not read the organisation sees the rows that they review.
 *
 * @throws HubwardError `resource.not_found`
 */
export async function listRows(
  ctx: Context,
  input: RowFilter & {
    readonly review: string
    readonly mine: boolean
    readonly limit: number
    readonly after: number
  },
): Promise<ListedRows> {
  const { review: named, mine, limit, after, ...filter } = input
  const own = mine ? demandPerson(ctx).principalId : undefined
  if (!mine) authorise(ctx, 'read', 'review.rows')
  const { id } = await findReview(ctx.store.read, named)
  const reviewerId = own ?? filter.reviewerId
  const { items, total } = await ctx.store.read.reviews.rows(
    id,
    { ...filter, reviewerId },
    { limit: limit + 1, after },
  )
  const page = items.slice(0, limit)
  return { items: page, total, next: items.length > limit ? (page.at(-1)?.row.no ?? null) : null }
}

export interface ShownRow extends DecidedRow {
  /** Oldest first. */
  readonly history: readonly KeptDecision[]
  readonly reassignments: readonly Reassignment[]
}

/** @throws HubwardError `resource.not_found` */
export async function showRow(
  ctx: Context,
  input: { readonly review: string; readonly row: number },
): Promise<ShownRow> {
  const { actor } = ctx
  const { reviews } = ctx.store.read
  const { id } = await findReview(ctx.store.read, input.review)
  const found = (await reviews.rows(id, {}, { limit: 1, after: input.row - 1 })).items[0]
  const isOwn = actor.kind === 'principal' && found?.row.reviewer.id === actor.principalId
  const sees = isOwn || actor.kind !== 'principal' || MAY[actor.role].includes('read')
  if (!isOwn && sees) authorise(ctx, 'read', 'review.row')
  if (!sees || found?.row.no !== input.row)
    throw new HubwardError('resource.not_found', `The review has no row ${input.row}.`)
  return {
    ...found,
    history: await reviews.decisions(id, input.row),
    reassignments: (await reviews.reassignments(id)).filter(({ no }) => no === input.row),
  }
}

export interface ReviewGaps {
  readonly uncovered: readonly RowGap[]
  readonly unproven: readonly RowGap[]
}

/** What keeps it from being closed at this moment. @throws HubwardError `resource.not_found` */
export async function listGaps(
  ctx: Context,
  input: { readonly review: string },
): Promise<ReviewGaps> {
  authorise(ctx, 'read', 'review.gaps')
  const { read } = ctx.store
  const { id, state } = await findReview(read, input.review)
  if (state !== 'open' && state !== 'closing') return { uncovered: [], unproven: [] }
  const rows = await read.reviews.allRows(id)
  return {
    uncovered: uncovered(rows, ctx.world.now(), await selfDecided(read, rows)),
    unproven: unproven(rows, await latestReadings(read, id)),
  }
}

async function shown(read: Repositories, review: Review): Promise<ShownReview> {
  const connections = await read.reviews.connections(review.id)
  const names = new Map((await read.connections.list()).map(({ id, name }) => [id, name]))
  const principals = new Map((await read.principals.list()).map(({ id, name }) => [id, name]))
  const { reviewer, fallbackIds } = review
  const asked = [
    ...fallbackIds,
    ...(reviewer.by === 'person' ? [reviewer.principalId] : []),
    ...connections.flatMap(({ ownerId }) => ownerId ?? []),
  ]
  return {
    review,
    connections: connections.map((one) => ({
      ...one,
      name: names.get(one.connectionId) ?? one.connectionId,
    })),
    counts: await read.reviews.counts(review.id),
    names: new Map(asked.map((id) => [id, principals.get(id) ?? id])),
  }
}
