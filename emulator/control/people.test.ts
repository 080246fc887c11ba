// The levers on users do what people do in HubSpot's interface, over HTTP as in a test.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Emulator } from '../index.ts'
import { asker, startPortal, type Ask } from '../testing/portal.ts'

let emulator: Emulator
let lever: Ask

beforeAll(async () => {
  emulator = await startPortal({ contacts: 0 })
  lever = asker(emulator, null)
})
afterAll(() => emulator.close())

test('somebody is invited, comes in, is switched off and on, made super admin, and removed', async () => {
  const invited = await lever('POST', '/_emulator/users', { email: 'Ada@our-firm.example' })
  expect(invited.json).toMatchObject({ state: 'invited', email: 'ada@our-firm.example' })
  const states: unknown[] = []
  for (const event of [
    'accepted',
    'deactivated',
    'reactivated',
    'made-super-admin',
    'super-admin-ended',
    'removed',
  ]) {
    const { json } = await lever('POST', '/_emulator/users/ada@our-firm.example/life', { event })
    states.push([json['state'], json['superAdmin']])
  }
  expect(states).toEqual([
    ['active', false],
    ['deactivated', false],
    ['active', false],
    ['active', true],
    ['active', false],
    ['removed', false],
  ])
  expect((await lever('GET', '/_emulator/welcome-mails')).json).toMatchObject([
    { email: 'ada@our-firm.example' },
  ])
})

test('permission sets, teams and seats are made here', async () => {
  const set = await lever('POST', '/_emulator/permission-sets', { name: 'Auditor' })
  const team = await lever('POST', '/_emulator/teams', { name: 'Audit', parentTeamId: '4101' })
  const seat = encodeURIComponent('Core Seat')
  expect((await lever('PATCH', `/_emulator/seats/${seat}`, { bought: 1 })).status).toBe(204)
  const ask = asker(emulator)
  const roles = await ask('GET', '/settings/v3/users/roles')
  expect(roles.json.results).toContainEqual({
    id: set.json.id,
    name: 'Auditor',
    requiresBillingWrite: false,
  })
  const teams = await ask('GET', '/settings/v3/users/teams')
  expect(teams.json.results.map(({ id }) => id)).toContain(team.json.id)
  const seats = await ask('GET', '/settings/users/2026-09-beta/seats')
  expect(seats.json.results[0]).toMatchObject({ name: 'Core Seat', remainingSeats: -6 })
})

test.each([
  ['POST', '/_emulator/users', { email: 'nobody' }, 400, /email/],
  ['POST', '/_emulator/users/1/life', { event: 'removed' }, 404, /Nobody is meant by "1"/],
  ['POST', '/_emulator/users/8200017/life', { event: 'promoted' }, 400, /event/],
  ['PATCH', '/_emulator/seats/Stool', { bought: 1 }, 404, /Stool/],
] as const)('%s %s with %j is refused', async (method, path, body, status, problem) => {
  const answer = await lever(method, path, body)
  expect(answer.status).toBe(status)
  expect(answer.json.error).toMatch(problem)
})
