/** What HubSpot refuses, and what somebody did at the same moment: people hear of it once, and it is not forced. */
import { expect, test } from 'vitest'
import { accessRequests, HOUR_MS } from '../../../../tests/support/access-requests.ts'
import { checkRig } from '../../../../tests/support/check-rig.ts'
import type { Context } from '../../context.ts'
import { withdrawRequest } from './answer-request.ts'
import { tendRequests } from './tend-requests.ts'

const world = checkRig()
const { sync, asker, later, job, tend, ask, approve, nowOf, stateOf, granted, told } =
  accessRequests(world)

const refuse = (status: number) =>
  world.rig.portal.faults.set({
    match: { method: 'PUT', path: '^/settings/v3/users/' },
    effect: { kind: 'status', status, category: 'VALIDATION_ERROR' },
  })
const plans = async () =>
  (await world.rig.services.store.read.provisioning.plans(world.connection.id, 100)).length

test('a give-back that HubSpot refuses is told at once, tried again after growing pauses, and done in the end', async () => {
  const who = await asker()
  const before = nowOf(who)
  const request = await granted(who)
  const made = await plans()
  refuse(400)
  later(9 * HOUR_MS)
  // Two hours.
  for (let round = 0; round < 8; round += 1) await tend()
  expect(await stateOf(request)).toMatchObject({ state: 'ending', held: 'HubSpot refused it.' })
  expect(await told(request)).toEqual(['held'])
  expect((await plans()) - made).toBeLessThanOrEqual(4)
  world.rig.portal.faults.clear()
  later(6 * HOUR_MS)
  await tend()
  expect(nowOf(who)).toEqual(before)
  expect(await stateOf(request)).toMatchObject({ state: 'ended', held: null })
})

test('what rests is not tried because somebody else is due', async () => {
  const [who, other] = [await asker(0), await asker(1)]
  const request = await granted(who)
  refuse(400)
  later(9 * HOUR_MS)
  for (let round = 0; round < 4; round += 1) await tend()
  const { tries } = await stateOf(request)
  world.rig.portal.faults.clear()
  await sync()
  const second = await ask(other)
  await approve(second)
  await tendRequests(job())
  expect(await stateOf(second)).toMatchObject({ state: 'granted' })
  expect(await stateOf(request)).toMatchObject({ state: 'ending', tries })
})

test('giving that HubSpot refuses is told once, and not planned anew every few minutes', async () => {
  const who = await asker()
  const before = nowOf(who)
  await sync()
  const request = await ask(who)
  await approve(request)
  refuse(400)
  for (let round = 0; round < 8; round += 1) await tend()
  expect(await stateOf(request)).toMatchObject({ state: 'approved', held: 'HubSpot refused it.' })
  expect(await told(request)).toEqual(['held'])
  expect(await plans()).toBeLessThanOrEqual(4)
  expect(nowOf(who)).toEqual(before)
})

test('a run that stops on the way says so of what it was giving, and goes on', async () => {
  const who = await asker()
  await sync()
  const request = await ask(who)
  await approve(request)
  refuse(403)
  await tend()
  await tend()
  expect(await stateOf(request)).toMatchObject({
    state: 'granting',
    held: expect.stringContaining('forbidden') as unknown,
  })
  expect(await told(request)).toEqual(['held'])
  world.rig.portal.faults.clear()
  later(HOUR_MS)
  await tend()
  expect(await stateOf(request)).toMatchObject({ state: 'granted', held: null, tries: 0 })
})

test('for good, and there already under an address that has no user id yet: it is kept', async () => {
  const who = await asker()
  await sync()
  const request = await ask(who, { hours: null })
  // As of whoever was not in the portal when they asked.
  await world.rig.organisation.database.pool.query(
    'update access_request set user_id = null where id = $1',
    [request.id],
  )
  await approve(request)
  const { roleIds, secondaryTeamIds } = await elevatedState()
  world.rig.portal.people.happens(who.id, {
    event: 'changed',
    change: { roleIds, secondaryTeamIds },
  })
  await tend()
  expect(await stateOf(request)).toMatchObject({ state: 'kept', userId: String(who.id) })

  /** What the request asks for, as another one was given it. */
  async function elevatedState() {
    const other = await asker(1)
    await granted(other)
    return nowOf(other)
  }
})

test('what is withdrawn while its connection is read is neither held up nor lapsed', async () => {
  const [who, late] = [await asker(0), await asker(1)]
  for (const n of [1, 2]) {
    const email = `sits-${world.count}-${n}@our-firm.example`
    world.rig.portal.people.invite({ email, seatNames: ['Core Seat'] })
  }
  await sync()
  const held = await ask(who, { permissionSet: undefined, teams: [], seats: ['Core Seat'] })
  await approve(held)
  await tend(withdrawing(async () => withdrawRequest(who.ctx, { request: held.id })))
  expect(await stateOf(held)).toMatchObject({ state: 'withdrawn', held: null })
  const unanswered = await ask(late)
  later(8 * 24 * HOUR_MS)
  await tend(withdrawing(async () => withdrawRequest(late.ctx, { request: unanswered.id })))
  expect(await stateOf(unanswered)).toMatchObject({ state: 'withdrawn' })
  expect([...(await told(held)), ...(await told(unanswered))]).toEqual([])
})

/** The job, and somebody who acts once it has looked at what is due. */
function withdrawing(act: () => Promise<unknown>): Context {
  const by = job()
  let acted = false
  const { requests } = by.store.read
  const read = {
    ...by.store.read,
    requests: {
      ...requests,
      async inStates(...of: Parameters<typeof requests.inStates>) {
        const found = await requests.inStates(...of)
        const isWanted = of[1].includes('ending') || found.some(({ state }) => state === 'asked')
        if (found.length > 0 && isWanted && !acted) {
          acted = true
          await act()
        }
        return found
      },
    },
  }
  return { ...by, store: { ...by.store, read } }
}
