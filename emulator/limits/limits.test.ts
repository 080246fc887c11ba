// The allowances, under a clock that the test turns. A gateway's budget is written against these.
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import type { Emulator, EmulatorOptions } from '../index.ts'
import { asker, startPortal, type Ask } from '../testing/portal.ts'
import { nextMidnight } from './day.ts'
import { RollingWindow } from './window.ts'

let emulator: Emulator | undefined
afterEach(() => emulator?.close())

/** A portal whose time stands still until the test turns it. */
async function limited(options: EmulatorOptions = {}): Promise<[Emulator, Ask]> {
  emulator = await startPortal({ enforceLimits: true, ...options })
  emulator.clock.set('2026-11-20T12:00:00Z')
  emulator.clock.freeze()
  return [emulator, asker(emulator)]
}

async function statuses(times: number, call: () => Promise<{ status: number }>): Promise<number[]> {
  const seen: number[] = []
  for (let n = 0; n < times; n += 1) seen.push((await call()).status)
  return seen
}
const count = (list: readonly number[], wanted: number) =>
  list.filter((one) => one === wanted).length

test.each([
  ['free', 100],
  ['professional', 190],
  ['enterprise', 190],
] as const)(
  '%s allows %i calls in ten seconds, and the next only when the first is ten seconds old',
  async (tier, burst) => {
    const [portal, ask] = await limited({ tier })
    const read = () => ask('GET', '/crm/v3/owners')
    expect(count(await statuses(burst, read), 200)).toBe(burst)
    expect((await read()).status).toBe(429)
    portal.clock.advance(9_999)
    expect((await read()).status).toBe(429)
    portal.clock.advance(1)
    expect((await read()).status).toBe(200)
  },
)

test('each app has its own burst, and the add-on makes it 250', async () => {
  const [portal, ask] = await limited({ limitIncreases: 1 })
  await statuses(250, () => ask('GET', '/crm/v3/owners'))
  expect((await ask('GET', '/crm/v3/owners')).status).toBe(429)
  const other = asker(portal, portal.addToken({ scopes: ['crm.objects.owners.read'] }).secret)
  expect((await other('GET', '/crm/v3/owners')).status).toBe(200)
})

test('searches have five a second for the whole account, and no interval headers', async () => {
  const [portal, ask] = await limited()
  const other = asker(portal, portal.addToken({ scopes: ['crm.objects.contacts.read'] }).secret)
  const search = (who: Ask) => () => who('POST', '/crm/v3/objects/contacts/search', {})
  const first = await search(ask)()
  expect(first.headers.get('x-hubspot-ratelimit-max')).toBeNull()
  expect(first.headers.get('x-hubspot-ratelimit-daily')).toBe('1000000')
  await statuses(4, search(other))
  const refused = await search(ask)()
  expect([refused.status, refused.json]).toEqual([
    429,
    {
      status: 'error',
      message: 'You have reached your secondly limit.',
      correlationId: expect.any(String),
      errorType: 'RATE_LIMIT',
      policyName: 'SECONDLY',
      groupName: 'publicapi:crm:search:oauth:1234567',
      requestId: refused.json.correlationId,
    },
  ])
  portal.clock.advance(1000)
  expect((await search(ask)()).status).toBe(200)
})

test('associations draw on their own allowance', async () => {
  const [, ask] = await limited()
  const labels = () => ask('GET', '/crm/v4/associations/contacts/companies/labels')
  expect(count(await statuses(150, labels), 200)).toBe(150)
  expect((await labels()).status).toBe(429)
  expect((await ask('GET', '/crm/v3/owners')).status).toBe(200)
})

