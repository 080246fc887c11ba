/** Many at once: limits hold up what is given, never what is given back. */
import { expect, test } from 'vitest'
import { accessRequests, HOUR_MS } from '../../../../tests/support/access-requests.ts'
import { checkRig } from '../../../../tests/support/check-rig.ts'
import type { AccessRequest } from '../../../domain/people/request/request.ts'

const world = checkRig()
const { sync, asker, later, tend, ask, approve, nowOf, stateOf } = accessRequests(world)
const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)
const statesOf = async (requests: readonly AccessRequest[]) =>
  (await Promise.all(requests.map(stateOf))).map(({ state }) => state)

test(
  'what was given within the day is given back within it, though twice as much was changed as a day may',
  { timeout: 120_000 },
  async () => {
    const askers = await Promise.all(numbers(6).map(asker))
    const before = askers.map(nowOf)
    await sync()
    const requests = await Promise.all(askers.map((who) => ask(who, { hours: 1 })))
    for (const request of requests) await approve(request)
    await tend()
    expect(new Set(await statesOf(requests))).toEqual(new Set(['granted']))
    later(HOUR_MS)
    await tend()
    expect(new Set(await statesOf(requests))).toEqual(new Set(['ended']))
    expect(askers.map(nowOf)).toEqual(before)
    // Nor do they fill a limit for anybody else.
    const { provisioning } = world.rig.services.store.read
    expect(await provisioning.countsSince(world.connection.id, new Date(0))).toMatchObject({
      change: 6,
    })
  },
)

test(
  'more than one run may change: as many as may are given, the rest is told and given later',
  { timeout: 120_000 },
  async () => {
    const askers = await Promise.all(numbers(22).map(asker))
    const before = askers.map(nowOf)
    await sync()
    const requests = await Promise.all(askers.map((who) => ask(who)))
    for (const request of requests) await approve(request)
    await tend()
    const states = await statesOf(requests)
    expect(states.filter((state) => state === 'granted').length).toBeGreaterThanOrEqual(10)
    const waiting = await stateOf(requests[states.indexOf('approved')]!)
    expect(waiting.held).toContain('would be changed')
    later(9 * HOUR_MS)
    await tend()
    // All at once, and what is not given yet holds none of them up.
    expect((await statesOf(requests)).filter((state) => state === 'ended')).toHaveLength(
      states.filter((state) => state === 'granted').length,
    )
    later(16 * HOUR_MS)
    await tend()
    expect(new Set(await statesOf(requests))).toEqual(new Set(['ended', 'granted']))
    later(9 * HOUR_MS)
    await tend()
    expect(new Set(await statesOf(requests))).toEqual(new Set(['ended']))
    expect(askers.map(nowOf)).toEqual(before)
  },
)
