import { once } from 'node:events'
import {
  createConnection,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { listen, type Listener } from './listen.ts'

let database: TestDatabase
let listener: Listener | undefined
let road: Road
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
afterEach(async () => {
  await listener?.close()
  road.close()
})

const notify = (channel: string, payload: string) =>
  database.pool.query('select pg_notify($1, $2)', [channel, payload])

interface Seen {
  readonly heard: string[]
  readonly ups: number[]
  readonly downs: { readonly at: number; readonly reason: string }[]
}

async function start(): Promise<Seen> {
  road = await openRoad()
  const seen: Seen = { heard: [], ups: [], downs: [] }
  listener = await listen(
    road.config,
    {
      news: (payload) => seen.heard.push(`news ${payload}`),
      'Odd "name"': (payload) => seen.heard.push(`odd ${payload}`),
    },
    {
      onUp: () => seen.ups.push(performance.now()),
      onDown: (reason) => seen.downs.push({ at: performance.now(), reason }),
    },
  )
  return seen
}

it('hands each notification to the handler of its channel', async () => {
  const seen = await start()
  expect(seen.ups).toHaveLength(1)
  await notify('news', 'one')
  await notify('Odd "name"', 'two')
  await notify('other', 'three')
  await notify('news', '')
  await expect.poll(() => seen.heard).toEqual(['news one', 'odd two', 'news '])
})

it('comes back after the server ended the connection, and says both', async () => {
  const seen = await start()
  await database.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where application_name = 'hubward listen' and datname = current_database()`,
  )
  await expect.poll(() => seen.ups.length).toBe(2)
  expect(seen.downs).toHaveLength(1)
  await notify('news', 'again')
  await expect.poll(() => seen.heard).toEqual(['news again'])
})

it('notices a peer that vanished without a word, and returns when it is back', async () => {
  const seen = await start()
  road.block()
  await expect.poll(() => seen.downs.length, { timeout: 10_000 }).toBe(1)
  expect(seen.downs[0]?.reason).toContain('did not answer within 300 ms')
  road.unblock()
  await expect.poll(() => seen.ups.length, { timeout: 10_000 }).toBe(2)
  await notify('news', 'back')
  await expect.poll(() => seen.heard).toEqual(['news back'])
})

it('stays with a connection whose answer waited only because this process was busy', async () => {
  const seen = await start()
  for (let round = 0; round < 5; round++) {
    const until = performance.now() + 400
    while (performance.now() < until) JSON.stringify(process.versions)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await notify('news', 'still here')
  await expect.poll(() => seen.heard).toEqual(['news still here'])
  expect(seen.downs).toEqual([])
})

it('resolves with a database that is away, and comes up when it appears', async () => {
  road = await openRoad()
  road.refuse()
  const ups: string[] = []
  const downs: string[] = []
  listener = await listen(
    road.config,
    {},
    { onUp: () => ups.push('up'), onDown: (reason) => downs.push(reason) },
  )
  expect(downs).toHaveLength(1)
  road.admit()
  await expect.poll(() => ups, { timeout: 10_000 }).toEqual(['up'])
  expect(downs).toHaveLength(1)
})

it('closes at once, also while it waits to try again', async () => {
  road = await openRoad()
  road.refuse()
  listener = await listen(road.config, {}, {})
  await listener.close()
  // PostgreSQL lists a session for a moment after its client has gone.
  const sessions = async () =>
    (
      await database.pool.query(
        `select from pg_stat_activity
         where application_name = 'hubward listen' and datname = current_database()`,
      )
    ).rowCount
  await expect.poll(sessions, { timeout: 5_000 }).toBe(0)
})

/** A way to the database that can be cut: blocked, bytes vanish; refused, connections end. */
interface Road {
  readonly config: pg.ClientConfig
  block(): void
  unblock(): void
  refuse(): void
  admit(): void
  close(): void
}

async function openRoad(): Promise<Road> {
  const open = new Set<Socket>()
  const { host, port: number, user, password, database: name } = new pg.Client(database.config)
  const target = host.startsWith('/')
    ? { path: `${host}/.s.PGSQL.${number}` }
    : { host, port: number }
  let blocked = false
  let refused = false
  const server: Server = createServer((near) => {
    if (refused) return void near.destroy()
    const far = createConnection(target)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('error', () => {})
      from.on('data', (chunk: Buffer) => {
        if (!blocked) to.write(chunk)
      })
      from.on('close', () => to.destroy())
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    config: { host: '127.0.0.1', port, user, password, database: name },
    block: () => (blocked = true),
    unblock: () => (blocked = false),
    refuse: () => (refused = true),
    admit: () => (refused = false),
    close: () => {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
