/** What only a real socket shows: bodies that stream, readers that leave, answers that break off. */
import { serve, type ServerType } from '@hono/node-server'
import { request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../../application/access/create-key.ts'
import { createMember } from '../../application/access/create-member.ts'
import type { AuditRepository } from '../../application/audit/ports.ts'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { adminApp } from './app.ts'
import { BODY_LIMIT } from './read-request.ts'

let org: TestOrganisation
let server: ServerType
let port: number
let key: string
/** Turned by each test: what the audit streams. */
let stream: AuditRepository['stream']
const logged: Record<string, unknown>[] = []

beforeAll(async () => {
  org = await testOrganisation()
  await createMember(org.operator, { name: 'Root', email: 'root@example.com', role: 'admin' })
  const made = await createKey(org.operator, {
    principal: 'root@example.com',
    name: 'k',
    expiresAt: null,
  })
  key = made.text.reveal()
  const { read } = org.services.store
  const audit: AuditRepository = { ...read.audit, stream: (filter) => stream(filter) }
  const store = { ...org.services.store, read: { ...read, audit } }
  const log = {
    ...org.services.log,
    error: (facts: Record<string, unknown>) => void logged.push(facts),
  }
  const listening = Promise.withResolvers<AddressInfo>()
  server = serve(
    { fetch: adminApp({ ...org.services, store, log }).fetch, port: 0, hostname: '127.0.0.1' },
    listening.resolve,
  )
  port = (await listening.promise).port
})
afterAll(async () => {
  server.close()
  await org.close()
})

const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
  request({ port, method, path, headers: { authorization: `Bearer ${key}`, ...headers } })

const answerTo = (asked: ReturnType<typeof request>): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => asked.once('response', resolve).once('error', reject))

const line = Buffer.from(JSON.stringify({ type: 'change', filler: 'x'.repeat(1_000) }))

test('a reader that leaves stops the reading of the audit', async () => {
  let closed = false
  let given = 0
  stream = async function* () {
    try {
      for (;;) {
        given++
        yield line
        await sleep(0)
      }
    } finally {
      closed = true
    }
  }
  const asked = ask('GET', '/api/v1/audit/export')
  asked.end()
  const answer = await answerTo(asked)
  await new Promise((resolve) => answer.once('data', resolve))
  asked.on('error', () => undefined)
  answer.on('error', () => undefined)
  asked.destroy()
  await expect.poll(() => closed, { timeout: 5_000 }).toBe(true)
  expect(given).toBeGreaterThan(0)
})

test('a reader that is slow is waited for: what it has not taken is not read', async () => {
  let given = 0
  stream = async function* () {
    for (; given < 20_000; given++) yield line
  }
  const asked = ask('GET', '/api/v1/audit/export')
  asked.end()
  const answer = await answerTo(asked)
  answer.pause()
  // Reading goes on until the buffers on the way are full, then stands still.
  await expect
    .poll(
      async () => {
        const before = given
        await sleep(100)
        return given === before
      },
      { timeout: 10_000 },
    )
    .toBe(true)
  expect(given).toBeLessThan(20_000)
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) bytes += chunk.length
  expect(bytes).toBe(20_000 * (line.length + 1))
})

test('an export that breaks off does not look whole, and the server lives', async () => {
  logged.length = 0
  stream = async function* () {
    yield line
    await sleep(20)
    throw new Error('the database went away')
  }
  const asked = ask('GET', '/api/v1/audit/export')
  asked.end()
  const answer = await answerTo(asked)
  let text = ''
  const reading = (async () => {
    for await (const chunk of answer as AsyncIterable<Buffer>) text += chunk.toString()
  })()
  await expect(reading).rejects.toThrow(/aborted/)
  expect(text).toBe(`${line.toString()}\n`)
  expect(logged).toMatchObject([{ err: { message: 'the database went away' } }])
  const next = ask('GET', '/api/v1/me')
  next.end()
  expect((await answerTo(next)).statusCode).toBe(200)
})

test('a body beyond the limit is refused without being taken in', async () => {
  const asked = ask('POST', '/api/v1/members', { 'content-type': 'application/json' })
  asked.on('error', () => undefined)
  let written = 0
  const flood = setInterval(() => {
    if (written > 50 * BODY_LIMIT || asked.destroyed) return
    written += 100_000
    asked.write(Buffer.alloc(100_000, 32))
  }, 1)
  const answer = await answerTo(asked)
  clearInterval(flood)
  asked.destroy()
  expect(answer.statusCode).toBe(413)
  expect(written).toBeLessThan(10 * BODY_LIMIT)
})
