// Users as the settings API knows them: what can be read of them, what can be written, and each
// place where HubSpot is told twice, acted out both ways.
import { Client } from '@hubspot/api-client'
import * as settingsUsersModels from '@hubspot/api-client/lib/codegen/settings/users/index.js'
import { afterEach, expect, test } from 'vitest'
import { ALL_SCOPES, type Emulator, type EmulatorOptions } from '../index.ts'
import { asker, startPortal, type Ask, type RawAnswer } from '../testing/portal.ts'
import { misfits } from '../testing/sdk-shape.ts'

const USERS = '/settings/users/2026-09-beta'
let emulator: Emulator
afterEach(() => emulator.close())

async function portal(options: EmulatorOptions = {}): Promise<Ask> {
  emulator = await startPortal({ contacts: 0, users: 60, ...options })
  return asker(emulator)
}

const SUPER_ADMIN = '8200000'
const told = ({ status, json }: RawAnswer) => [status, json.message, json['subCategory']]

test('the official SDK lists, invites, reads, changes and removes a user', async () => {
  await portal()
  const client = new Client({ accessToken: emulator.tokens[0]!.secret, basePath: emulator.url })
  const { usersApi, rolesApi, teamsApi } = client.settings.users
  const first = await usersApi.getPage(50)
  const rest = await usersApi.getPage(50, first.paging!.next!.after)
  expect(new Set([...first.results, ...rest.results].map(({ id }) => id)).size).toBe(60)
  const made = await usersApi.create({
    email: 'New.Person@our-firm.example',
    sendWelcomeEmail: true,
  })
  expect(made).toMatchObject({ superAdmin: false, sendWelcomeEmail: true, roleIds: [] })
  const role = (await rolesApi.getAll()).results.find((one) => !one.requiresBillingWrite)!
  const team = (await teamsApi.getAll()).results[0]!
  await usersApi.replace(made.id, { roleId: role.id, primaryTeamId: team.id })
  const read = await usersApi.getById('new.person@OUR-FIRM.example', 'EMAIL')
  expect(read).toMatchObject({ id: made.id, roleId: role.id, primaryTeamId: team.id })
  expect((await teamsApi.getAll()).results[0]!.userIds).toContain(made.id)
  await usersApi.archive(made.id)
  await expect(usersApi.getById(made.id)).rejects.toMatchObject({ code: 404 })
})

test('every spelling of the path answers, with and without a slash at its end, in the shape of the SDK', async () => {
  const ask = await portal()
  const texts = new Set<string>()
  for (const base of [
    '/settings/v3/users',
    '/settings/users/v3',
    '/settings/users/2026-03',
    USERS,
  ]) {
    for (const end of ['', '/']) {
      const { status, json } = await ask('GET', `${base}${end}?limit=3`)
      expect(status).toBe(200)
      texts.add(JSON.stringify(json.results))
      expect(
        misfits(json, 'CollectionResponsePublicUserForwardPaging', settingsUsersModels),
      ).toEqual([])
    }
  }
  expect(texts.size).toBe(1)
})

test.each([
  ['GET', '', ['settings.users.read', 'crm.objects.users.read']],
  ['POST', '', ['settings.users.write', 'crm.objects.users.write']],
  ['PUT', `/${SUPER_ADMIN}`, ['settings.users.write', 'crm.objects.users.write']],
  ['DELETE', `/${SUPER_ADMIN}`, ['settings.users.write', 'crm.objects.users.write']],
  ['GET', '/roles', ['settings.users.read', 'crm.objects.users.read']],
  ['GET', '/teams', ['settings.users.teams.read']],
  ['GET', '/seats', ['settings.billing.write']],
] as const)(
  '%s %s is opened by any one of its scopes, and by no other',
  async (method, path, scopes) => {
    await portal({
      tokens: [{ scopes: ALL_SCOPES.filter((one) => !scopes.some((own) => own === one)) }],
    })
    const body = method === 'GET' ? undefined : {}
    const refused = await asker(emulator)(method, USERS + path, body)
    expect(refused.status).toBe(403)
    expect(refused.json.errors).toMatchObject([{ context: { requiredGranularScopes: scopes } }])
    for (const scope of scopes) {
      const { secret } = emulator.addToken({ scopes: [scope] })
      expect((await asker(emulator, secret)(method, USERS + path, body)).status).not.toBe(403)
    }
  },
)

