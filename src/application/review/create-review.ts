import type { Principal } from '../../domain/access/entities.ts'
import { HubwardError, type FieldError } from '../../domain/errors.ts'
import type {
  Review,
  ReviewedConnection,
  ReviewerRule,
  ReviewScope,
} from '../../domain/review/review.ts'
import { findConnection, findMember } from '../access/find.ts'
import { authorise, newId, type Context } from '../context.ts'
import { doerOf } from '../people/provisioning/doer-of.ts'
import type { Repositories } from '../ports.ts'
import { recordReview } from './record.ts'

export interface CreateReview {
  readonly name: string
  /** By id or name; `owner`: who is asked where owners review. */
  readonly connections: readonly {
    readonly connection: string
    readonly owner?: string | undefined
  }[]
  readonly scope: ReviewScope
  readonly privilegedSets: readonly string[]
  readonly reviewer: 'manager' | 'owner' | { readonly person: string }
  readonly fallback: readonly string[]
  readonly dueAt: Date
  readonly remindDays: readonly number[]
}

/**
 * Writes down what is to be reviewed, and by whom. Nobody is asked yet, and no row is there: those are
 * fixed when it opens.
 *
 * @throws HubwardError `connection.not_found`, `resource.not_found`, `request.invalid`
 */
export async function createReview(ctx: Context, input: CreateReview): Promise<Review> {
  authorise(ctx, 'operate', 'review.create')
  const { read } = ctx.store
  const faults = faultsOf(input, ctx.world.now())
  if (faults.length > 0)
    throw new HubwardError('request.invalid', 'The review cannot be made so.', { fields: faults })
  const connections = await connectionsOf(read, input)
  const review: Review = {
    id: newId(ctx.world, 'review'),
    name: input.name,
    state: 'draft',
    scope: input.scope,
    privilegedSets: [...new Set(input.privilegedSets)],
    reviewer: await ruleOf(read, input),
    fallbackIds: await idsOf(read, input.fallback),
    dueAt: input.dueAt,
    remindDays: [...new Set(input.remindDays)].toSorted((a, b) => b - a),
    createdAt: ctx.world.now(),
    createdBy: doerOf(ctx),
    openedAt: null,
    closingAt: null,
    endedAt: null,
    endedBy: null,
    endReason: null,
  }
  await ctx.store.aside(async (tx) => {
    await tx.reviews.insert(review, connections)
    const { scope, reviewer, fallbackIds, dueAt } = review
    await recordReview(tx, ctx, 'create', review, null, {
      scope,
      reviewer,
      fallbackIds,
      dueAt: dueAt.toISOString(),
      connections: connections.map(({ connectionId }) => connectionId),
    })
  })
  return review
}

function faultsOf(input: CreateReview, now: Date): FieldError[] {
  const faults: FieldError[] = []
  const fault = (path: string, message: string): void => void faults.push({ path, message })
  if (input.dueAt <= now) fault('dueAt', 'A review is due in the future.')
  if (input.fallback.length === 0)
    fault(
      'fallback',
      'Name somebody who reviews where the rule names nobody, or the person themselves.',
    )
  if (input.reviewer === 'owner')
    for (const [index, { connection, owner }] of input.connections.entries())
      if (owner === undefined)
        fault(`connections.${index}.owner`, `Say who owns "${connection}", since owners review.`)
  return faults
}

async function connectionsOf(
  read: Repositories,
  { connections }: CreateReview,
): Promise<readonly ReviewedConnection[]> {
  const found = new Map<string, ReviewedConnection>()
  for (const { connection, owner } of connections) {
    const { id } = await findConnection(read, connection)
    const ownerId = owner === undefined ? null : (await findMember(read, owner)).id
    found.set(id, { connectionId: id, ownerId, reading: null })
  }
  return [...found.values()]
}

async function ruleOf(read: Repositories, { reviewer }: CreateReview): Promise<ReviewerRule> {
  if (typeof reviewer === 'string') return { by: reviewer }
  return { by: 'person', principalId: (await findMember(read, reviewer.person)).id }
}

async function idsOf(read: Repositories, named: readonly string[]): Promise<readonly string[]> {
  const members: Principal[] = []
  for (const one of named) members.push(await findMember(read, one))
  return [...new Set(members.map(({ id }) => id))]
}
