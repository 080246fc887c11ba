/** A review against the emulated portal and the real database: its rows, and who decides what. */
import { describe, expect, test } from 'vitest'
import { codeOf } from '../../../tests/support/check-rig.ts'
import { DAY_MS, KEEP, REMOVE, reviewWorld } from '../../../tests/support/review-world.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Decision } from '../../domain/review/decision.ts'
import { ENTERPRISE } from '../../domain/scim/schemas/urns.ts'
import { newId } from '../context.ts'
import { linkUser } from '../people/link-user.ts'
import { assignRows } from './assign-rows.ts'
import { decideRows } from './decide-rows.ts'
import { openReview } from './open-review.ts'
import { listOwnReviews, listRows, showRow } from './show-reviews.ts'

const there = reviewWorld()
const {
  as,
  created,
  decide,
  later,
  member,
  opened,
  readUsers,
  rowFor,
  rowsOf,
  somebody,
  sync,
  world,
} = there

describe('a review that is opened', () => {
  test('has a row for everybody in the newest sealed reading, as it was, and keeps it', async () => {
    const user = somebody()
    const review = await opened()
    const rows = await rowsOf(review)
    expect(rows).toHaveLength(await readUsers())
    const found = rows.find(({ row }) => row.email === user.email)
    expect(found?.row.access.permissionSets).toEqual([{ id: '51002', name: 'View only' }])
    world.rig.portal.people.happens(user.id, { event: 'changed', change: { roleIds: [] } })
    await sync()
    expect(await rowsOf(review)).toEqual(rows)
  })

  test('asks for privileged access alone where it was made so', async () => {
    const user = somebody()
    const review = await opened({ scope: 'privileged', privilegedSets: ['View only'] })
    const rows = await rowsOf(review)
    expect(rows.map(({ row }) => row.email)).toContain(user.email)
    expect(
      rows.every(
        ({ row: { access } }) =>
          access.superAdmin || access.permissionSets.some(({ id }) => id === '51002'),
      ),
    ).toBe(true)
    expect(rows.length).toBeLessThan(await readUsers())
  })

  test('is not opened over a permission set that nothing is called', async () => {
    await sync()
    const review = await created({ scope: 'privileged', privilegedSets: ['Veiw only'] })
    const refused = openReview(there.ctx, { review: review.id })
    await expect(refused).rejects.toMatchObject({
      code: 'request.invalid',
      message: expect.stringContaining('"Veiw only"') as unknown,
    })
  })

  test('wants a sealed reading, and a fresh one', async () => {
    const review = await created()
    expect(await codeOf(openReview(there.ctx, { review: review.id }))).toBe('people.never_read')
    await sync()
    later(DAY_MS + 1)
    expect(await codeOf(openReview(there.ctx, { review: review.id }))).toBe('review.reading_stale')
    await sync()
    expect((await openReview(there.ctx, { review: review.id })).state).toBe('open')
    expect(await codeOf(openReview(there.ctx, { review: review.id }))).toBe('review.wrong_state')
  })

  test('gives nobody their own row, and is not opened where only the person is left', async () => {
    somebody(0, there.reviewer.email ?? '')
    const review = await opened()
    const own = (await rowsOf(review)).find(({ row }) => row.email === there.reviewer.email)
    expect(own?.row).toMatchObject({ reviewer: { id: there.standIn.id }, assignedAs: 'fallback' })
    somebody(1, there.standIn.email ?? '')
    const alone = await created({
      reviewer: { person: there.standIn.id },
      fallback: [there.standIn.id],
    })
    await sync()
    const refused = await openReview(there.ctx, { review: alone.id }).catch(
      (thrown: unknown) => thrown,
    )
    expect(refused).toMatchObject({ code: 'review.no_reviewer' })
    expect(refused instanceof HubwardError && refused.message).toContain(there.standIn.email)
  })

  test('asks managers as the directory names them, and owners as the review does', async () => {
    const user = somebody()
    const owned = await opened({
      reviewer: 'owner',
      connections: [{ connection: world.connection.name, owner: there.standIn.id }],
      fallback: [there.reviewer.id],
    })
    expect((await rowsOf(owned)).every(({ row }) => row.reviewer.id === there.standIn.id)).toBe(
      true,
    )
    const [named, byAddress, self] = [
      somebody(1),
      somebody(2),
      somebody(3, there.reviewer.email ?? ''),
    ]
    const boss = await inDirectory(there.reviewer.email ?? '', null)
    await inDirectory(named.email, boss)
    await inDirectory(byAddress.email, there.reviewer.email ?? '')
    const managed = await opened({ reviewer: 'manager' })
    const rows = new Map((await rowsOf(managed)).map(({ row }) => [row.email, row]))
    for (const { email } of [named, byAddress])
      expect(rows.get(email)).toMatchObject({
        assignedAs: 'manager',
        reviewer: { id: there.reviewer.id },
      })
    // Of whom the directory names no manager, and who manages themselves for all it says.
    for (const { email } of [user, self])
      expect(rows.get(email)).toMatchObject({
        assignedAs: 'fallback',
        reviewer: { id: there.standIn.id },
      })
  })
})