test('the headers count down as HubSpot shows them', async () => {
  const [, ask] = await limited()
  await ask('GET', '/crm/v3/owners')
  const { headers } = await ask('GET', '/crm/v3/owners')
  const shown = Object.fromEntries(
    [...headers].filter(([name]) => name.startsWith('x-hubspot-ratelimit')),
  )
  expect(shown).toEqual({
    'x-hubspot-ratelimit-daily': '1000000',
    'x-hubspot-ratelimit-daily-remaining': '999998',
    'x-hubspot-ratelimit-interval-milliseconds': '10000',
    'x-hubspot-ratelimit-max': '190',
    'x-hubspot-ratelimit-remaining': '188',
    'x-hubspot-ratelimit-secondly': '19',
    'x-hubspot-ratelimit-secondly-remaining': '18',
  })
})

test('OAuth answers have no daily pair, and a marketplace app has 110', async () => {
  const [portal] = await limited()
  const token = portal.addToken({ kind: 'oauth', scopes: ['crm.objects.owners.read'] })
  const { headers } = await asker(portal, token.secret)('GET', '/crm/v3/owners')
  expect(headers.get('x-hubspot-ratelimit-daily')).toBeNull()
  expect(headers.get('x-hubspot-ratelimit-max')).toBe('190')
})

test('the day ends at midnight in the portal’s time zone, not in UTC', async () => {
  const [portal, ask] = await limited({ tier: 'free', timeZone: 'America/New_York' })
  portal.limits.daily.spend(portal.clock.now(), 250_000)
  const spent = await ask('GET', '/crm/v3/owners')
  expect(spent.json).toMatchObject({
    message: 'You have reached your daily limit.',
    policyName: 'DAILY',
  })
  portal.clock.set('2026-11-21T04:59:59.999Z')
  expect((await ask('GET', '/crm/v3/owners')).status).toBe(429)
  portal.clock.set('2026-11-21T05:00:00.000Z')
  expect((await ask('GET', '/crm/v3/owners')).status).toBe(200)
})

test('the second 429 shape has no policy, so that clients must read the message too', async () => {
  const [portal, ask] = await limited({ switches: { rateLimitShape: 'B', rateLimitRetryAfter: 3 } })
  portal.faults.set({ effect: { kind: 'rate-limit', policy: 'SECONDLY' }, count: 1 })
  const { status, json, headers } = await ask('GET', '/crm/v3/owners')
  expect([status, headers.get('retry-after')]).toEqual([429, '3'])
  expect(json).toEqual({
    status: 'error',
    message: 'You have reached your secondly limit.',
    correlationId: expect.any(String),
    category: 'RATE_LIMITS',
  })
})

test('the usage endpoint does not count service keys, as in a real portal', async () => {
  const [portal] = await limited()
  const key = asker(portal, portal.addToken({ kind: 'service_key', scopes: [] }).secret)
  const app = asker(portal, portal.addToken({ scopes: ['oauth'] }).secret)
  const path = '/account-info/2026-09/api-usage/daily/private-apps'
  await key('GET', path)
  await app('GET', path)
  const { json } = await key('GET', path)
  expect(json.results[0]).toMatchObject({
    currentUsage: 1,
    usageLimit: 1_000_000,
    fetchStatus: 'SUCCESS',
  })
  expect(json.results[0]?.['resetsAt']).toBe('2026-11-20T23:00:00.000Z')
})

test('a rolling window never lets more than its limit into any window, at whatever pace', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.nat(60), { maxLength: 200 }),
      (limit, gaps) => {
        const window = new RollingWindow(limit, 100)
        const taken: number[] = []
        let now = 1_000_000
        for (const gap of gaps) {
          now += gap
          const free = taken.filter((at) => at > now - 100).length < limit
          expect(window.take(now)).toBe(free)
          if (free) taken.push(now)
        }
      },
    ),
  )
})

test('midnight is found across daylight saving, when a day has 23 or 25 hours', () => {
  const midnight = (from: string, zone: string) =>
    new Date(nextMidnight(Date.parse(from), zone)).toISOString()
  expect(midnight('2026-03-28T23:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z')
  expect(midnight('2026-10-24T22:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z')
  expect(midnight('2026-11-20T12:00:00Z', 'Asia/Kolkata')).toBe('2026-11-20T18:30:00.000Z')
})
