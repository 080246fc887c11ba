/**
 * The live stream over real HTTP: what is told, to whom, and how it ends. How soon is a promise of
 * the access picture; here only that it comes.
 */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { adminApi, type AdminApi } from '../../../tests/support/admin-api.ts'
import { aCall } from '../../../tests/support/events.ts'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { createGroup } from '../../application/access/create-group.ts'
import { createKey } from '../../application/access/create-key.ts'
import { revokeKey } from '../../application/access/revoke-key.ts'
import { raiseNotice } from '../../application/notice/raise-notice.ts'
import { createLiveFeed, STREAMS_PER_PRINCIPAL } from '../../application/activity/live-feed.ts'
import type { BudgetReading } from '../../application/ports.ts'
import { countCalls } from '../../adapters/database/activity/count-calls.ts'
import { createCallLog } from '../../adapters/database/call-log.ts'
import { adminApp } from './app.ts'

let org: TestOrganisation
let api: AdminApi
let server: Server
let url: string
/** The clock of the stream alone, so that a test can let it stand still for long. */
const clock = { ms: 0 }
const gauges: BudgetReading[] = []
let live: ReturnType<typeof createLiveFeed>

beforeAll(async () => {
  org = await testOrganisation()
  await org.connect('main')
  const world = { ...org.services.world, monotonicMs: () => clock.ms + performance.now() }
  const budget = { ...org.services.budget, reading: () => gauges }
  live = createLiveFeed({ ...org.services, world, budget })
  const services = { ...org.services, world, budget, live }
  api = await adminApi(org, ['admin', 'auditor', 'member'], services)
  const listener = getRequestListener(adminApp(services).fetch)
  server = createServer((request, response) => void listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/live`
})
afterAll(async () => {
  live.close()
  server.closeAllConnections()
  server.close()
  await org.close()
})

const open: AbortController[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.abort()
})

interface Told {
  readonly name: string
  readonly data: Readonly<Record<string, unknown>>
}

interface Listening {
  readonly status: number
  /** The next event of that name; what comes before it is passed over. */
  next(name: string): Promise<Told>
  /** What came until the stream ended. */
  rest(): Promise<Told[]>
  close(): void
}

async function listen(key = api.keys['admin']): Promise<Listening> {
  const abort = new AbortController()
  open.push(abort)
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${key}` },
    signal: abort.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const told: Told[] = []
  const more = async (): Promise<boolean> => {
    const { done, value = '' } = (await reader?.read()) ?? { done: true }
    text += value
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const [, name] = /^event: (.*)$/m.exec(block) ?? []
      const [, data] = /^data: (.*)$/m.exec(block) ?? []
      if (name && data) told.push({ name, data: JSON.parse(data) as Told['data'] })
      else if (block.startsWith(':')) told.push({ name: 'comment', data: {} })
    }
    return !done
  }
  return {
    status: response.status,
    async next(name) {
      for (;;) {
        const at = told.findIndex((one) => one.name === name)
        const found = told[at]
        if (found) {
          told.splice(0, at + 1)
          return found
        }
        if (!(await more())) throw new Error(`the stream ended without "${name}"`)
      }
    },
    async rest() {
      while (await more());
      return told
    },
    close: () => abort.abort(),
  }
}

async function record(principalId: string): Promise<void> {
  const callLog = createCallLog({ config: org.database.config, log: org.services.log })
  await callLog.record(aCall({ principalId }))
  await callLog.close()
}

const idOf = async (email: string): Promise<string> =>
  (await org.services.store.read.principals.findMemberByEmail(email))?.id ?? ''

