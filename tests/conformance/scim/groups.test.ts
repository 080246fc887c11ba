/**
 * RFC 7643 and RFC 7644 over HTTP: how resources are removed, and how groups hold their members. Each
 * promise names its section.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ERROR,
  GROUP,
  patch,
  person,
  scimWorld,
  type Answer,
  type ScimWorld,
} from '../../support/scim-world.ts'

let world: ScimWorld
let ask: ScimWorld['provider']['ask']
beforeAll(async () => {
  world = await scimWorld()
  ask = (...asked) => world.provider.ask(...asked)
})
afterAll(() => world.close())

const idOf = ({ body }: Answer): string => String(body['id'])
const made = async (userName: string, more: object = {}): Promise<string> =>
  idOf(await ask('POST', '/Users', person(userName, more)))

const refused = (answer: Answer, status: number, scimType?: string): void => {
  expect(answer.status).toBe(status)
  expect(answer.body).toMatchObject({ schemas: [ERROR], status: String(status) })
  expect(answer.body['scimType']).toBe(scimType)
  expect(answer.body['detail']).toMatch(/\w/)
  expect(answer.headers.get('content-type')).toContain('application/scim+json')
}

describe('deleting (RFC 7644 §3.6)', () => {
  it('is 204 without a body, then 404, and frees the name', async () => {
    const id = await made('gone@example.com')
    expect((await ask('DELETE', `/Users/${id}`)).status).toBe(204)
    refused(await ask('GET', `/Users/${id}`), 404)
    refused(await ask('DELETE', `/Users/${id}`), 404)
    refused(await ask('PATCH', `/Users/${id}`, patch()), 404)
    const found = await ask(
      'GET',
      `/Users?filter=${encodeURIComponent('userName eq "gone@example.com"')}`,
    )
    expect(found.body['totalResults']).toBe(0)
    expect((await ask('POST', '/Users', person('gone@example.com'))).status).toBe(201)
  })

  it('of a user takes them out of their groups; of a group takes it from its users', async () => {
    const id = await made('leaver@example.com')
    const stays = await made('stays@example.com')
    const group = idOf(
      await ask('POST', '/Groups', {
        schemas: [GROUP],
        displayName: 'Leaving',
        members: [{ value: id }, { value: stays }],
      }),
    )
    await ask('DELETE', `/Users/${id}`)
    const after = await ask('GET', `/Groups/${group}`)
    expect(
      (after.body['members'] as unknown as { value: string }[]).map(({ value }) => value),
    ).toEqual([stays])
    expect(after.headers.get('etag')).toBe('"2"')
    await ask('DELETE', `/Groups/${group}`)
    expect((await ask('GET', `/Users/${stays}`)).body).not.toHaveProperty('groups')
  })
})

describe('groups (RFC 7643 §4.2)', () => {
  it('show their members with name and address, and refuse strangers and other groups', async () => {
    const id = await made('member@example.com')
    const group = await ask('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'Team',
      externalId: 'G',
      members: [{ value: id }],
    })
    expect(group.status).toBe(201)
    expect(group.body['members']).toMatchObject([
      {
        value: id,
        display: 'Nora Quay',
        type: 'User',
        $ref: expect.stringMatching(`/Users/${id}$`) as unknown,
      },
    ])
    for (const value of ['scu_nobody', idOf(group)])
      refused(
        await ask(
          'PATCH',
          `/Groups/${idOf(group)}`,
          patch({ op: 'add', path: 'members', value: [{ value }] }),
        ),
        400,
        'invalidValue',
      )
    expect((await ask('GET', `/Groups/${idOf(group)}`)).headers.get('etag')).toBe('"1"')
  })

  it('have a name of their own, without regard to case', async () => {
    await ask('POST', '/Groups', { schemas: [GROUP], displayName: 'Only One' })
    refused(
      await ask('POST', '/Groups', { schemas: [GROUP], displayName: 'ONLY ONE' }),
      409,
      'uniqueness',
    )
  })

  it('may be of 3,000 people, and take another without reading them all again', async () => {
    const ids: string[] = []
    await world.pool.query(
      `insert into scim_resource (id, connection_id, kind, unique_key, content, managed, effect, effect_at, created_at, modified_at)
       select 'scu_many' || n, (select id from connection), 'User', 'many' || n, jsonb_build_object('userName', 'many' || n),
         true, 'pending', now(), now(), now() from generate_series(1, 3000) n`,
    )
    for (let n = 1; n <= 3_000; n++) ids.push(`scu_many${n}`)
    const group = await ask('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'Many',
      members: ids.slice(1).map((value) => ({ value })),
    })
    expect(group.status).toBe(201)
    const more = await ask(
      'PATCH',
      `/Groups/${idOf(group)}?excludedAttributes=members`,
      patch({ op: 'add', path: 'members', value: [{ value: ids[0] }, { value: ids[1] }] }),
    )
    expect(more.body).not.toHaveProperty('members')
    const all = await ask('GET', `/Groups/${idOf(group)}`)
    expect(all.body['members']).toHaveLength(3_000)
  })
})
