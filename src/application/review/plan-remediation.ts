import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import { takesBack } from '../../domain/people/plan/join-wishes.ts'
import { makePlan } from '../../domain/people/plan/make-plan.ts'
import type { RecordFate } from '../../domain/people/plan/plan-input.ts'
import { emailKey, type PortalUser } from '../../domain/people/portal-user.ts'
import type { DecidedRow } from '../../domain/review/gaps.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { newestSnapshot } from '../people/newest-snapshot.ts'
import { gatherInput } from '../people/provisioning/gather-input.ts'
import { keepPlan, neverRead } from '../people/provisioning/plan-people.ts'
import type { StoredPlan, Wanted } from '../people/provisioning/ports.ts'
import { rulesInForce, wantedNow } from '../people/provisioning/wanted-now.ts'
import { findReview, wrongState } from './find-review.ts'
import { remediationsOf, type Remediations } from './remediations.ts'

export interface PlanRemediation {
  readonly review: string
  /** Addresses that nothing may happen to, beside those of the rules in force. */
  readonly protect?: readonly string[]
}

/**
 * Plans what the frozen decisions want of each portal and the newest reading does not show yet, and
 * nothing else. The plan is one like any other: shown, guarded, applied by its hash. What another source
 * would give back is held back by it until that source is corrected.
 *
 * @returns one plan for each connection that something is left to do in
 * @throws HubwardError `review.wrong_state`, `resource.not_found`, `people.never_read`, `request.invalid`
 */
export async function planRemediation(
  ctx: Context,
  input: PlanRemediation,
): Promise<readonly StoredPlan[]> {
  authorise(ctx, 'operate', 'review.plan')
  const { read } = ctx.store
  const review = await findReview(read, input.review)
  if (review.state !== 'closing') throw wrongState(review, ['closing'])
  const plans: StoredPlan[] = []
  for (const { connectionId } of await read.reviews.connections(review.id)) {
    const left = await remediationsOf(read, review, connectionId)
    if (left.wishes.length === 0) continue
    const connection = await findConnection(read, connectionId)
    plans.push(await planOne(ctx, connection, left, input.protect ?? []))
  }
  return plans
}

async function planOne(
  ctx: Context,
  connection: Connection,
  { wishes, rows }: Remediations,
  spared: readonly string[],
): Promise<StoredPlan> {
  const { provisioning, people } = ctx.store.read
  const snapshot = await newestSnapshot(people, connection)
  if (!snapshot) throw neverRead(connection)
  const now = await wantedNow(ctx, connection, snapshot, await rulesInForce(ctx, connection))
  if (!now.ok)
    throw new HubwardError(
      'request.invalid',
      'The rules in force do not fit the portal any more.',
      {
        fields: now.error,
      },
    )
  const { wanted: all } = now.value
  const byEmail = new Map(wishes.map((wish) => [emailKey(wish.email), wish]))
  const byId = new Map(wishes.map((wish) => [wish.userId, wish]))
  const wanted: Wanted = {
    ...all,
    rulesKept: true,
    desired: [
      ...wishes,
      // Beside each other a plan holds both back.
      ...all.desired.filter((other) => {
        // Another source may know them by another address.
        const wish =
          (other.userId === null ? undefined : byId.get(other.userId)) ??
          byEmail.get(emailKey(other.email))
        return other.source !== 'review' && wish !== undefined && takesBack(wish, other)
      }),
    ],
    setsToMake: [],
    unclear: [],
    // As they were: a review says nothing of what other sources cover.
    sources: await provisioning.sources(connection.id),
    breakGlass: [...all.breakGlass, ...spared.map(emailKey)],
    fates: { ...all.fates, ...fatesOf(rows, snapshot.users) },
  }
  const plan = makePlan(await gatherInput(ctx, ctx.store.read, connection, wanted))
  if (!plan) throw neverRead(connection)
  return keepPlan(ctx, plan, wanted)
}

function fatesOf(
  rows: readonly DecidedRow[],
  users: readonly PortalUser[],
): Record<string, RecordFate> {
  const fates: Record<string, RecordFate> = {}
  for (const { row, decided } of rows) {
    if (decided?.decision.kind !== 'remove') continue
    const to = decided.decision.recordsTo
    if (to === 'keep') fates[row.userId] = 'keep'
    const heir =
      to === null ? undefined : users.find(({ email }) => emailKey(email) === emailKey(to))
    if (heir?.ownerId) fates[row.userId] = { toOwnerId: heir.ownerId }
  }
  return fates
}
