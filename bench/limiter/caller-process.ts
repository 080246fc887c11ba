/** One process of the benchmark: its crowds call the server through a budget of their own process. */
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { createBudget } from '../../src/adapters/database/budget/budget.ts'
import { createPool } from '../../src/adapters/database/pool.ts'
import type { Log } from '../../src/application/ports.ts'
import type { Connection } from '../../src/domain/connection/connection.ts'
import { WINDOW_MS } from './enforcing-server.ts'
import type { Crowd, Task, TaskReport } from './task.ts'

process.on('message', (task: Task) => {
  run(task).then(
    (report) => process.send?.(report, () => process.exit(0)),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})
process.on('disconnect', () => process.exit(1))

async function run(task: Task): Promise<TaskReport> {
  const database = createPool({ ...task.database, max: 2 })
  const upstream = new Pool(`http://127.0.0.1:${task.port}`, { connections: 128 })
  const log: Log = { debug() {}, info() {}, warn: console.error, error: console.error }
  const budget = createBudget({
    pool: database,
    log,
    processId: task.processId,
    reserve: task.reserve,
    world: { now: () => new Date(), monotonicMs: () => performance.now() },
  })
  const connection = connectionOf(task)
  const before = process.cpuUsage()
  const started = performance.now()
  const ends = started + task.durationMs
  const waits: Record<string, number[]> = {}
  let refused = 0

  async function call(crowd: Crowd): Promise<void> {
    const begun = performance.now()
    const taken = budget.take({
      connection,
      buckets: ['burst', 'daily'],
      lane: crowd.lane,
      groupId: crowd.group,
      patienceMs: 30_000,
    })
    // As the gateway does it: only what is not at hand is awaited.
    const result = taken instanceof Promise ? await taken : taken
    if (!result.ok) {
      refused += 1
      await sleep(result.error.retryAfterMs)
      return
    }
    if (begun - started >= WINDOW_MS) (waits[crowd.group] ??= []).push(performance.now() - begun)
    const { statusCode, headers, body } = await upstream.request({
      path: `/${task.portalId}/${crowd.group}`,
      method: 'GET',
    })
    result.value.settle({
      status: statusCode,
      header: (name) => headers[name] as string | undefined,
    })
    await body.dump()
  }

  async function caller(crowd: Crowd): Promise<void> {
    while (performance.now() < ends) {
      await call(crowd)
      if (crowd.pauseMs > 0) await sleep(-Math.log(1 - Math.random()) * crowd.pauseMs)
    }
  }

  const callers = task.crowds.flatMap((crowd) =>
    Array.from({ length: crowd.callers }, () => caller(crowd)),
  )
  await Promise.race([Promise.all(callers), sleep(task.durationMs + 1_000)])
  const { user, system } = process.cpuUsage(before)
  await budget.close()
  await Promise.all([database.end(), upstream.destroy()])
  return { waits, refused, cpuSeconds: (user + system) / 1e6 }
}

function connectionOf(task: Task): Connection {
  return {
    id: 'con_bench',
    name: 'bench',
    title: 'Bench',
    kind: 'service_key',
    state: 'active',
    stateReason: null,
    baseUrl: `http://127.0.0.1:${task.port}`,
    portalId: task.portalId,
    portalName: null,
    accountType: 'DEVELOPER_TEST',
    hublet: 'na1',
    uiDomain: 'app.hubspot.com',
    timeZone: 'UTC',
    hubspotUserId: null,
    hubspotAppId: 1,
    hubspotScopes: [],
    customObjectTypes: [],
    budget: { burst: task.limit, search: null, associations: null, daily: null },
    createdAt: new Date(0),
    checkedAt: new Date(0),
  }
}
