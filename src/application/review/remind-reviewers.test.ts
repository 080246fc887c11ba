/** Reviewers hear of rows that are left: once of each stage, and nobody who has none. */
import { describe, expect, test } from 'vitest'
import { DAY_MS, KEEP, reviewWorld } from '../../../tests/support/review-world.ts'
import { stageAt } from '../../domain/review/reminder.ts'
import type { Context } from '../context.ts'
import { cancelReview } from './cancel-review.ts'
import { remindReviewers } from './remind-reviewers.ts'

const there = reviewWorld()
const { decide, later, opened, rowFor, rowsOf, somebody, world } = there

const asJob = (): Context => ({
  ...there.ctx,
  actor: { kind: 'job', name: 'review.remind' },
  door: 'system',
})

/** Notices about a review, and who got each in the app. */
async function told(reviewId: string): Promise<readonly [kind: string, whom: readonly string[]][]> {
  const { rows } = await world.rig.organisation.database.pool.query<{
    kind: string
    whom: string[]
  }>(
    `select n.kind, coalesce(array_agg(i.principal_id order by i.principal_id)
       filter (where i.principal_id is not null), '{}') as whom
     from notice n left join notice_inbox i on i.notice_id = n.id
     where n.facts ->> 'reviewId' = $1 group by n.id, n.kind, n.raised_at order by n.raised_at, n.kind`,
    [reviewId],
  )
  return rows.map(({ kind, whom }) => [kind, whom])
}

describe('of a review that is due', () => {
  test('whoever has rows left is reminded once of each stage, and of its being overdue', async () => {
    somebody(0, there.reviewer.email ?? '')
    const review = await opened({ remindDays: [7, 3] })
    const mine = (await rowsOf(review)).filter(({ row }) => row.reviewer.id === there.standIn.id)
    await decide(
      review,
      mine.map(({ row }) => row.no),
      KEEP,
      there.as(there.standIn),
    )
    const { id } = there.reviewer
    const run = async () => {
      await Promise.all([remindReviewers(asJob()), remindReviewers(asJob())])
      return (await told(review.id)).slice(1)
    }
    expect(await run()).toEqual([])
    later(8 * DAY_MS)
    expect(await run()).toEqual([['review.reminder', [id]]])
    expect(await run()).toHaveLength(1)
    later(4 * DAY_MS)
    expect(await run()).toHaveLength(2)
    later(4 * DAY_MS)
    const all = await run()
    expect(all.map(([kind]) => kind)).toEqual([
      'review.reminder',
      'review.reminder',
      'review.overdue',
    ])
    later(9 * DAY_MS)
    expect(await run()).toHaveLength(3)
  })

  test('an exception that ended is told once, and not of a review that was cancelled', async () => {
    const user = somebody()
    const review = await opened()
    const until = new Date(there.ctx.world.now().getTime() + DAY_MS).toISOString()
    const no = await rowFor(review, user.email)
    await decide(review, [no], { kind: 'exception', until, reason: 'handover' })
    const kinds = async () => {
      await remindReviewers(asJob())
      return (await told(review.id)).map(([kind]) => kind).filter((kind) => kind.endsWith('over'))
    }
    expect(await kinds()).toEqual([])
    later(2 * DAY_MS)
    expect(await kinds()).toEqual(['review.exception_over'])
    expect(await kinds()).toHaveLength(1)
    await decide(review, [no], {
      kind: 'exception',
      until: new Date(there.ctx.world.now().getTime() + DAY_MS).toISOString(),
      reason: 'once more',
    })
    await cancelReview(there.ctx, { review: review.id, reason: 'not needed' })
    later(2 * DAY_MS)
    expect(await kinds()).toHaveLength(1)
  })
})

test('of stages that were missed the last alone is due', () => {
  const dueAt = new Date('2027-01-31T00:00:00Z')
  const at = (days: number) =>
    stageAt({ dueAt, remindDays: [7, 3, 1] }, new Date(dueAt.getTime() - days * DAY_MS))
  expect([8, 7, 4, 3, 2, 1, 0.1, 0, -5].map(at)).toEqual([
    undefined,
    7,
    7,
    3,
    3,
    1,
    1,
    'overdue',
    'overdue',
  ])
  expect(stageAt({ dueAt, remindDays: [] }, new Date('2027-01-30T23:00:00Z'))).toBeUndefined()
})
