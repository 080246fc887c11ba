/** Many at once: of those who want one name one has it, and no change is lost. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  GROUP,
  patch,
  person,
  providerWith,
  scimWorld,
  type Provider,
  type ScimWorld,
} from '../../support/scim-world.ts'

let world: ScimWorld
/** One per replica. */
let providers: Provider[]
beforeAll(async () => {
  world = await scimWorld({ replicas: 2 })
  providers = world.urls.map((url) => providerWith(`${url}/scim/v2/main`, world.provider.key))
})
afterAll(() => world.close())

const either = (n: number): Provider => providers[n % 2]!
const many = <T>(count: number, one: (n: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => one(n)))

it('creates of one userName at the same moment: one 201, the others 409', async () => {
  for (let round = 0; round < 5; round++) {
    const answers = await many(8, (n) =>
      either(n).ask('POST', '/Users', person(`${n % 2 ? 'Race' : 'rAcE'}${round}@example.com`)),
    )
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b)
    expect(statuses).toEqual([201, ...Array.from({ length: 7 }, () => 409)])
  }
})

it('changes on one version: one is made, the others are told 412', async () => {
  const { body, headers } = await either(0).ask('POST', '/Users', person('version@example.com'))
  const answers = await many(8, (n) =>
    either(n).ask(
      'PATCH',
      `/Users/${String(body['id'])}`,
      patch({ op: 'replace', path: 'title', value: `t${n}` }),
      {
        'if-match': headers.get('etag') ?? '',
      },
    ),
  )
  const won = answers.filter(({ status }) => status === 200)
  expect([won.length, answers.filter(({ status }) => status === 412).length]).toEqual([1, 7])
  expect((await either(1).ask('GET', `/Users/${String(body['id'])}`)).body['title']).toBe(
    won[0]?.body['title'],
  )
})

it('members added, users deleted and groups removed at once: none lost, none left over, no deadlock', async () => {
  const users = await many(12, async (n) =>
    String((await either(n).ask('POST', '/Users', person(`m${n}@example.com`))).body['id']),
  )
  const groups = await many(3, async (n) =>
    String(
      (await either(n).ask('POST', '/Groups', { schemas: [GROUP], displayName: `R${n}` })).body[
        'id'
      ],
    ),
  )
  const answers = await Promise.all([
    ...users.flatMap((value, n) =>
      groups.map((group) =>
        either(n).ask(
          'PATCH',
          `/Groups/${group}`,
          patch({ op: 'add', path: 'members', value: [{ value }] }),
        ),
      ),
    ),
    ...users.slice(0, 4).map((id, n) => either(n + 1).ask('DELETE', `/Users/${id}`)),
    either(0).ask('DELETE', `/Groups/${groups[2]}`),
  ])
  for (const { status } of answers) expect([200, 204, 400, 404]).toContain(status)
  for (const group of groups.slice(0, 2)) {
    const { body } = await either(0).ask('GET', `/Groups/${group}`)
    const members = (body['members'] as unknown as { value: string }[]).map(({ value }) => value)
    expect(members.toSorted()).toEqual(users.slice(4).toSorted())
  }
  for (const id of users.slice(4)) {
    const { body } = await either(1).ask('GET', `/Users/${id}`)
    expect(body['groups']).toHaveLength(2)
  }
  const { rows } = await world.pool.query(
    `select from scim_member m join scim_resource r on r.id in (m.user_id, m.group_id) where r.deleted_at is not null`,
  )
  expect(rows).toHaveLength(0)
})
