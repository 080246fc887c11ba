// Teams as the beta manages them: a tree whose members the users API tells too.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Emulator } from '../index.ts'
import { asker, startPortal, type Ask } from '../testing/portal.ts'

const TEAMS = '/settings/teams/2026-09-beta'
let emulator: Emulator
let ask: Ask

beforeEach(async () => {
  emulator = await startPortal({ contacts: 0, users: 200 })
  ask = asker(emulator)
})
afterEach(() => emulator.close())

const ALDER = 8_200_017
const BIRCH = 8_200_034

test('a team is made with its members, moved, renamed, and ended without ending anybody', async () => {
  const made = await ask('POST', TEAMS, {
    name: 'Pilots',
    parentTeamId: '4101',
    members: [
      { userId: ALDER, type: 'DEFAULT' },
      { userId: BIRCH, type: 'EXTRA' },
    ],
  })
  expect(made.status).toBe(201)
  const { id } = made.json
  expect((await ask('GET', `${TEAMS}/${id}/members`)).json.results).toEqual([
    { userId: ALDER, type: 'DEFAULT' },
    { userId: BIRCH, type: 'EXTRA' },
  ])
  const flat = await ask('GET', '/settings/v3/users/teams')
  expect(flat.json.results.find((one) => one.id === id)).toMatchObject({
    userIds: [String(ALDER)],
    secondaryUserIds: [String(BIRCH)],
  })
  const moved = await ask('PATCH', `${TEAMS}/${id}`, { name: 'Crew', parentTeamId: null })
  expect(moved.json).toEqual({ id, name: 'Crew', parentTeamId: null })
  expect((await ask('DELETE', `${TEAMS}/${id}`)).status).toBe(204)
  expect((await ask('GET', `${TEAMS}/${id}`)).status).toBe(404)
  expect(emulator.people.find(ALDER)).toMatchObject({ state: 'active', primaryTeamId: null })
})

test('a second first team takes the place of the first; leaving says which kind is left', async () => {
  const before = emulator.people.find(ALDER)!.primaryTeamId!
  await ask('POST', `${TEAMS}/4103/members`, { members: [{ userId: ALDER, type: 'DEFAULT' }] })
  expect(emulator.people.find(ALDER)?.primaryTeamId).toBe('4103')
  expect(before).not.toBe('4103')
  await ask('POST', `${TEAMS}/4101/members/batch`, { members: [{ userId: ALDER, type: 'EXTRA' }] })
  await ask('DELETE', `${TEAMS}/4103/members/${ALDER}?type=EXTRA`)
  expect(emulator.people.find(ALDER)).toMatchObject({
    primaryTeamId: '4103',
    secondaryTeamIds: ['4101'],
  })
  await ask('DELETE', `${TEAMS}/4103/members/${ALDER}`)
  await ask('DELETE', `${TEAMS}/4101/members/${ALDER}?type=EXTRA`)
  expect(emulator.people.find(ALDER)).toMatchObject({ primaryTeamId: null, secondaryTeamIds: [] })
})

test('what makes no tree, or means nobody, is refused', async () => {
  const status = async (method: string, path: string, body?: object) =>
    (await ask(method, TEAMS + path, body)).status
  expect(await status('POST', '', { name: '' })).toBe(400)
  expect(await status('POST', '', { name: 'sales' })).toBe(409)
  expect(await status('PATCH', '/4101', { parentTeamId: '4101' })).toBe(400)
  const { json } = await ask('GET', `${TEAMS}?limit=100`)
  const child = json.results.find((one) => one['parentTeamId'] === '4101')!
  expect(await status('PATCH', '/4101', { parentTeamId: child.id })).toBe(400)
  expect(await status('POST', '/4101/members', { members: [{ userId: 1 }] })).toBe(400)
  expect(await status('DELETE', '/4101/members/1')).toBe(404)
  expect(await status('DELETE', `/4101/members/${ALDER}?type=MAIN`)).toBe(400)
})

test('it wants its own scopes, and the list has pages', async () => {
  const { secret } = emulator.addToken({ scopes: ['settings.users.teams.read'] })
  const reader = asker(emulator, secret)
  expect((await reader('POST', TEAMS, { name: 'x' })).status).toBe(403)
  const first = await reader('GET', `${TEAMS}?limit=2`)
  expect(first.json.results.length).toBe(2)
  expect(first.json.paging).toBeDefined()
})
