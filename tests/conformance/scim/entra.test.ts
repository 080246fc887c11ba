/**
 * Entra's dialect: what Microsoft's SCIM validator asks, what the provisioning service is documented
 * to send (learn.microsoft.com, "use-scim-to-provision-users-and-groups" and
 * "application-provisioning-config-problem-scim-compatibility"), and its older PATCH.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ENTERPRISE,
  ERROR,
  GROUP,
  LIST,
  patch,
  scimWorld,
  USER,
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

let made = 0
/** As the provisioning service makes a user: all of the default mapping. */
async function create(more: object = {}): Promise<{ id: string; userName: string; path: string }> {
  const userName = `entra${made++}@harbour-tea.example`
  const { status, body } = await ask('POST', '/Users', {
    schemas: [USER, ENTERPRISE],
    externalId: `ext-${made}`,
    userName,
    active: true,
    displayName: 'Nora Quay',
    emails: [{ primary: true, type: 'work', value: userName }],
    phoneNumbers: [{ primary: true, type: 'work', value: '1' }],
    addresses: [
      {
        primary: false,
        type: 'work',
        country: 'IE',
        formatted: 'f',
        locality: 'Cork',
        postalCode: 'T',
        region: 'C',
        streetAddress: 's',
      },
    ],
    name: { formatted: 'Nora Quay', familyName: 'Quay', givenName: 'Nora' },
    [ENTERPRISE]: { employeeNumber: '1', department: 'Tea' },
    ...more,
  })
  expect(status).toBe(201)
  const id = String(body['id'])
  return { id, userName, path: `/Users/${id}` }
}
const first = ({ body }: Answer) => (body['Resources'] as unknown as Record<string, unknown>[])[0]
const by = (kind: string, filter: string, more = ''): Promise<Answer> =>
  ask('GET', `/${kind}?filter=${encodeURIComponent(filter)}${more}`)