test('a new user holds nothing but the access to contacts: names are passed over, a super admin is not made', async () => {
  const ask = await portal()
  const body = { email: 'a@our-firm.example', firstName: 'Ada', superAdmin: true }
  const { status, json } = await ask('POST', USERS, body)
  expect(status).toBe(201)
  expect(json).toMatchObject({ roleIds: [], superAdmin: false, sendWelcomeEmail: false })
  expect(json).not.toHaveProperty('firstName')
  expect(emulator.people.find(body.email)?.state).toBe('invited')
  emulator.switches.createTakesNames = true
  const named = await ask('POST', USERS, { ...body, email: 'b@our-firm.example' })
  expect(named.json['firstName']).toBe('Ada')
  expect(emulator.people.welcomeMails).toEqual([])
})

test('what cannot be written is refused in words that name it', async () => {
  const ask = await portal()
  const { email } = emulator.people.find(8_200_017)!
  const post = async (body: object) => told(await ask('POST', USERS, body))
  expect(await post({})).toEqual([400, expect.stringContaining('[email]'), undefined])
  expect(await post({ email: 'nobody' })).toEqual([400, expect.any(String), undefined])
  expect(await post({ email: email.toUpperCase() })).toEqual([
    409,
    'User already exists',
    undefined,
  ])
  emulator.switches.duplicateUser = 'invalid'
  expect((await post({ email }))[0]).toBe(400)
  for (const wrong of [
    { roleId: '1' },
    { primaryTeamId: '1' },
    { secondaryTeamIds: ['4101', '1'] },
    { seatNames: ['Window Seat'] },
  ])
    expect((await post({ email: 'x@our-firm.example', ...wrong }))[0]).toBe(400)
  const get = async (path: string) => told(await ask('GET', USERS + path))
  expect(await get('/8299999999')).toEqual([404, 'resource not found', undefined])
  expect(await get(`/${email}`)).toEqual([
    400,
    expect.any(String),
    'ValidationErrors.USER_ID_NOT_NUMERIC',
  ])
  expect((await get(`/${email}?idProperty=NAME`))[0]).toBe(400)
})

test('a seat that nobody has left is refused, and never bought', async () => {
  const ask = await portal()
  const seat = 'Sales Hub Professional Seat'
  const left = async () => {
    const { json } = await ask('GET', `${USERS}/seats`)
    return json.results.find((one) => one['name'] === seat)!['remainingSeats'] as number
  }
  emulator.people.haveSeats(seat, emulator.portal.users.seatsHeld(seat) + 1)
  expect(await left()).toBe(1)
  const first = await ask('POST', USERS, { email: 'a@our-firm.example', roleId: '51001' })
  expect(first.json['seatNames']).toEqual([seat])
  expect(await left()).toBe(0)
  const second = await ask('POST', USERS, { email: 'b@our-firm.example', seatNames: [seat] })
  const NONE = 'AppUserErrors.NO_SEAT_AVAILABLE_FOR_ROLE_COMBINATION'
  expect(told(second)).toEqual([400, expect.any(String), NONE])
  await ask('DELETE', `${USERS}/${first.json.id}`)
  expect(await left()).toBe(1)
  emulator.switches.removedUserSeatMs = 60_000
  expect(await left()).toBe(0)
  emulator.clock.advance(60_001)
  expect(await left()).toBe(1)
})

test('a deactivated user keeps the seat without its being counted', async () => {
  await portal()
  const book = emulator.portal.users
  const user = book.members().find((one) => one.state === 'active' && one.seatNames.length > 0)!
  const held = book.seatsHeld(user.seatNames[0]!)
  emulator.people.happens(user.id, { event: 'deactivated' })
  expect(book.seatsHeld(user.seatNames[0]!)).toBe(held - 1)
  expect(book.get(user.id)?.seatNames).toEqual(user.seatNames)
})

test('a permission set with a paid seat wants the billing scope', async () => {
  await portal({ tokens: [{ scopes: ['settings.users.write'] }] })
  const ask = asker(emulator)
  const create = (roleId: string) =>
    ask('POST', USERS, { email: `${roleId}@our-firm.example`, roleId })
  expect((await create('51001')).json.message).toContain('settings.billing.write')
  expect((await create('51002')).status).toBe(201)
})

