/** A flood of anonymous senders: all get one answer, and everything else keeps the database. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Agent } from 'node:http'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inLine, LINE } from '../../src/application/intake/line.ts'
import { connectionRig, type ConnectionRig } from '../support/connection-rig.ts'
import {
  byStatus,
  openRaceDoor,
  submitter,
  type RaceDoor,
  type Submitter,
} from '../support/intake-race.ts'
import { makeLink, type MadeLink } from '../support/intake-sender.ts'

let rig: ConnectionRig
let door: RaceDoor
let made: MadeLink
let another: MadeLink
const agent = new Agent({ keepAlive: true, maxSockets: 1_000 })

beforeAll(async () => {
  rig = await connectionRig({ contacts: 0, companies: 0, deals: 0 })
  door = await openRaceDoor(rig.services)
})
beforeEach(async () => {
  made = await makeLink(rig.ctx)
  another = await makeLink(rig.ctx)
})
afterAll(async () => {
  agent.destroy()
  door.close()
  await rig.close()
})

/** Keeps whoever submits to it waiting inside the database. */
async function holdRow({ intake }: MadeLink): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client(rig.organisation.database.config)
  await client.connect()
  await client.query('begin')
  await client.query('select from intake where id = $1 for update', [intake.id])
  return {
    release: async () => {
      await client.query('commit')
      await client.end()
    },
  }
}

/** How many wait for that row by now. */
async function stuck(): Promise<number> {
  const { rows } = await rig.organisation.database.pool.query<{ waiting: number }>(
    `select count(*)::int as waiting from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows[0]?.waiting ?? 0
}

async function until(reached: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await reached())) await sleep(20)
}

const many = (submit: Submitter, count: number) => Array.from({ length: count }, () => submit())

it('holds no more of the pool than its share, so that everything else goes on', async () => {
  const submit = await submitter(rig.services, door, agent, made)
  const held = await holdRow(made)
  const answers = many(submit, 60)
  await until(async () => (await stuck()) === LINE.atOnce)
  // Ten askers at once use every connection that is left; none of them waits in vain.
  const asked = await Promise.all(
    Array.from({ length: 10 }, () => rig.services.store.read.organisation.get()),
  )
  expect(asked).toHaveLength(10)
  expect(await stuck()).toBe(LINE.atOnce)
  await held.release()
  expect(byStatus(await Promise.all(answers))).toEqual({ 201: 1, 404: 59 })
})

it('sends away whom the line has no room for: alike, whatever the link is, and when to come again', async () => {
  const submit = await submitter(rig.services, door, agent, made)
  const [open, used] = await Promise.all([
    submitter(rig.services, door, agent, another),
    submitter(rig.services, door, agent, await makeLink(rig.ctx)),
  ])
  expect((await used()).status).toBe(201)
  const held = await holdRow(made)
  const answers = many(submit, LINE.atOnce)
  await until(async () => (await stuck()) === LINE.atOnce)
  let away = 0
  const more = many(submit, LINE.mostWaiting + 20).map(async (asked) => {
    const answer = await asked
    if (answer.status === 503) away += 1
    return answer
  })
  await until(() => away === 20)
  const late = await Promise.all([submit(), open(), used(), submit({ capability: 'A'.repeat(43) })])
  expect(new Set(late.map((answer) => JSON.stringify(answer))).size).toBe(1)
  expect(late[0]).toMatchObject({
    status: 503,
    retryAfter: String(LINE.comeAgainMs / 1_000),
    body: { error: { code: 'intake.busy' } },
  })
  await held.release()
  expect(byStatus(await Promise.all([...answers, ...more]))).toEqual({
    201: 1,
    404: LINE.atOnce + LINE.mostWaiting - 1,
    503: 20,
  })
  // Who was sent away has used nothing up, and counts as no guess.
  expect(await rig.services.store.read.intakes.get(another.intake.id)).toMatchObject({
    state: 'open',
    badCapabilities: 0,
  })
  expect((await open()).status).toBe(201)
})

it('ends a line that waited too long at once, instead of letting each try a database that hangs', async () => {
  const { clock } = rig.organisation
  let hanging = Promise.withResolvers<string>()
  let begun = 0
  const first = Array.from({ length: LINE.atOnce }, () =>
    inLine(rig.ctx, () => {
      begun += 1
      return hanging.promise
    }),
  )
  await until(() => begun === LINE.atOnce)
  const waiting = Promise.allSettled(
    Array.from({ length: 30 }, () =>
      inLine(rig.ctx, async () => {
        begun += 1
      }),
    ),
  )
  clock.now = new Date(clock.now.getTime() + LINE.patienceMs + 1)
  hanging.resolve('answered')
  expect(await Promise.all(first)).toEqual(first.map(() => 'answered'))
  for (const outcome of await waiting)
    expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'intake.busy' } })
  expect(begun).toBe(LINE.atOnce)
  // And the places are free again, those of work that failed too.
  hanging = Promise.withResolvers()
  const failing = Promise.allSettled(first.map(() => inLine(rig.ctx, () => hanging.promise)))
  hanging.reject(new Error('gone'))
  await failing
  expect(await Promise.all(first.map(() => inLine(rig.ctx, async () => 'in')))).toHaveLength(3)
})