describe('Microsoft’s validator, users', () => {
  it('finds a user by name, also in other case, and nobody with 200', async () => {
    const { id, userName } = await create()
    expect(first(await by('Users', `userName eq "${userName}"`))).toMatchObject({ id })
    expect(first(await by('Users', `userName eq "${userName.toUpperCase()}"`))).toMatchObject({
      id,
    })
    const nobody = await by('Users', `userName eq "${crypto.randomUUID()}"`)
    expect([nobody.status, nobody.body]).toMatchObject([
      200,
      { schemas: [LIST], totalResults: 0, Resources: [] },
    ])
  })

  it('refuses a duplicate user with 409, and answers 404 with an error', async () => {
    const { userName } = await create()
    expect(
      (await ask('POST', '/Users', { schemas: [USER], userName, externalId: 'other' })).status,
    ).toBe(409)
    expect((await ask('GET', `/Users/${crypto.randomUUID()}`)).body).toMatchObject({
      schemas: [ERROR],
      status: '404',
    })
  })

  it('patches: replaces attributes at chosen values in place', async () => {
    const { path } = await create()
    const { body } = await ask(
      'PATCH',
      path,
      patch(
        { op: 'replace', path: 'emails[type eq "work"].value', value: 'n@new.example' },
        { op: 'replace', path: 'phoneNumbers[type eq "work"].value', value: '2' },
        { op: 'replace', path: 'addresses[type eq "work"].streetAddress', value: '9 Quay' },
        {
          op: 'replace',
          value: {
            'name.givenName': 'N',
            'name.familyName': 'Q',
            displayName: 'NQ',
            [`${ENTERPRISE}:department`]: 'Coffee',
          },
        },
      ),
    )
    expect(body).toMatchObject({
      emails: [{ primary: true, type: 'work', value: 'n@new.example' }],
      phoneNumbers: [{ type: 'work', value: '2' }],
      addresses: [{ type: 'work', streetAddress: '9 Quay', locality: 'Cork' }],
      name: { givenName: 'N', familyName: 'Q', formatted: 'Nora Quay' },
      displayName: 'NQ',
      [ENTERPRISE]: { employeeNumber: '1', department: 'Coffee' },
    })
    for (const key of Object.keys(body)) expect(key).not.toMatch(/[[\].]value|name\.|:department$/)
  })

  it('patches: adds what is missing, by the same paths', async () => {
    const { path } = await create({
      emails: undefined,
      phoneNumbers: undefined,
      addresses: undefined,
    })
    const { status, body } = await ask(
      'PATCH',
      path,
      patch(
        { op: 'Add', path: 'emails[type eq "work"].value', value: 'a@new.example' },
        { op: 'Replace', path: 'phoneNumbers[type eq "mobile"].value', value: '3' },
        { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Cobh' },
        { op: 'Add', path: 'roles[primary eq "True"].value', value: 'Taster' },
        { op: 'Add', path: 'roles[primary eq "True"].display', value: 'Taster' },
      ),
    )
    expect(status).toBe(200)
    expect(body).toMatchObject({
      emails: [{ type: 'work', value: 'a@new.example' }],
      phoneNumbers: [{ type: 'mobile', value: '3' }],
      addresses: [{ type: 'work', locality: 'Cobh' }],
      roles: [{ primary: true, value: 'Taster', display: 'Taster' }],
    })
  })

  it.each([
    ['as a text, in the older dialect', { op: 'Replace', path: 'active', value: 'False' }],
    ['as a boolean', { op: 'replace', path: 'active', value: false }],
    ['without a path', { op: 'replace', value: { active: 'False' } }],
  ])('disables a user, %s, who is still found, with `active`', async (_, operation) => {
    const { path, userName } = await create()
    expect((await ask('PATCH', path, patch(operation))).body['active']).toBe(false)
    expect(first(await by('Users', `userName eq "${userName}"`))).toMatchObject({ active: false })
    expect(
      (await ask('PATCH', path, patch({ op: 'Replace', path: 'active', value: 'True' }))).body[
        'active'
      ],
    ).toBe(true)
  })

  it('changes the userName', async () => {
    const { path } = await create()
    const userName = `renamed${made}@harbour-tea.example`
    expect(
      (await ask('PATCH', path, patch({ op: 'replace', value: { userName } }))).body['userName'],
    ).toBe(userName)
  })

  it.each([
    ['an object', { value: 'AXTKDLNRKMKT' }],
    ['a text', 'AXTKDLNRKMKT'],
    ['a list of one, as some tenants send', [{ value: 'AXTKDLNRKMKT' }]],
  ])('adds, replaces and removes a manager that is %s', async (form, value) => {
    const { path } = await create()
    const manager = `${ENTERPRISE}:manager`
    const added = await ask('PATCH', path, patch({ op: 'add', path: manager, value }))
    if (form.startsWith('a list')) {
      // A manager is one person: a list is told to be none, and changes nothing.
      expect(added.body['scimType']).toBe('invalidValue')
      return
    }
    expect(added.body).toMatchObject({ [ENTERPRISE]: { manager: { value: 'AXTKDLNRKMKT' } } })
    const replaced = await ask(
      'PATCH',
      path,
      patch({ op: 'Replace', path: manager, value: { value: 'CBEQXYNPNAZS' } }),
    )
    expect(replaced.body).toMatchObject({ [ENTERPRISE]: { manager: { value: 'CBEQXYNPNAZS' } } })
    for (const gone of [
      { op: 'remove', path: manager },
      { op: 'Replace', path: manager, value: null },
    ]) {
      const { status, body } = await ask('PATCH', path, patch(gone))
      expect([status, body[ENTERPRISE]]).toEqual([200, { employeeNumber: '1', department: 'Tea' }])
    }
  })

  it('takes no operations at all, several on one attribute, and null as unassigned', async () => {
    const { path } = await create({ title: 'Old', nickName: 'N' })
    expect((await ask('PATCH', path, patch())).status).toBe(200)
    const { body } = await ask(
      'PATCH',
      path,
      patch(
        { op: 'remove', path: 'title' },
        { op: 'add', path: 'title', value: 'A' },
        { op: 'replace', path: 'title', value: 'B' },
        { op: 'replace', path: 'nickName', value: null },
      ),
    )
    expect(body['title']).toBe('B')
    expect(body).not.toHaveProperty('nickName')
  })

  it('deletes once with 204, and after that, as who never was, with 404', async () => {
    const { path } = await create()
    expect((await ask('DELETE', path)).status).toBe(204)
    expect((await ask('DELETE', path)).status).toBe(404)
    expect((await ask('DELETE', `/Users/${crypto.randomUUID()}`)).status).toBe(404)
  })

  it('keeps booleans booleans, whatever it was sent (roles[].primary)', async () => {
    const { path } = await create({
      roles: [{ primary: 'True', display: 'D', value: 'V', type: 'T' }],
    })
    expect((await ask('GET', path)).body['roles']).toEqual([
      { primary: true, display: 'D', value: 'V', type: 'T' },
    ])
  })
})

describe('Microsoft’s validator, groups', () => {
  const group = async (): Promise<{ path: string; displayName: string }> => {
    const displayName = `Group ${made++}`
    const { body } = await ask('POST', '/Groups', {
      schemas: [GROUP],
      externalId: crypto.randomUUID(),
      displayName,
    })
    return { path: `/Groups/${String(body['id'])}`, displayName }
  }

  it('refuses a duplicate group with 409', async () => {
    const { displayName } = await group()
    expect(
      (
        await ask('POST', '/Groups', {
          schemas: [GROUP],
          externalId: crypto.randomUUID(),
          displayName,
        })
      ).status,
    ).toBe(409)
  })

  it('finds by displayName in any case, and leaves members out where asked', async () => {
    const { path, displayName } = await group()
    const { id } = await create()
    await ask('PATCH', path, patch({ op: 'Add', path: 'members', value: [{ value: id }] }))
    expect(
      first(await by('Groups', `displayName eq "${displayName.toLowerCase()}"`)),
    ).toMatchObject({ displayName, members: [{ value: id }] })
    for (const answer of [
      first(await by('Groups', `displayName eq "${displayName}"`, '&excludedAttributes=members')),
      (await ask('GET', `${path}?excludedAttributes=members`)).body,
    ]) {
      expect(answer).toMatchObject({ displayName })
      expect(answer).not.toHaveProperty('members')
    }
  })

  it('patches attributes without a path, and members in both dialects', async () => {
    const { path } = await group()
    const ids = [(await create()).id, (await create()).id, (await create()).id]
    const [one, two, three] = ids
    expect(
      (
        await ask(
          'PATCH',
          path,
          patch({ op: 'replace', value: { externalId: 'E-2', displayName: `New ${made}` } }),
        )
      ).body,
    ).toMatchObject({ externalId: 'E-2', displayName: `New ${made}` })
    await ask(
      'PATCH',
      path,
      patch({ op: 'Add', path: 'members', value: ids.map((value) => ({ value })) }),
    )
    await ask('PATCH', path, patch({ op: 'Remove', path: 'members', value: [{ value: two }] }))
    await ask('PATCH', path, patch({ op: 'Remove', path: 'members', value: [{ value: two }] }))
    const { body } = await ask(
      'PATCH',
      path,
      patch({ op: 'Remove', path: `members[value eq "${three}"]` }),
    )
    expect(body['members']).toMatchObject([{ value: one }])
    // An empty list of members names nobody: groups were emptied by this elsewhere (Segment #6726).
    expect(
      (await ask('PATCH', path, patch({ op: 'Remove', path: 'members', value: [] }))).body[
        'members'
      ],
    ).toHaveLength(1)
  })

  it('deletes once, and after that answers 404', async () => {
    const { path } = await group()
    expect((await ask('DELETE', path)).status).toBe(204)
    expect((await ask('DELETE', path)).status).toBe(404)
  })
})

describe('the provisioning service', () => {
  it('asks for an e-mail address of one type where that is its matching attribute', async () => {
    const { id, userName } = await create()
    expect(
      first(await by('Users', `emails[type eq "work"].value eq "${userName.toUpperCase()}"`)),
    ).toMatchObject({ id })
  })

  it('asks by externalId, exactly', async () => {
    const { id } = await create({ externalId: 'a8F-Z' })
    expect(first(await by('Users', 'externalId eq "a8F-Z"'))).toMatchObject({ id })
    expect((await by('Users', 'externalId eq "A8F-Z"')).body['totalResults']).toBe(0)
  })

  it('tests the connection by somebody who cannot be', async () => {
    expect((await by('Users', `userName eq "${crypto.randomUUID()}"`)).status).toBe(200)
  })

  it('sends app roles as JSON in a text, which is kept as it came', async () => {
    const { path } = await create()
    const value = JSON.stringify({ id: '06b0', value: 'Sales', displayName: 'Sales' })
    const { body } = await ask(
      'PATCH',
      path,
      patch({ op: 'Add', path: 'roles', value: [{ value }] }),
    )
    expect(body['roles']).toEqual([{ value }])
  })
})
