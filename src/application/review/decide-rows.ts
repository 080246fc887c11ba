import { HubwardError } from '../../domain/errors.ts'
import { faultOf, type ReviewedCatalogue } from '../../domain/review/check-decision.ts'
import type { Decision, KeptDecision } from '../../domain/review/decision.ts'
import type { DecidedRow } from '../../domain/review/gaps.ts'
import type { NamedPerson, ReviewRow } from '../../domain/review/review.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { demandPerson } from '../sign-in/demand-person.ts'
import { findReview, wrongState } from './find-review.ts'
import { recordReview } from './record.ts'
import { selfOf } from './self.ts'

export interface DecideRows {
  readonly review: string
  /** Numbers; several are decided with one word, and kept as such. */
  readonly rows: readonly number[]
  readonly decision: Decision
  /** How long the row was open, as the client saw it. */
  readonly seconds: number | null
}

/**
 * Decides rows, as the person who reviews them; of several all, or none. Every decision is kept, and the
 * last one counts. Nobody decides on their own access, whatever their role.
 *
 * @returns the rows as they are then
 * @throws HubwardError `review.wrong_state`, `review.own_row`, `review.not_reviewer`,
 *   `request.invalid`, `resource.not_found`, `auth.missing`
 */
export async function decideRows(ctx: Context, input: DecideRows): Promise<readonly DecidedRow[]> {
  const person = demandPerson(ctx)
  const { id } = await findReview(ctx.store.read, input.review)
  const nos = [...new Set(input.rows)]
  const at = ctx.world.now()
  return ctx.store.aside(async (tx) => {
    const review = await tx.reviews.getLocked(id, 'share')
    if (review?.state !== 'open') throw wrongState(review ?? (await findReview(tx, id)), ['open'])
    const rows = await tx.reviews.rowsForUpdate(id, nos)
    if (rows.length !== nos.length) throw noSuchRows(nos, rows)
    const by = { id: person.principalId, name: person.principalName }
    const isSelf = await selfOf(tx, by.id, rows)
    const isMember = (await tx.principals.get(by.id))?.kind === 'member'
    for (const { row } of rows) demandMayDecide(row, isSelf(row), isMember, by)
    await demandMeant(tx, id, rows, input.decision, at)
    const previous = await tx.reviews.lastDecidedAt(id, by.id)
    const kept = rows.map(({ row, decided }): KeptDecision => ({
      no: row.no,
      version: (decided?.version ?? 0) + 1,
      decision: input.decision,
      by,
      at,
      bulk: rows.length > 1 ? rows.length : null,
      seconds: bounded(input.seconds, decided?.at ?? row.assignedAt, at),
      pace: previous ? secondsBetween(previous, at) : null,
    }))
    await tx.reviews.decide(id, kept)
    await recordReview(tx, ctx, 'decide', review, before(rows), {
      rows: nos,
      decision: input.decision,
      bulk: rows.length > 1,
    })
    return kept.map((decided, index) => ({ row: rows[index]!.row, decided }))
  })
}

const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1000))

/** A row cannot have been open for longer than it was there to be decided. */
const bounded = (told: number | null, since: Date, now: Date): number | null =>
  told === null ? null : Math.min(told, secondsBetween(since, now))

const before = (rows: readonly DecidedRow[]) => ({
  decisions: Object.fromEntries(
    rows.flatMap(({ row, decided }) => (decided ? [[row.no, decided.decision.kind]] : [])),
  ),
})

function demandMayDecide(row: ReviewRow, isOwn: boolean, isMember: boolean, by: NamedPerson): void {
  if (isOwn)
    throw new HubwardError(
      'review.own_row',
      `Row ${row.no} is about your own access, and nobody reviews their own. Ask whoever runs the review to give it to somebody else.`,
    )
  if (row.reviewer.id === by.id && isMember) return
  throw new HubwardError(
    'review.not_reviewer',
    `Row ${row.no} is reviewed by ${row.reviewer.name}. Whoever runs the review can give it to you: hubward review assign.`,
  )
}

/** @throws HubwardError `request.invalid` with the first row that it does not fit */
async function demandMeant(
  tx: Repositories,
  reviewId: string,
  rows: readonly DecidedRow[],
  decision: Decision,
  now: Date,
): Promise<void> {
  const catalogues = new Map<string, ReviewedCatalogue>()
  for (const { connectionId, reading } of await tx.reviews.connections(reviewId)) {
    const sealed = reading ? (await tx.people.reading(reading.id))?.sealed : undefined
    const { permissionSets = [], teams = [], seats = [] } = sealed?.catalogue ?? {}
    catalogues.set(connectionId, {
      permissionSetIds: new Set(permissionSets.map(({ id }) => id)),
      teamIds: new Set(teams.map(({ id }) => id)),
      seats: new Set(seats.map(({ name }) => name)),
    })
  }
  for (const { row } of rows) {
    const catalogue = catalogues.get(row.connectionId)
    const fault = catalogue && faultOf(decision, row.access, catalogue, now)
    if (fault === undefined) continue
    throw new HubwardError('request.invalid', `Row ${row.no} (${row.email}): ${fault}`, {
      fields: [{ path: 'decision', message: fault }],
    })
  }
}

export function noSuchRows(nos: readonly number[], found: readonly DecidedRow[]): HubwardError {
  const there = new Set(found.map(({ row }) => row.no))
  const missing = nos.filter((no) => !there.has(no))
  return new HubwardError(
    'resource.not_found',
    `The review has no row ${missing.slice(0, 10).join(', ')}. Nothing was changed.`,
  )
}
