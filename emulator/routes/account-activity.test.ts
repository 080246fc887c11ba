// Who came in lately, and the audit log: read once for everybody, page by page.
import { afterEach, expect, test } from 'vitest'
import type { Emulator, EmulatorOptions } from '../index.ts'
import { asker, startPortal, type Ask, type WireItem } from '../testing/portal.ts'

const LOGINS = '/account-info/2026-09/activity/login'
const AUDIT = '/account-info/v3/activity/audit-logs'
const DAY = 86_400_000
let emulator: Emulator
afterEach(() => emulator.close())

async function portal(options: EmulatorOptions = {}): Promise<Ask> {
  emulator = await startPortal({ contacts: 0, users: 300, ...options })
  return asker(emulator)
}

async function all(ask: Ask, path: string): Promise<WireItem[]> {
  const found: WireItem[] = []
  for (let after = ''; ;) {
    const { json } = await ask(
      'GET',
      `${path}${path.includes('?') ? '&' : '?'}limit=200&after=${after}`,
    )
    found.push(...json.results)
    if (!json.paging) return found
    after = json.paging.next.after
  }
}

test('the last logins of all users are read in pages of 200, newest first, of the last 90 days', async () => {
  const ask = await portal()
  const found = await all(ask, LOGINS)
  expect(found.length).toBeGreaterThan(200)
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length)
  const times = found.map((one) => Date.parse(String(one['loginAt'])))
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  expect(times.at(-1)).toBeGreaterThan(emulator.clock.now() - 90 * DAY)
  expect((await ask('GET', `${LOGINS}?limit=201`)).status).toBe(400)
  emulator.clock.advance(91 * DAY)
  expect(await all(ask, LOGINS)).toEqual([])
})

test('some users came in, some failed, some have not been here for long, and those invited never', async () => {
  const ask = await portal()
  const found = await all(ask, LOGINS)
  const seen = new Set(found.map((one) => one['userId']))
  const { users } = emulator.portal
  const missing = users.members().filter(({ id }) => !seen.has(id))
  expect(missing.some(({ state }) => state === 'active')).toBe(true)
  expect(missing.filter(({ state }) => state === 'invited').length).toBe(
    users.members().filter(({ state }) => state === 'invited').length,
  )
  expect(new Set(found.map((one) => one['loginSucceeded']))).toEqual(new Set([true, false]))
})

test('one who comes in is told with address and time; a failure is told too; one user can be asked for', async () => {
  const ask = await portal({ users: 10 })
  emulator.people.happens(8_200_017, { event: 'login-failed', ipAddress: '192.0.2.4' })
  emulator.clock.advance(1000)
  emulator.people.happens(8_200_017, { event: 'logged-in' })
  const { json } = await ask('GET', `${LOGINS}?userId=8200017&limit=2`)
  expect(json.results).toMatchObject([
    { userId: 8_200_017, loginSucceeded: true, email: emulator.people.find(8_200_017)!.email },
    { userId: 8_200_017, loginSucceeded: false, ipAddress: '192.0.2.4' },
  ])
  expect((await ask('GET', `${LOGINS}?userId=somebody`)).status).toBe(400)
})

test('the audit log tells the same in its own words, to Enterprise only', async () => {
  const ask = await portal({ users: 10 })
  const from = emulator.clock.now()
  await ask('DELETE', '/settings/v3/users/8200017')
  emulator.people.happens(8_200_034, { event: 'logged-in' })
  const { json } = await ask('GET', `${AUDIT}?occurredAfter=${from}&sort=occurredAt`)
  const told = json.results.map((one) => [one['subCategory'], one['targetObjectId']])
  expect(told).toHaveLength(2)
  expect(told).toContainEqual(['LOGIN_SUCCEEDED', '8200034'])
  expect(told).toContainEqual(['REMOVE_USER', '8200017'])
  const mine = await ask(
    'GET',
    `${AUDIT}?actingUserId=8200034&occurredAfter=${new Date(from).toISOString()}`,
  )
  expect(mine.json.results).toMatchObject([{ actingUser: { userId: 8_200_034 } }])
  expect((await ask('GET', `${AUDIT}?occurredAfter=long+ago`)).status).toBe(400)
  await emulator.close()
  const lower = await portal({ tier: 'professional', users: 10 })
  expect((await lower('GET', AUDIT)).json['category']).toBe('MISSING_PERMISSIONS')
  expect((await lower('GET', LOGINS)).status).toBe(200)
})

test('both want account-info.security.read', async () => {
  await portal({ tokens: [{ scopes: ['settings.users.read'] }] })
  const stranger = asker(emulator)
  for (const path of [LOGINS, AUDIT]) expect((await stranger('GET', path)).status).toBe(403)
})
