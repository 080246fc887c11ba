/** People who review a portal, made anew for each test of a file. */
import { beforeEach } from 'vitest'
import { createMember } from '../../src/application/access/create-member.ts'
import type { Context } from '../../src/application/context.ts'
import { syncPeople } from '../../src/application/people/sync-people.ts'
import { createReview, type CreateReview } from '../../src/application/review/create-review.ts'
import { decideRows } from '../../src/application/review/decide-rows.ts'
import { openReview } from '../../src/application/review/open-review.ts'
import { listRows } from '../../src/application/review/show-reviews.ts'
import type { Principal } from '../../src/domain/access/entities.ts'
import type { Decision } from '../../src/domain/review/decision.ts'
import type { DecidedRow } from '../../src/domain/review/gaps.ts'
import type { Review } from '../../src/domain/review/review.ts'
import { checkRig } from './check-rig.ts'

export const DAY_MS = 86_400_000
export const KEEP: Decision = { kind: 'keep', reason: null }
export const REMOVE: Decision = { kind: 'remove', recordsTo: 'keep', reason: null }

/** Registers the hooks of the file that calls it. */
export function reviewWorld() {
  const world = checkRig()

  let reviewer: Principal
  let standIn: Principal
  let ctx: Context

  beforeEach(async () => {
    ctx = world.rig.ctx
    reviewer = await member('reviewer')
    standIn = await member('stand-in')
  })

  const member = (name: string, email = `${name}-${world.count}@our-firm.example`) =>
    createMember(ctx, { name: `${name} ${world.count}`, email, role: 'member' })

  const as = ({ id, name }: Principal, role: 'admin' | 'member' = 'member'): Context => {
    const there = world.rig.as(role, id)
    if (there.actor.kind !== 'principal') throw new Error('nobody')
    return { ...there, actor: { ...there.actor, principalName: name } }
  }

  /** Somebody of the portal with some access; another one for each test and number. */
  function somebody(n = 0, email = `user-${world.count}-${n}@our-firm.example`) {
    const { people } = world.rig.portal
    if (!people.find(email))
      people.happens(people.invite({ email, roleIds: ['51002'] }).id, { event: 'accepted' })
    const user = people.find(email)
    if (!user) throw new Error('nobody')
    return { ...user }
  }

  const sync = () => syncPeople(ctx, { connection: world.connection.name })

  const created = (more: Partial<CreateReview> = {}): Promise<Review> =>
    createReview(ctx, {
      name: `Q4 ${world.count}`,
      connections: [{ connection: world.connection.name }],
      scope: 'all',
      privilegedSets: [],
      reviewer: { person: reviewer.id },
      fallback: [standIn.id],
      dueAt: new Date(ctx.world.now().getTime() + 14 * DAY_MS),
      remindDays: [3],
      ...more,
    })

  async function opened(more: Partial<CreateReview> = {}): Promise<Review> {
    await sync()
    return openReview(ctx, { review: (await created(more)).id })
  }

  const rowsOf = async ({ id }: Review): Promise<readonly DecidedRow[]> =>
    (await listRows(ctx, { review: id, mine: false, limit: 500, after: 0 })).items

  async function rowFor(review: Review, email: string): Promise<number> {
    const found = (await rowsOf(review)).find(({ row }) => row.email === email)
    if (!found) throw new Error(`no row for ${email}`)
    return found.row.no
  }

  const decide = (review: Review, rows: readonly number[], decision: Decision, by = as(reviewer)) =>
    decideRows(by, { review: review.id, rows, decision, seconds: null })

  /** Whatever is not decided is kept. */
  async function keepTheRest(review: Review): Promise<void> {
    const rest = (await rowsOf(review)).flatMap(({ row, decided }) => (decided ? [] : [row]))
    for (const [reviewerId, rows] of Map.groupBy(rest, ({ reviewer: of }) => of.id)) {
      const person = reviewerId === reviewer.id ? reviewer : standIn
      const nos = rows.map(({ no }) => no)
      await decide(review, nos, KEEP, as(person))
    }
  }

  const readUsers = async () =>
    (await ctx.store.read.people.newestSealed(world.connection.id))?.sealed?.users ?? 0

  const later = (ms: number): void => {
    const { clock } = world.rig.organisation
    clock.now = new Date(clock.now.getTime() + ms)
  }

  return {
    world,
    get ctx() {
      return ctx
    },
    get reviewer() {
      return reviewer
    },
    get standIn() {
      return standIn
    },
    member,
    as,
    somebody,
    sync,
    created,
    opened,
    rowsOf,
    rowFor,
    decide,
    keepTheRest,
    readUsers,
    later,
  }
}
