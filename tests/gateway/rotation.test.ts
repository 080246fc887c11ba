/**
 * Promise: no call fails because a credential is rotated. Two replicas of the product under load,
 * reads and writes, while the connection is rotated again and again: as HubSpot advises, with a bad
 * next token, with the old one ended at once, and with a new one that dies after its promotion.
 * `HUBWARD_ROTATION_ROUNDS` makes it longer.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ALL_SCOPES, type Token } from '../../emulator/index.ts'
import { setBudget } from '../../src/application/connection/set-budget.ts'
import { promoteCredential } from '../../src/application/rotation/promote-credential.ts'
import { stageCredential } from '../../src/application/rotation/stage-credential.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { product, type Product } from '../support/product.ts'

const ROUNDS = Number(process.env['HUBWARD_ROTATION_ROUNDS'] ?? 2)
const CALLERS = 6

let world: Product
let key: string
beforeAll(async () => {
  world = await product({
    replicas: 2,
    portal: { enforceLimits: false, tokens: [{ kind: 'private_app', scopes: ALL_SCOPES }] },
  })
  const much = 100_000
  await setBudget(world.admin, {
    connection: 'main',
    budget: { burst: much, search: much, associations: much, daily: much * 100 },
  })
  key = (await world.member('load', ['contacts:read', 'contacts:write'])).key
  // A replica that did not make the key knows it within a second, and not before.
  const headers = { authorization: `Bearer ${key}` }
  for (const url of world.urls)
    while ((await fetch(`${contacts(url)}?limit=1`, { headers })).status !== 200) await sleep(50)
})
afterAll(() => world.close())

interface Told {
  /** How often each status was answered. */
  readonly statuses: Map<number, number>
  /** What was answered beside 200 and 201, with its reason. */
  readonly failed: string[]
  /** Writes that were answered 201. */
  created: number
  calls: number
}

const contacts = (url: string) => `${url}/hubspot/main/crm/v3/objects/contacts`

async function call(url: string, number: number, told: Told): Promise<void> {
  const writes = number % 3 === 0
  const answer = await fetch(`${contacts(url)}${writes ? '' : '?limit=1'}`, {
    method: writes ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(writes && {
      body: JSON.stringify({ properties: { email: `caller-${number}@example.com` } }),
    }),
  })
  const text = await answer.text()
  if (answer.status >= 400) told.failed.push(`${answer.status} ${text}`)
  told.calls += 1
  if (answer.status === 201) told.created += 1
  told.statuses.set(answer.status, (told.statuses.get(answer.status) ?? 0) + 1)
}

/** Calls without a pause through both replicas until it is told to stop. */
async function load(stop: AbortSignal, told: Told): Promise<void> {
  let number = 0
  const caller = async (url: string): Promise<void> => {
    while (!stop.aborted) await call(url, ++number, told)
  }
  await Promise.all(
    Array.from({ length: CALLERS }, (_, at) => caller(world.urls[at % world.urls.length] ?? '')),
  )
}

const newToken = (): Token => world.portal.addToken({ kind: 'private_app', scopes: ALL_SCOPES })

const stage = (token: string) =>
  stageCredential(world.admin, {
    connection: 'main',
    kind: 'private_app',
    secrets: { token: redacted(token) },
  })
const promote = () => promoteCredential(world.admin, { connection: 'main' })

/** Each way in which a rotation goes, from one token in use to the one that is in use after it. */
const WAYS: Readonly<Record<string, (inUse: Token) => Promise<Token>>> = {
  async 'with both tokens valid'() {
    const next = newToken()
    await stage(next.secret)
    await promote()
    return next
  },
  async 'with a next token that HubSpot does not know'(inUse) {
    await expect(stage('pat-na1-00000000-0000-4000-8000-00000000dead')).rejects.toMatchObject({
      code: 'connection.credential_invalid',
    })
    return inUse
  },
  async 'with a next token that dies between staging and promotion'(inUse) {
    const next = newToken()
    await stage(next.secret)
    world.portal.revokeToken(next)
    await expect(promote()).rejects.toMatchObject({ code: 'connection.credential_invalid' })
    return inUse
  },
  async 'with the old token ended at the very moment of the promotion'(inUse) {
    const next = newToken()
    await stage(next.secret)
    await promote()
    world.portal.revokeToken(inUse)
    return next
  },
  async 'with a new token that dies after its promotion'(inUse) {
    const next = newToken()
    await stage(next.secret)
    await promote()
    await sleep(100)
    world.portal.revokeToken(next)
    return inUse
  },
}

it('no call fails while the credential is rotated, and no write is made twice', async () => {
  const { portal } = world.portal
  const type = portal.types.find('contact')
  if (!type) throw new Error('the portal has no contacts')
  const store = portal.store(type)
  const there = store.size
  const told: Told = { statuses: new Map(), failed: [], created: 0, calls: 0 }
  const stop = new AbortController()
  const running = load(stop.signal, told)
  let inUse = world.portal.tokens[0] as Token
  for (let round = 0; round < ROUNDS; round++)
    for (const way of Object.values(WAYS)) {
      await sleep(300)
      inUse = await way(inUse)
      await sleep(300)
    }
  stop.abort()
  await running
  expect(told.failed).toEqual([])
  expect(Object.fromEntries(told.statuses)).toEqual({
    200: expect.any(Number) as number,
    201: told.created,
  })
  expect(store.size - there).toBe(told.created)
  expect(told.calls).toBeGreaterThan(ROUNDS * 200)
  const { rows } = await world.pool.query<{ action: string; times: number }>(
    `select convert_from(body, 'UTF8')::jsonb->>'action' as action, count(*)::int as times
       from audit_event where type = 'change' group by 1`,
  )
  const times = new Map(rows.map((row) => [row.action, row.times]))
  expect(times.get('connection.promote_credential')).toBe(ROUNDS * 3)
  expect(times.get('connection.fall_back')).toBe(ROUNDS)
  process.stderr.write(
    `rotation under load: ${told.calls} calls, ${told.created} of them writes, ${ROUNDS * 3} promotions, ${ROUNDS} ways back, 0 failed\n`,
  )
}, 600_000)
