/**
 * The portal's people and teams are there before any provider says so, and adopting them wishes
 * nothing: read from the emulated portal, sealed, and asked for over HTTP.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newestReading } from '../../../src/application/scim/portal-reading.ts'
import { scimWishes, type ScimWishes } from '../../../src/application/scim/desired-users.ts'
import { syncPeople } from '../../../src/application/people/sync-people.ts'
import {
  patch,
  person,
  PORTAL,
  scimWorld,
  type Answer,
  type ScimWorld,
} from '../../support/scim-world.ts'

let world: ScimWorld
let ask: ScimWorld['provider']['ask']
const sync = async (): Promise<void> => {
  const reading = await syncPeople(world.admin, { connection: 'main' })
  expect(reading).toMatchObject({ state: 'sealed' })
}
beforeAll(async () => {
  world = await scimWorld({ portal: { users: 30, enforceLimits: false } })
  ask = (...asked) => world.provider.ask(...asked)
})
afterAll(() => world.close())

const listed = ({ body }: Answer) => body['Resources'] as unknown as Record<string, unknown>[]
const found = async (userName: string): Promise<Record<string, unknown> | undefined> =>
  listed(await ask('GET', `/Users?filter=${encodeURIComponent(`userName eq "${userName}"`)}`))[0]
const inPortal = () => world.portal.people.list().filter(({ state }) => state !== 'removed')
/** Somebody plain, whom nothing hangs on. */
const somebody = (at: number) =>
  inPortal().filter(({ superAdmin, state }) => !superAdmin && state === 'active')[at]!

const wishes = async (): Promise<ScimWishes> => {
  const { read } = world.admin.store
  const connection = (await read.connections.findByName('main'))!
  return scimWishes(read, connection.id, (await newestReading(read, connection))!)
}

it('without a sealed reading nobody is there', async () => {
  expect((await ask('GET', '/Users')).body['totalResults']).toBe(0)
})

