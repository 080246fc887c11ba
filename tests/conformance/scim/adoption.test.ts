/**
 * The portal's people and teams are there before any provider says so, and adopting them wishes
 * nothing: read from the emulated portal, sealed, and asked for over HTTP.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
  world = await scimWorld()
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
    expect(await found(wished.email)).toMatchObject({ id, displayName: 'As wished' })
  })
})