test.each([
  ['merges', { roleIds: ['51002'], primaryTeamId: '4101', secondaryTeamIds: ['4102'] }],
  ['replaces', { roleIds: [], secondaryTeamIds: [] }],
] as const)('a PUT that leaves things out %s', async (userPut, after) => {
  const ask = await portal({ switches: { userPut } })
  const given = { roleIds: ['51002'], primaryTeamId: '4101', secondaryTeamIds: ['4102'] }
  emulator.people.happens(8_200_017, { event: 'changed', change: given })
  const { json } = await ask('PUT', `${USERS}/8200017`, { firstName: 'Renamed' })
  expect(json).toMatchObject({ firstName: 'Renamed', ...after })
  expect('primaryTeamId' in json).toBe('primaryTeamId' in after)
  const cleared = await ask('PUT', `${USERS}/8200017`, {
    primaryTeamId: null,
    secondaryTeamIds: [],
  })
  expect(cleared.json).not.toHaveProperty('primaryTeamId')
})

test.each([
  [true, ['51005']],
  [false, ['51005', '51003']],
] as const)(
  'more permission sets than one, and a PUT of one: dropped is %s',
  async (drops, after) => {
    const ask = await portal({ switches: { putDropsExtraRoles: drops } })
    const change = { roleIds: ['51002', '51003'] }
    emulator.people.happens(8_200_017, { event: 'changed', change })
    const { json } = await ask('PUT', `${USERS}/8200017`, { roleId: '51005', roleIds: ['51004'] })
    expect(json['roleIds']).toEqual(after)
  },
)

test('an account without roles says so, word for word, wherever a role is meant', async () => {
  const ask = await portal({ switches: { rolesAvailable: false } })
  for (const answer of [
    await ask('GET', `${USERS}/roles`),
    await ask('POST', USERS, { email: 'a@our-firm.example', roleId: '51002' }),
    await ask('PUT', `${USERS}/8200017`, { roleId: '51002' }),
  ]) {
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({
      message: "Account doesn't have access to roles.",
      category: 'VALIDATION_ERROR',
    })
  }
  expect((await ask('POST', USERS, { email: 'a@our-firm.example' })).status).toBe(201)
})

test('the name of one who never came in cannot be changed, even to what it is', async () => {
  const ask = await portal()
  const { json } = await ask('POST', USERS, { email: 'a@our-firm.example' })
  const rename = () => ask('PUT', `${USERS}/${json.id}`, { firstName: 'Ada' })
  expect(told(await rename())).toEqual([400, expect.any(String), 'USER_NOT_ON_ANY_HUBS'])
  emulator.people.happens(Number(json.id), { event: 'logged-in' })
  expect((await rename()).json['firstName']).toBe('Ada')
})

test('a removed user is gone at once, by id and address; again is 204 or 404; coming back keeps the id', async () => {
  const ask = await portal()
  const { email } = emulator.people.find(8_200_017)!
  const remove = async () => (await ask('DELETE', `${USERS}/8200017`)).status
  expect([await remove(), await remove()]).toEqual([204, 204])
  emulator.switches.deleteAgain = 'not-found'
  expect(await remove()).toBe(404)
  expect((await ask('GET', `${USERS}/8200017`)).status).toBe(404)
  expect((await ask('GET', `${USERS}/${email}?idProperty=EMAIL`)).status).toBe(404)
  expect((await ask('DELETE', `${USERS}/8299999999`)).status).toBe(404)
  const back = await ask('POST', USERS, { email })
  expect(back.json).toMatchObject({ id: '8200017', roleIds: [] })
  expect(emulator.people.find(email)?.state).toBe('active')
})

test('the list may lag behind a removal, and leave deactivated users out', async () => {
  const ask = await portal({ users: 10, switches: { removedUserListedMs: 60_000 } })
  const ids = async () => (await ask('GET', USERS)).json.results.map(({ id }) => id)
  await ask('DELETE', `${USERS}/8200017`)
  expect(await ids()).toContain('8200017')
  emulator.clock.advance(60_001)
  expect(await ids()).not.toContain('8200017')
  emulator.people.happens(8_200_034, { event: 'deactivated' })
  expect(await ids()).toContain('8200034')
  emulator.switches.deactivatedUsersListed = false
  expect(await ids()).not.toContain('8200034')
})

test.each([
  ['deleteLastSuperAdmin', SUPER_ADMIN],
  ['deleteSelf', SUPER_ADMIN],
  ['deleteActiveUser', '8200017'],
] as const)('%s: HubSpot may allow it or not', async (name, id) => {
  const open = {
    deleteLastSuperAdmin: 'allowed',
    deleteSelf: 'allowed',
    deleteActiveUser: 'allowed',
  } as const
  const ask = await portal({ users: 5, switches: { ...open, [name]: 'refused' } })
  const refused = await ask('DELETE', `${USERS}/${id}`)
  expect([refused.status, emulator.people.find(Number(id))?.state]).toEqual([400, 'active'])
  emulator.switches[name] = 'allowed'
  expect((await ask('DELETE', `${USERS}/${id}`)).status).toBe(204)
})

