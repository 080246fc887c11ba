/** Checks that come round by themselves: when they are due, by one of all, and told where they turn red. */
import { afterEach, expect, it } from 'vitest'
import { checkRig } from '../../../tests/support/check-rig.ts'
import type { Context } from '../context.ts'
import { checkDue } from './check-due.ts'
import { setCheckSchedule, showCheckSchedule } from './check-schedule.ts'
import { listChecks } from './show-checks.ts'

const DAY_MS = 86_400_000
const world = checkRig()

const job = (): Context => ({
  ...world.rig.services,
  actor: { kind: 'job', name: 'check.due' },
  door: 'system',
})
const named = () => ({ connection: world.connection.name })
const every = (everyDays: number | null) =>
  setCheckSchedule(world.rig.ctx, { ...named(), everyDays })
const schedule = () => showCheckSchedule(world.rig.ctx, named())
const checks = async () => (await listChecks(world.rig.ctx, named())).length
const days = (count: number) => {
  const { clock } = world.rig.organisation
  clock.now = new Date(clock.now.getTime() + count * DAY_MS)
}
const actions = async () =>
  (await world.rig.organisation.events()).flatMap(({ event }) =>
    event.type === 'change' && event.targetId === world.connection.id ? [event.action] : [],
  )

afterEach(() => every(null))

it('is one after so many days and not before, then so many days later again', async () => {
  const before = await checks()
  await every(7)
  days(6.9)
  expect([await checkDue(job()), await checks()]).toEqual([0, before])
  days(0.2)
  expect([await checkDue(job()), await checkDue(job()), await checks()]).toEqual([1, 0, before + 1])
  const now = world.rig.organisation.clock.now.getTime()
  expect((await schedule())?.nextAt.getTime()).toBe(now + 7 * DAY_MS)
  days(7)
  expect(await checkDue(job())).toBe(1)
})

it('is run by one of any number of replicas', async () => {
  const before = await checks()
  await every(1)
  days(2)
  const all = await Promise.all(Array.from({ length: 8 }, () => checkDue(job())))
  expect(all.reduce((sum, count) => sum + count, 0)).toBe(1)
  expect(await checks()).toBe(before + 1)
})

it('tells once where it turns red, and leaves one that is paused or was never let through', async () => {
  await every(1)
  const [token] = world.rig.portal.tokens
  if (token) token.disabled = true
  for (let day = 0; day < 2; day++) {
    days(1)
    expect(await checkDue(job())).toBe(1)
  }
  const { rows } = await world.rig.organisation.database.pool.query(
    `select count(*)::int as told from notice
      where kind = 'connection.check_failed' and facts->>'connectionId' = $1`,
    [world.connection.id],
  )
  expect(rows).toEqual([{ told: 1 }])
  for (const state of ['pending', 'suspended', 'disconnected']) {
    await world.rig.organisation.database.pool.query(
      'update connection set state = $2 where id = $1',
      [world.connection.id, state],
    )
    days(2)
    expect([state, await checkDue(job())]).toEqual([state, 0])
  }
  await world.rig.organisation.database.pool.query(
    `update connection set state = 'active' where id = $1`,
    [world.connection.id],
  )
})

it('is in the audit where it changes, and refused where it makes no sense', async () => {
  await every(30)
  await every(30)
  await every(null)
  expect(await schedule()).toBeNull()
  const set = (await actions()).filter((one) => one === 'connection.check_schedule')
  expect(set).toHaveLength(2)
  for (const wrong of [0, 91, 1.5, -1])
    await expect(every(wrong)).rejects.toMatchObject({ code: 'request.invalid' })
})
