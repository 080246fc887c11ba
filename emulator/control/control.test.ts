// The control surface pulls the same levers as the programmatic API, and names what is wrong.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Emulator } from '../index.ts'
import { asker, startPortal, type Ask } from '../testing/portal.ts'

let emulator: Emulator
let lever: Ask

beforeAll(async () => {
  emulator = await startPortal({ tokens: [{ name: 'crm', scopes: ['oauth'] }] })
  lever = asker(emulator, null)
})
afterAll(() => emulator.close())

test('the list of levers names every one', async () => {
  const { json } = await lever('GET', '/_emulator')
  expect(json.levers.join('\n')).toMatch(
    /faults[\s\S]*clock[\s\S]*tokens[\s\S]*switches[\s\S]*requests[\s\S]*limits/,
  )
})

test('a token made here works, is shown once, and never listed', async () => {
  const made = await lever('POST', '/_emulator/tokens', {
    name: 'extra',
    kind: 'service_key',
    scopes: ['tickets'],
  })
  const info = await lever('POST', '/oauth/v2/private-apps/get/access-token-info', {
    tokenKey: made.json.token,
  })
  expect(info.json).toMatchObject({ hubId: 1234567, scopes: ['tickets', 'oauth'] })
  expect((await lever('GET', '/_emulator/tokens')).text).not.toContain(made.json.token)
  const rotated = await lever('PATCH', '/_emulator/tokens/extra', { rotate: true })
  const details = (token: string) => asker(emulator, token)('GET', '/account-info/v3/details')
  expect((await details(made.json.token)).status).toBe(401)
  expect((await details(rotated.json.token)).status).toBe(200)
  await lever('DELETE', '/_emulator/tokens/extra')
  expect((await details(rotated.json.token)).status).toBe(401)
})

test('the clock can be set, advanced and frozen', async () => {
  await lever('POST', '/_emulator/clock', { frozen: true })
  await lever('POST', '/_emulator/clock', { set: '2030-01-01T00:00:00Z' })
  const { json } = await lever('POST', '/_emulator/clock', { advance: 1000 })
  expect(json.now).toBe('2030-01-01T00:00:01.000Z')
  await lever('POST', '/_emulator/clock', { frozen: false })
})

test('faults and switches set here take effect', async () => {
  const { json } = await lever('POST', '/_emulator/faults', {
    effect: { kind: 'status', status: 503 },
  })
  const call = () => asker(emulator)('GET', '/account-info/v3/details')
  expect((await call()).status).toBe(503)
  await lever('DELETE', `/_emulator/faults/${json.id}`)
  await lever('PATCH', '/_emulator/switches', { migrating: true })
  expect((await call()).status).toBe(477)
  await lever('PATCH', '/_emulator/switches', { migrating: false })
  expect((await call()).status).toBe(200)
})

test('requests are counted by token name, and a key in a query is not kept', async () => {
  await lever('DELETE', '/_emulator/requests')
  await asker(emulator)('GET', '/account-info/v3/details')
  await lever('GET', '/crm/v3/owners?hapikey=secret-key')
  const { json, text } = await lever('GET', '/_emulator/requests')
  expect(json).toMatchObject({
    total: 2,
    byStatus: { 200: 1, 401: 1 },
    byToken: { crm: 1, '(none)': 1 },
  })
  expect(text).not.toContain('secret-key')
  expect(emulator.requests.count({ path: /details$/, status: 200 })).toBe(1)
})

test.each([
  ['POST', '/_emulator/faults', { effect: { kind: 'earthquake' } }, /effect.kind/],
  [
    'POST',
    '/_emulator/faults',
    { effect: { kind: 'reset', when: 'before' }, match: { path: '(' } },
    /regular expression/,
  ],
  ['POST', '/_emulator/clock', { set: 'tomorrow-ish' }, /body|instant/],
  ['PATCH', '/_emulator/switches', { migratign: true }, /migratign/],
  ['POST', '/_emulator/tokens', '{', /not JSON/],
  ['PATCH', '/_emulator/tokens/who', {}, /No token is called "who"/],
] as const)(
  '%s %s with %j is refused with the field named',
  async (method, path, body, problem) => {
    const { status, json } = await lever(method, path, body)
    expect([400, 404]).toContain(status)
    expect(json.error).toMatch(problem)
  },
)

test('a web page of another origin is refused, for the surface asks for no credential', async () => {
  const { status } = await lever('DELETE', '/_emulator/requests', undefined, {
    origin: 'http://evil.example',
  })
  expect(status).toBe(403)
})

test('it can be turned off, and then does not exist', async () => {
  const closed = await startPortal({ control: false })
  expect((await asker(closed)('GET', '/_emulator')).status).toBe(404)
  await closed.close()
})