test('who removes the maker of a token takes rights from it, or ends it', async () => {
  const ask = await portal({ switches: { creatorEndsTokens: true } })
  await ask('DELETE', `${USERS}/${SUPER_ADMIN}`)
  expect((await ask('GET', USERS)).status).toBe(401)
})

test('pages by place lose a user when one before is removed; pages by id do not', async () => {
  const ask = await portal({ users: 10 })
  const walk = async () => {
    const first = await ask('GET', `${USERS}?limit=4`)
    await ask('DELETE', `${USERS}/${first.json.results[1]!.id}`)
    const seen = first.json.results.map(({ id }) => id)
    for (let page = first; page.json.paging;) {
      page = await ask('GET', `${USERS}?limit=4&after=${page.json.paging.next.after}`)
      seen.push(...page.json.results.map(({ id }) => id))
    }
    return seen.length
  }
  // Ten were there, and the one who went had been seen.
  expect(await walk()).toBe(9)
  emulator.switches.userPaging = 'id'
  // Nine were there.
  expect(await walk()).toBe(9)
  expect(emulator.portal.users.members()).toHaveLength(8)
})

test('switches take away seats and teams', async () => {
  const ask = await portal({ switches: { seatsEndpoint: false, teamsRefused: true } })
  expect((await ask('GET', `${USERS}/seats`)).status).toBe(404)
  expect((await ask('GET', `${USERS}/teams`)).status).toBe(403)
  expect((await ask('GET', '/settings/users/2026-03/seats')).status).toBe(400)
})

test('each change is told with who did it, from where: the token’s user, or somebody at the screen', async () => {
  const ask = await portal()
  const from = emulator.clock.now()
  const { json } = await ask('POST', USERS, { email: 'a@our-firm.example', primaryTeamId: '4101' })
  await ask('PUT', `${USERS}/${json.id}`, { primaryTeamId: '4102' })
  const by = { userId: 8_200_017, ipAddress: '192.0.2.9' }
  for (const event of [
    'made-super-admin',
    'super-admin-ended',
    'deactivated',
    'reactivated',
  ] as const)
    emulator.people.happens(Number(json.id), { event, by })
  await ask('DELETE', `${USERS}/${json.id}`)
  const activity = await ask('GET', `/account-info/v3/activity/security?fromTimestamp=${from}`)
  const events = activity.json.results.toReversed()
  expect(events.map((one) => [one['type'], one['userId'], one['objectId']])).toEqual([
    ['ADD_USER', 8_200_000, json.id],
    ['TEAM_USER_ADDED', 8_200_000, json.id],
    ['TEAM_USER_DELETED', 8_200_000, json.id],
    ['TEAM_USER_ADDED', 8_200_000, json.id],
    ['ADD_ADMIN_PERMISSIONS', 8_200_017, json.id],
    ['REMOVE_ADMIN_PERMISSIONS', 8_200_017, json.id],
    ['DEACTIVATE_USER', 8_200_017, json.id],
    ['REACTIVATE_USER', 8_200_017, json.id],
    ['REMOVE_USER', 8_200_000, json.id],
  ])
  expect(events[4]).toMatchObject({
    actingUser: emulator.people.find(8_200_017)!.email,
    ipAddress: '192.0.2.9',
  })
})

test('the trace may be in other words, or missing for the API', async () => {
  const ask = await portal({
    switches: { apiWritesTraced: false, teamEventsName: 'team', superAdminEvents: 'user' },
  })
  await ask('PUT', `${USERS}/8200017`, { primaryTeamId: '4103' })
  emulator.people.happens(8_200_017, { event: 'changed', change: { primaryTeamId: '4101' } })
  emulator.people.happens(8_200_017, { event: 'made-super-admin' })
  const { json } = await ask('GET', '/account-info/v3/activity/security')
  expect(json.results.map((one) => [one['type'], one['objectId']])).toEqual([
    ['ADD_ADMIN_USER', '8200017'],
    ['TEAM_USER_ADDED', '4101'],
    ['TEAM_USER_DELETED', '4103'],
  ])
})