describe('told', () => {
  test('a change of access, and an event that was recorded', async () => {
    const stream = await listen()
    const { version } = (await stream.next('changed')).data
    const { sequence } = (await stream.next('recorded')).data
    await createGroup(org.operator, { name: 'new', title: '', description: '', context: '' })
    expect(Number((await stream.next('changed')).data['version'])).toBeGreaterThan(Number(version))
    await record('mem_nobody')
    expect(Number((await stream.next('recorded')).data['sequence'])).toBeGreaterThan(
      Number(sequence),
    )
  })

  test('that an event is counted too, which is later: pages show the counts', async () => {
    const stream = await listen()
    await record('mem_nobody')
    const newest = await org.services.activity.newest()
    let told = (await stream.next('recorded')).data
    while (told['sequence'] !== newest) told = (await stream.next('recorded')).data
    expect(Number(told['countedThrough'])).toBeLessThan(newest)
    await countCalls(org.database.pool)
    expect((await stream.next('recorded')).data).toEqual({
      sequence: newest,
      countedThrough: newest,
    })
  })

  test('gauges of the budget, when they move', async () => {
    const stream = await listen()
    gauges.splice(0, 1, { budget: 'burst', limit: 190, remaining: 100, windowMs: 10_000 })
    const budgets = [{ name: 'burst', limit: 190, remaining: 100, windowMs: 10_000 }]
    expect((await stream.next('budget')).data).toEqual({ connection: 'main', budgets })
    gauges.splice(0)
  })

  test('a member hears of changes and of calls of their own, and of nobody else’s', async () => {
    const stream = await listen(api.keys['member'])
    await stream.next('changed')
    await record(await idOf('auditor@example.com'))
    await record(await idOf('member@example.com'))
    const own = await stream.next('own')
    const newest = await org.services.activity.newest()
    expect(own.data).toEqual({ sequence: newest })
    await createGroup(org.operator, { name: 'another', title: '', description: '', context: '' })
    await stream.next('changed')
    live.close()
    expect((await stream.rest()).map(({ name }) => name)).not.toContain('recorded')
    reopen()
  })
})

/** After a test that closed the feed. */
function reopen(): void {
  const { open: opened, close } = createLiveFeed({
    ...org.services,
    world: { ...org.services.world, monotonicMs: () => clock.ms + performance.now() },
    budget: { ...org.services.budget, reading: () => gauges },
  })
  Object.assign(live, { open: opened, close })
}

describe('ended', () => {
  test('with the key that opened it', async () => {
    const { key, text } = await createKey(org.operator, {
      principal: 'admin@example.com',
      name: 'brief',
      expiresAt: null,
    })
    const stream = await listen(text.reveal())
    await stream.next('changed')
    await revokeKey(org.operator, { key: key.id })
    expect((await stream.rest()).at(-1)).toEqual({ name: 'end', data: { reason: 'signed_out' } })
  })

  test('when the server stops', async () => {
    const stream = await listen()
    await stream.next('changed')
    live.close()
    expect((await stream.rest()).at(-1)).toEqual({ name: 'end', data: { reason: 'stopping' } })
    reopen()
  })

  test('by its reader, which makes room for another', async () => {
    const streams: Listening[] = []
    for (let one = 0; one < STREAMS_PER_PRINCIPAL; one++) streams.push(await listen())
    expect(streams.map(({ status }) => status)).not.toContain(429)
    expect((await listen()).status).toBe(429)
    // Somebody else is not in the way of this.
    expect((await listen(api.keys['auditor'])).status).toBe(200)
    streams[0]?.close()
    for (;;) {
      const again = await listen()
      if (again.status === 200) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })

  test('for a reader that takes nothing, whose connection is cut', async () => {
    const cut = Promise.withResolvers<string>()
    const world = { ...org.services.world, monotonicMs: () => clock.ms }
    const stream = live.open(
      { ...org.operator, world },
      { cut: () => cut.resolve('cut'), gone: new AbortController().signal },
    )
    const taken = stream[Symbol.asyncIterator]()
    expect((await taken.next()).value).toMatchObject({ name: 'changed' })
    clock.ms += 60_000
    expect(await cut.promise).toBe('cut')
    // What was waiting for it is at most one event of each kind.
    let left = 0
    while (!(await taken.next()).done) left += 1
    expect(left).toBeLessThan(6)
  })

  test('not for one that waits in vain: it is told that the line is alive', async () => {
    const stream = await listen()
    await stream.next('recorded')
    for (let beats = 0; beats < 3; beats++) {
      clock.ms += 20_000
      await stream.next('comment')
    }
  })
})

test('tells each person how many of their notices are unread, as it changes', async () => {
  const admin = await listen()
  expect((await admin.next('notices')).data).toEqual({ unread: 0 })
  await org.services.store.aside((tx) =>
    raiseNotice(tx, org.services, {
      kind: 'connection.needs_reauth',
      facts: { connectionId: 'con_0123456789abcdefghjk' },
    }),
  )
  expect((await admin.next('notices')).data).toEqual({ unread: 1 })
  const member = await listen(api.keys['member'])
  expect((await member.next('notices')).data).toEqual({ unread: 0 })
})
