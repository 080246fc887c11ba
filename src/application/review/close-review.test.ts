/** How a review ends: what is decided is carried out by a plan, and only a reading proves it. */
import { describe, expect, test } from 'vitest'
import { codeOf } from '../../../tests/support/check-rig.ts'
import { DAY_MS, KEEP, REMOVE, reviewWorld } from '../../../tests/support/review-world.ts'
import { applyPlan } from '../people/provisioning/apply-plan.ts'
import { planPeople } from '../people/provisioning/plan-people.ts'
import { linkUser } from '../people/link-user.ts'
import { assignRows } from './assign-rows.ts'
import { cancelReview } from './cancel-review.ts'
import { closeReview } from './close-review.ts'
import { freezeReview, reopenReview } from './freeze-review.ts'
import { openReview } from './open-review.ts'
import { planRemediation } from './plan-remediation.ts'
import { listGaps } from './show-reviews.ts'

const there = reviewWorld()
const { decide, keepTheRest, later, opened, rowFor, somebody, sync, world } = there

describe('the end of a review', () => {
  test('comes when every row is covered and a later reading shows every revocation', async () => {
    const [leaver, mover] = [somebody(0), somebody(1)]
    const review = await opened()
    const { id } = review
    const [out, change] = [await rowFor(review, leaver.email), await rowFor(review, mover.email)]
    await decide(review, [out], REMOVE)
    const refused = await freezeReview(there.ctx, { review: id }).catch((thrown: unknown) => thrown)
    expect(refused).toMatchObject({ code: 'review.not_covered' })
    await decide(review, [change], { kind: 'change', to: { permissionSetId: null }, reason: null })
    await keepTheRest(review)
    await freezeReview(there.ctx, { review: id })
    expect(await codeOf(decide(review, [out], KEEP))).toBe('review.wrong_state')

    const unproven = await closeReview(there.ctx, { review: id }).catch((thrown: unknown) => thrown)
    expect(unproven).toMatchObject({
      code: 'review.not_proven',
      facts: { count: 2, rows: [{ no: out }, { no: change }].toSorted((a, b) => a.no - b.no) },
    })
    later(60_000)
    await sync()
    const gaps = await listGaps(there.ctx, { review: id })
    expect(gaps.unproven.map(({ gap }) => gap).toSorted()).toEqual(['not_changed', 'still_there'])

    const protect = ['rescue@our-firm.example']
    const [plan, ...more] = await planRemediation(there.ctx, { review: id, protect })
    expect(more).toEqual([])
    expect(plan?.plan.blocks).toEqual([])
    const acts = plan?.plan.items.map(({ act, userId }) => `${act} ${userId}`)
    expect(acts).toEqual(
      expect.arrayContaining([`change ${mover.id}`, `flag ${leaver.id}`, `strip ${leaver.id}`]),
    )
    await applyPlan(there.ctx, { plan: plan?.id ?? '', planHash: plan?.hash ?? '' })
    later(60_000)
    await sync()
    expect((await listGaps(there.ctx, { review: id })).unproven.map(({ gap }) => gap)).toEqual([
      'still_there',
    ])
    // Access is taken; that the user is shut out only a person can do, or the removal later.
    world.rig.portal.people.happens(leaver.id, { event: 'deactivated' })
    later(60_000)
    await sync()
    expect((await closeReview(there.ctx, { review: id })).state).toBe('closed')
    for (const way of [closeReview, openReview, freezeReview])
      expect(await codeOf(way(there.ctx, { review: id }))).toBe('review.wrong_state')
    expect(await codeOf(cancelReview(there.ctx, { review: id, reason: 'late' }))).toBe(
      'review.wrong_state',
    )
    const events = (await world.rig.organisation.events()).flatMap(({ event }) =>
      event.type === 'change' && event.targetId === id ? [event.action] : [],
    )
    expect(events).toEqual([
      'review.create',
      'review.open',
      ...Array.from({ length: events.length - 4 }, () => 'review.decide'),
      'review.freeze',
      'review.close',
    ])
  })

  test('does not come while an exception is over; it is opened again for that', async () => {
    const user = somebody()
    const review = await opened()
    const until = new Date(there.ctx.world.now().getTime() + DAY_MS).toISOString()
    await decide(review, [await rowFor(review, user.email)], {
      kind: 'exception',
      until,
      reason: 'handover',
    })
    await keepTheRest(review)
    await freezeReview(there.ctx, { review: review.id })
    later(2 * DAY_MS)
    await sync()
    expect(await codeOf(closeReview(there.ctx, { review: review.id }))).toBe('review.not_covered')
    await reopenReview(there.ctx, { review: review.id, reason: 'an exception ended' })
    await decide(review, [await rowFor(review, user.email)], KEEP)
    await freezeReview(there.ctx, { review: review.id })
    expect((await closeReview(there.ctx, { review: review.id })).state).toBe('closed')
  })

  test('is not signed by a reading from before the decision', async () => {
    const user = somebody()
    const review = await opened()
    world.rig.portal.people.happens(user.id, { event: 'deactivated' })
    await sync()
    later(60_000)
    await decide(review, [await rowFor(review, user.email)], REMOVE)
    await keepTheRest(review)
    await freezeReview(there.ctx, { review: review.id })
    const { unproven } = await listGaps(there.ctx, { review: review.id })
    expect(unproven.map(({ gap }) => gap)).toEqual(['not_read_since'])
    expect(await codeOf(closeReview(there.ctx, { review: review.id }))).toBe('review.not_proven')
    later(60_000)
    await sync()
    expect((await closeReview(there.ctx, { review: review.id })).state).toBe('closed')
  })

  test('holds back what another source would give back with its next plan', async () => {
    const user = somebody()
    const rules = {
      version: 1 as const,
      protected: ['rescue@our-firm.example'],
      rules: [{ emails: [user.email], permissionSet: 'View only' }],
    }
    await sync()
    const connection = world.connection.name
    const made = await planPeople(there.ctx, { connection, rules })
    await applyPlan(there.ctx, { plan: made.id, planHash: made.hash })
    const review = await opened()
    await decide(review, [await rowFor(review, user.email)], {
      kind: 'change',
      to: { permissionSetId: null },
      reason: null,
    })
    await keepTheRest(review)
    await freezeReview(there.ctx, { review: review.id })
    later(60_000)
    await sync()
    const [plan] = await planRemediation(there.ctx, { review: review.id })
    expect(plan?.plan.items).toEqual([])
    expect(plan?.plan.blocks).toMatchObject([{ guard: 'ambiguous_match', email: user.email }])
    // The source's own plan does not give it back either, and carries it out once it is corrected.
    const again = await planPeople(there.ctx, { connection, rules })
    expect(again.plan.blocks).toMatchObject([{ guard: 'ambiguous_match', email: user.email }])
    const corrected = { ...rules, rules: [] }
    const mended = await planPeople(there.ctx, { connection, rules: corrected })
    expect(mended.plan.items).toMatchObject([{ act: 'change', desire: { source: 'review' } }])
  })

  test('does not come while somebody turns out to have decided on themselves', async () => {
    const user = somebody()
    const review = await opened()
    await keepTheRest(review)
    await linkUser(there.ctx, {
      connection: world.connection.name,
      user: String(user.id),
      person: there.reviewer.id,
    })
    expect(await codeOf(freezeReview(there.ctx, { review: review.id }))).toBe('review.not_covered')
    const { uncovered } = await listGaps(there.ctx, { review: review.id })
    expect(uncovered).toMatchObject([{ row: { userId: String(user.id) }, gap: 'decided_by_self' }])
    const no = await rowFor(review, user.email)
    const give = { review: review.id, rows: [no], reviewer: there.standIn.id, reason: null }
    await assignRows(there.ctx, give)
    await decide(review, [no], KEEP, there.as(there.standIn))
    expect((await freezeReview(there.ctx, { review: review.id })).state).toBe('closing')
  })

  test('is reached whatever is interrupted between the decision and the proof', async () => {
    const [one, two] = [somebody(0), somebody(1)]
    const review = await opened()
    const nos = await Promise.all([one, two].map(({ email }) => rowFor(review, email)))
    await decide(review, nos, { kind: 'change', to: { permissionSetId: null }, reason: null })
    await keepTheRest(review)
    await freezeReview(there.ctx, { review: review.id })
    later(60_000)
    await sync()
    // Whoever planned was gone before anything was applied: the same is planned again.
    const protect = ['rescue@our-firm.example']
    const [lost] = await planRemediation(there.ctx, { review: review.id, protect })
    const [plan] = await planRemediation(there.ctx, { review: review.id, protect })
    expect(plan?.hash).toBe(lost?.hash)
    // Whoever applied was gone in the middle: one is done, and the plan goes on where it stopped.
    world.rig.portal.faults.set({
      match: { method: 'PUT', path: '^/settings/' },
      after: 1,
      effect: { kind: 'status', status: 403, category: 'MISSING_SCOPES' },
    })
    const apply = () => applyPlan(there.ctx, { plan: plan?.id ?? '', planHash: plan?.hash ?? '' })
    expect((await apply()).run.state).toBe('stopped')
    expect(await codeOf(closeReview(there.ctx, { review: review.id }))).toBe('review.not_proven')
    world.rig.portal.faults.clear()
    expect((await apply()).run.state).toBe('finished')
    // Whoever was to read the portal was gone: nothing is proven by what was done alone.
    expect(await codeOf(closeReview(there.ctx, { review: review.id }))).toBe('review.not_proven')
    later(60_000)
    await sync()
    expect((await closeReview(there.ctx, { review: review.id })).state).toBe('closed')
  })

  test('asks a person to take super admin rights, since no call could', async () => {
    const admin = world.rig.portal.portal.users.all().find(({ superAdmin }) => superAdmin)
    if (!admin) throw new Error('no super admin')
    const review = await opened({ scope: 'privileged' })
    const no = await rowFor(review, admin.email)
    await decide(review, [no], { kind: 'change', to: { superAdmin: false }, reason: null })
    await keepTheRest(review)
    await freezeReview(there.ctx, { review: review.id })
    later(60_000)
    await sync()
    const [plan] = await planRemediation(there.ctx, { review: review.id })
    expect(plan?.plan.items).toMatchObject([
      { act: 'task', userId: String(admin.id), task: { kind: 'end_super_admin' } },
    ])
  })
})
