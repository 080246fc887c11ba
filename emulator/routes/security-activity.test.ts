// What happens to a key leaves its trace where the portal's own security activity is read.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Emulator } from '../index.ts'
import { asker, startPortal, type Ask } from '../testing/portal.ts'

const PATH = '/account-info/2026-09/activity/security'
let emulator: Emulator
let watcher: Ask
let bystander: Ask

beforeAll(async () => {
  emulator = await startPortal({
    tokens: [
      { name: 'watcher', kind: 'service_key', scopes: ['account-info.security.read'] },
      { name: 'worker', kind: 'service_key', scopes: ['crm.objects.contacts.read', 'tickets'] },
    ],
  })
  watcher = asker(emulator)
  bystander = asker(emulator, emulator.tokens[1]!.secret)
})
afterAll(() => emulator.close())

test('it wants account-info.security.read', async () => {
  const { status, json } = await bystander('GET', PATH)
  expect([status, json['category']]).toEqual([403, 'MISSING_SCOPES'])
})

test('revealing, changing scopes and ending a key are told with key and time', async () => {
  const worker = emulator.tokens[1]!
  const from = emulator.clock.now()
  emulator.happens(worker, { event: 'revealed' })
  emulator.happens(worker, { event: 'scopes-removed', scopes: ['tickets'] })
  emulator.happens(worker, { event: 'found-in-public' })
  const { json } = await watcher('GET', `${PATH}?fromTimestamp=${from}`)
  expect(json.results.map(({ type, objectId }) => [type, objectId])).toEqual([
    ['SERVICE_KEY_DEACTIVATE', String(worker.appId)],
    ['SERVICE_KEY_PERMISSIONS_UPDATE', String(worker.appId)],
    ['SERVICE_KEY_REVEAL', String(worker.appId)],
  ])
  expect((await bystander('GET', '/account-info/v3/details')).status).toBe(401)
})

test('it pages, and begins at a time', async () => {
  const first = await watcher('GET', `${PATH}?limit=2`)
  const rest = await watcher('GET', `${PATH}?limit=2&after=${first.json.paging!.next.after}`)
  expect([first.json.results.length, rest.json.results.length]).toEqual([2, 1])
  emulator.clock.advance(60_000)
  const later = await watcher('GET', `${PATH}?fromTimestamp=${emulator.clock.now()}`)
  expect(later.json.results).toEqual([])
})

test('the levers do the same, and a key that says so says so', async () => {
  const lever = asker(emulator, null)
  const made = await lever('POST', '/_emulator/tokens', { name: 'third', scopes: ['oauth'] })
  await lever('POST', '/_emulator/tokens/third/life', { event: 'deactivated' })
  await lever('PATCH', '/_emulator/switches', { deactivatedSaysSo: true })
  const refused = await asker(emulator, made.json.token)('GET', '/account-info/v3/details')
  expect([refused.status, refused.json.message]).toEqual([
    401,
    'The access token has been deactivated.',
  ])
  const { json } = await watcher('GET', PATH)
  expect(json.results[0]?.['type']).toBe('PRIVATE_APP_ACCESS_TOKEN_DEACTIVATE')
})