/** As an identity provider says it by SCIM. @returns the id that it got here */
async function inDirectory(email: string, manager: string | null): Promise<string> {
  const id = newId(there.ctx.world, 'scim_user')
  const at = there.ctx.world.now()
  await there.ctx.store.read.scim.insert({
    id,
    connectionId: world.connection.id,
    kind: 'User',
    content: {
      userName: email,
      emails: [{ value: email, primary: true }],
      ...(manager !== null && { [ENTERPRISE]: { manager: { value: manager } } }),
    },
    hubspotId: null,
    hubspotEmail: null,
    managed: true,
    unsaid: [],
    effect: { state: 'pending', reason: null, since: at },
    version: 1,
    createdAt: at,
    modifiedAt: at,
  })
  return id
}

describe('a decision', () => {
  test('is kept in every version, with how it came about', async () => {
    const user = somebody()
    const review = await opened()
    const no = await rowFor(review, user.email)
    later(60_000)
    await decideRows(as(there.reviewer), {
      review: review.id,
      rows: [no],
      decision: KEEP,
      seconds: 7_000,
    })
    later(5_000)
    const nos = (await rowsOf(review)).flatMap(({ row }) =>
      row.reviewer.id === there.reviewer.id ? [row.no] : [],
    )
    await decide(review, nos, REMOVE)
    const { history, decided } = await showRow(there.ctx, { review: review.id, row: no })
    expect(history).toMatchObject([
      // Told was more than the row was there.
      { version: 1, decision: { kind: 'keep' }, seconds: 60, pace: null, bulk: null },
      { version: 2, decision: { kind: 'remove' }, seconds: null, pace: 5, bulk: nos.length },
    ])
    expect(decided?.version).toBe(2)
  })

  test('of several at once is a version each, in the order in which they came', async () => {
    const user = somebody()
    const review = await opened()
    const no = await rowFor(review, user.email)
    for (let round = 0; round < 5; round += 1)
      await Promise.all([KEEP, REMOVE, KEEP].map((one) => decide(review, [no], one)))
    const { history } = await showRow(there.ctx, { review: review.id, row: no })
    expect(history.map(({ version }) => version)).toEqual(
      Array.from({ length: 15 }, (_, at) => at + 1),
    )
  })

  test('is for the one who reviews the row, and never for the user, whoever they are', async () => {
    const user = somebody(0, there.reviewer.email ?? '')
    const other = somebody(1)
    const review = await opened()
    const [own, another] = [await rowFor(review, user.email), await rowFor(review, other.email)]
    const by = as(there.reviewer, 'admin')
    expect(await codeOf(decide(review, [own], KEEP, by))).toBe('review.own_row')
    expect(await codeOf(decide(review, [another], KEEP, as(there.standIn, 'admin')))).toBe(
      'review.not_reviewer',
    )
    expect(await codeOf(decide(review, [another], KEEP, there.ctx))).toBe('auth.missing')
    // Of several all, or none.
    expect(await codeOf(decide(review, [another, own], KEEP, by))).toBe('review.own_row')
    const give = assignRows(by, {
      review: review.id,
      rows: [own],
      reviewer: there.standIn.id,
      reason: null,
    })
    expect(await codeOf(give)).toBe('review.own_row')
    const take = { review: review.id, rows: [own], reviewer: there.reviewer.id, reason: null }
    expect(await codeOf(assignRows(there.ctx, take))).toBe('review.own_row')
    expect((await rowsOf(review)).every(({ decided }) => decided === null)).toBe(true)
  })

  test('is refused to whoever turns out to be the user after the rows were fixed', async () => {
    const user = somebody()
    const review = await opened()
    const no = await rowFor(review, user.email)
    await linkUser(there.ctx, {
      connection: world.connection.name,
      user: String(user.id),
      person: there.reviewer.id,
    })
    expect(await codeOf(decide(review, [no], KEEP))).toBe('review.own_row')
  })

  test('is one that can be meant', async () => {
    const user = somebody()
    const review = await opened()
    const no = await rowFor(review, user.email)
    const now = there.ctx.world.now().getTime()
    const at = (days: number) => new Date(now + days * DAY_MS).toISOString()
    const senseless: readonly Decision[] = [
      { kind: 'change', to: { permissionSetId: '51002' }, reason: null },
      { kind: 'change', to: { permissionSetId: '999' }, reason: null },
      { kind: 'change', to: { primaryTeamId: '999' }, reason: null },
      { kind: 'change', to: { superAdmin: false }, reason: null },
      { kind: 'change', to: { seats: ['Golden Seat'] }, reason: null },
      { kind: 'exception', until: at(-1), reason: 'late' },
      { kind: 'exception', until: at(400), reason: 'long' },
    ]
    for (const decision of senseless)
      expect(await codeOf(decide(review, [no], decision))).toBe('request.invalid')
    expect(await codeOf(decide(review, [99_999], KEEP))).toBe('resource.not_found')
    await decide(review, [no], { kind: 'exception', until: at(30), reason: 'handover' })
    expect((await showRow(there.ctx, { review: review.id, row: no })).decided?.decision.kind).toBe(
      'exception',
    )
  })

  test('shows members the rows that they review and no others', async () => {
    somebody()
    const review = await opened()
    const outsider = as(await member('outsider'))
    expect(await listOwnReviews(outsider)).toEqual([])
    expect(
      await codeOf(listRows(outsider, { review: review.id, mine: false, limit: 5, after: 0 })),
    ).toBe('auth.forbidden')
    expect(
      (await listRows(outsider, { review: review.id, mine: true, limit: 5, after: 0 })).total,
    ).toBe(0)
    expect(await codeOf(showRow(outsider, { review: review.id, row: 1 }))).toBe(
      'resource.not_found',
    )
    const [own] = await listOwnReviews(as(there.reviewer))
    expect(own?.review.id).toBe(review.id)
  })
})
