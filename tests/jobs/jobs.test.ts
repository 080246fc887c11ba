/** Jobs over a real PostgreSQL: none is lost with its process, none runs for a change that was not. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { installJobs, type QueueTable } from '../../src/adapters/jobs/install-jobs.ts'
import { workJobs, type JobWorkers, type WorkOptions } from '../../src/adapters/jobs/work-jobs.ts'
import { createStore } from '../../src/adapters/database/store.ts'
import type { Store } from '../../src/application/ports.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

const SWEEP = 'notice.sweep'
const QUEUE: QueueTable = {
  [SWEEP]: { does: 'a test', retries: 1, retryAfterS: 1, withinS: 2, atOnce: 2 },
}
const quiet = (): void => undefined
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }

let database: TestDatabase
let store: Store
const replicas: JobWorkers[] = []

beforeEach(async () => {
  database = await testDatabase()
  store = createStore(database.db)
  await installJobs(database.pool, QUEUE)
})
afterEach(async () => {
  await Promise.all(replicas.splice(0).map((replica) => replica.stop(1_000)))
  await database.drop()
})

async function begin(
  run: WorkOptions['run'],
  more: Partial<Pick<WorkOptions, 'schedules'>> = {},
): Promise<JobWorkers> {
  const schedules = more.schedules ?? {}
  const config = database.config
  const one = workJobs({ config, log, queues: QUEUE, run, schedules, superviseS: 1 })
  replicas.push(one)
  await one.ready
  return one
}

const states = async (name = SWEEP): Promise<string[]> => {
  const { rows } = await database.pool.query<{ state: string }>(
    'select state from jobs.job where name = $1',
    [name],
  )
  return rows.map(({ state }) => state)
}

const send = (key?: string) =>
  store.aside((tx) => tx.jobs.send(SWEEP, {}, key === undefined ? {} : { singletonKey: key }))

test('a job runs when its transaction is committed, and never when it is rolled back', async () => {
  const ran: string[] = []
  await begin(async (queue) => void ran.push(queue))
  const failing = store.aside(async (tx) => {
    await tx.jobs.send(SWEEP, {})
    throw new Error('the change failed')
  })
  await expect(failing).rejects.toThrow('the change failed')
  expect(await states()).toEqual([])
  await send()
  await vi.waitFor(async () => expect(await states()).toEqual(['completed']), 10_000)
  expect(ran).toEqual([SWEEP])
})

test('of jobs with one key only one waits; without a key each is its own', async () => {
  await send('a')
  await send('a')
  await send()
  await send()
  expect(await states()).toHaveLength(3)
})

test('more jobs than workers are all done, without waiting for the next look', async () => {
  let ran = 0
  await begin(async () => void (ran += 1))
  await store.aside(async (tx) => {
    for (let i = 0; i < 30; i++) await tx.jobs.send(SWEEP, {})
  })
  await vi.waitFor(() => expect(ran).toBe(30), 9_000)
})

test('a job survives the kill of the process that had it', async () => {
  const child = fork(join(import.meta.dirname, '../support/hold-job.ts'))
  child.send({ config: database.config, queues: QUEUE })
  await send()
  await once(child, 'message')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await states()).toEqual(['active'])
  const ran: string[] = []
  await begin(async (queue) => void ran.push(queue))
  await vi.waitFor(() => expect(ran).toEqual([SWEEP]), 25_000)
}, 40_000)

test('what comes round runs once, however many replicas there are', async () => {
  let ran = 0
  const run = async () => void (ran += 1)
  const schedules = { [SWEEP]: 86_400 }
  await Promise.all([begin(run, { schedules }), begin(run, { schedules })])
  await vi.waitFor(async () => expect(await states()).toEqual(['completed']), 10_000)
  await begin(run, { schedules })
  expect(await states()).toHaveLength(1)
  expect(ran).toBe(1)
})

test('a job that fails is tried again, and then lies among the dead with its sentence', async () => {
  let tries = 0
  await begin(async () => {
    tries += 1
    throw new Error('it is broken')
  })
  await send()
  await vi.waitFor(async () => expect(await states('dead')).toHaveLength(1), 60_000)
  expect(tries).toBe(2)
  const { rows } = await database.pool.query<{ output: unknown }>(
    `select output from jobs.job where name = '${SWEEP}'`,
  )
  expect(rows).toEqual([{ output: { message: 'it is broken' } }])
}, 70_000)

test('a stop waits for the job under way, and aborts one that takes longer', async () => {
  let aborted = false
  const begun = Promise.withResolvers<void>()
  const one = await begin((_, __, signal) => {
    begun.resolve()
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        aborted = true
        resolve()
      })
    })
  })
  await send()
  await begun.promise
  await one.stop(50)
  expect(aborted).toBe(true)
})

test('installing again changes nothing, and a changed queue is changed', async () => {
  const changed = { [SWEEP]: { ...QUEUE[SWEEP], retries: 9 } } as QueueTable
  await Promise.all([1, 2, 3].map(() => installJobs(database.pool, changed)))
  const { rows } = await database.pool.query<{ retry_limit: number }>(
    `select retry_limit from jobs.queue where name = '${SWEEP}'`,
  )
  expect(rows).toEqual([{ retry_limit: 9 }])
})