describe('after a sealed reading', () => {
  beforeAll(sync)

  it('everybody is found by their address, in any case, and shows who they are', async () => {
    const all = await ask('GET', '/Users?count=500')
    expect(all.body['totalResults']).toBe(inPortal().length)
    const one = somebody(0)
    expect(await found(one.email.toUpperCase())).toMatchObject({
      userName: one.email,
      active: true,
      emails: [{ value: one.email, primary: true }],
      [PORTAL]: { hubspotUserId: String(one.id), status: { state: 'adopted' } },
    })
    // Nobody wrote anything, so nothing was changed by anybody.
    expect(await world.changes()).toEqual([])
  })

  it('teams are groups with their people', async () => {
    const { body } = await ask('GET', '/Groups')
    expect(body['totalResults']).toBeGreaterThan(0)
    const members = listed({ body } as Answer).flatMap(
      (team) => (team['members'] ?? []) as { value: string }[],
    )
    expect(members.length).toBeGreaterThan(0)
    const { groups } = (await ask('GET', `/Users/${members[0]!.value}`)).body
    expect(groups).toMatchObject([{ type: 'direct' }])
  })

  it('making somebody who is there is a conflict; writing them links them, as a wish', async () => {
    const one = somebody(1)
    expect((await ask('POST', '/Users', person(one.email))).body['scimType']).toBe('uniqueness')
    const { id } = (await found(one.email)) ?? {}
    const linked = await ask(
      'PATCH',
      `/Users/${String(id)}`,
      patch({ op: 'Add', path: 'externalId', value: '00u7' }),
    )
    expect(linked.body).toMatchObject({
      id,
      externalId: '00u7',
      [PORTAL]: { hubspotUserId: String(one.id) },
    })
    expect(linked.body).toMatchObject({ [PORTAL]: { status: { state: 'pending' } } })
  })

  it('somebody under another userName is taken on by their address, and is not there twice', async () => {
    const one = somebody(2)
    const made = await ask(
      'POST',
      '/Users',
      person(`upn-${one.id}@tenant.example`, { emails: [{ value: one.email, type: 'work' }] }),
    )
    expect(made.status).toBe(201)
    expect(made.body[PORTAL]).toMatchObject({ hubspotUserId: String(one.id) })
    expect(await found(one.email)).toBeUndefined()
    await sync()
    expect(await found(one.email)).toBeUndefined()
    expect((await ask('GET', '/Users')).body['totalResults']).toBe(inPortal().length)
  })

  it('somebody deleted stays away while HubSpot still has them, and comes back as who they were', async () => {
    const one = somebody(3)
    const { id } = (await found(one.email)) ?? {}
    expect((await ask('DELETE', `/Users/${String(id)}`)).status).toBe(204)
    await sync()
    expect(await found(one.email)).toBeUndefined()
    const back = await ask('POST', '/Users', person(one.email))
    expect(back.body[PORTAL]).toMatchObject({ hubspotUserId: String(one.id) })
    expect(back.body['id']).not.toBe(id)
  })

  it('another address is a task for a person, since HubSpot’s API changes none', async () => {
    const one = somebody(4)
    const { id } = (await found(one.email)) ?? {}
    const { body } = await ask(
      'PATCH',
      `/Users/${String(id)}`,
      patch(
        { op: 'replace', path: 'userName', value: 'renamed@harbour-tea.example' },
        {
          op: 'replace',
          path: 'emails[type eq "work"].value',
          value: 'renamed@harbour-tea.example',
        },
      ),
    )
    expect(body).toMatchObject({
      userName: 'renamed@harbour-tea.example',
      [PORTAL]: { tasks: [{ type: 'change_email' }] },
    })
    expect(JSON.stringify(body[PORTAL])).toContain(one.email)
  })

  it('what nobody wrote follows the portal; what somebody wrote stays as they said', async () => {
    const [plain, wished] = [somebody(5), somebody(6)]
    const { id } = (await found(wished.email)) ?? {}
    await ask(
      'PATCH',
      `/Users/${String(id)}`,
      patch({ op: 'replace', path: 'displayName', value: 'As wished' }),
    )
    world.portal.people.happens(plain.id, { event: 'removed' })
    world.portal.people.happens(wished.id, { event: 'removed' })
    await sync()
    expect(await found(plain.email)).toBeUndefined()
    // Nobody is linked to a user who is gone: whoever is made anew is this one.
    const stays = await found(wished.email)
    expect(stays).toMatchObject({ id, displayName: 'As wished' })
    expect(stays?.[PORTAL]).not.toHaveProperty('hubspotUserId')
  })

  it('is adopted with the reading, before any provider asks', async () => {
    const one = world.portal.people.invite({ email: 'fresh@our-firm.example' })
    await sync()
    const { pool } = world
    const { rows } = await pool.query('select from scim_resource where hubspot_id = $1', [
      String(one.id),
    ])
    expect(rows).toHaveLength(1)
  })

  it('whoever is only missing from one reading is not forgotten', async () => {
    const one = somebody(11)
    const { id } = (await found(one.email)) ?? {}
    const { pool } = world
    await pool.query("update portal_user set presence = 'missing' where user_id = $1", [
      String(one.id),
    ])
    await pool.query('delete from scim_adoption')
    expect(await found(one.email)).toMatchObject({ id })
    await sync()
    expect(await found(one.email)).toMatchObject({ id })
  })

  it('how far HubSpot is stands with each wish, and only a sealed reading says done', async () => {
    const [same, unknown] = [somebody(7), somebody(9)]
    const write = async (email: string, operation: object): Promise<Answer> => {
      const { id } = (await found(email)) ?? {}
      return ask('PATCH', `/Users/${String(id)}`, patch(operation))
    }
    await write(same.email, { op: 'add', path: 'title', value: 'Taster' })
    await write(unknown.email, { op: 'replace', path: 'roles', value: [{ value: 'No such set' }] })
    const stateOf = async (email: string): Promise<unknown> =>
      (((await found(email)) ?? {})[PORTAL] as { status: unknown }).status
    for (const { email } of [same, unknown])
      expect(await stateOf(email)).toMatchObject({ state: 'pending' })
    await sync()
    expect(await stateOf(same.email)).toMatchObject({ state: 'applied' })
    expect(await stateOf(unknown.email)).toMatchObject({
      state: 'blocked',
      reason: expect.stringContaining('No such set') as unknown,
    })
    world.portal.people.happens(same.id, { event: 'deactivated' })
    await sync()
    expect(await stateOf(same.email)).toMatchObject({ state: 'pending' })
  })

  it('wishes are those that providers wrote, and of those what they spoke of', async () => {
    const spoken = somebody(12)
    const { id } = (await found(spoken.email)) ?? {}
    await ask('PATCH', `/Users/${String(id)}`, patch({ op: 'add', path: 'title', value: 'Taster' }))
    const { desired } = await wishes()
    const written = new Set((await world.changes()).map(({ targetId }) => targetId))
    expect(desired.length).toBeGreaterThan(0)
    for (const { key } of desired) expect(written).toContain(key)
    // A title was written, and no provider said a word of seats, permission sets or teams.
    const one = desired.find(({ key }) => key === id)
    expect(Object.keys(one ?? {}).toSorted()).toEqual([
      'email',
      'key',
      'present',
      'source',
      'userId',
    ])
  })
})
