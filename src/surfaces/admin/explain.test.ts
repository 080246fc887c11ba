/**
 * For every broken link that a button can mend: what the button sends, sent as it stands, makes that
 * link hold, and takes nothing from anybody.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminApi, type AdminApi } from '../../../tests/support/admin-api.ts'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { addToGroup } from '../../application/access/add-to-group.ts'
import { createGroup } from '../../application/access/create-group.ts'
import { createKey } from '../../application/access/create-key.ts'
import { createMember } from '../../application/access/create-member.ts'
import { createServiceAccount } from '../../application/access/create-service-account.ts'
import { removeMember } from '../../application/access/remove-member.ts'
import { setGrant } from '../../application/access/set-grant.ts'
import { effectiveScopes } from '../../domain/access/decide.ts'
import { OPERATIONS } from '../../domain/hubspot/operations/catalogue.ts'
import { explainEndpoints } from './contract/explain.ts'

let org: TestOrganisation
let api: AdminApi
beforeAll(async () => {
  org = await testOrganisation()
  api = await adminApi(org, ['admin'], {
    ...org.services,
    credentials: { ...org.services.credentials, forget: () => undefined },
  })
  const ctx = org.operator
  await org.connect('main')
  await org.connect('paused', { state: 'suspended', stateReason: 'for the night' })
  for (const name of ['sales', 'empty', 'readers'])
    await createGroup(ctx, { name, title: name, description: '', context: '' })
  await setGrant(ctx, {
    group: 'readers',
    connection: 'main',
    scopes: ['contacts:read'],
    expiresAt: null,
  })
  await setGrant(ctx, {
    group: 'sales',
    connection: 'main',
    scopes: ['companies:read'],
    expiresAt: null,
  })
  await setGrant(ctx, {
    group: 'sales',
    connection: 'paused',
    scopes: ['contacts:read'],
    expiresAt: null,
  })
})
afterAll(() => org.close())

let number = 0
/** Somebody with a key, in these groups. */
async function someone(...groups: string[]): Promise<string> {
  const name = `person-${number++}`
  await createServiceAccount(org.operator, { name })
  await createKey(org.operator, { principal: name, name: 'key', expiresAt: null })
  for (const group of groups) await addToGroup(org.operator, { group, principal: name })
  return name
}

const explain = (principal: string, action = 'contacts:read', connection = 'main') =>
  api.ask(explainEndpoints.action, { body: { principal, connection, action } })

/** Everything that anybody may do. */
async function everything(): Promise<Set<string>> {
  const picture = await org.services.pictures.current()
  return new Set(
    picture
      .principals()
      .flatMap(({ id }) =>
        picture
          .connections()
          .flatMap((connection) =>
            effectiveScopes(picture, id, connection.id, org.clock.now).map(
              (scope) => `${id} ${connection.id} ${scope}`,
            ),
          ),
      ),
  )
}

/** Breaks a link, applies one of the fixes that are offered, and asks again. */
async function mend(
  link: string,
  cause: () => Promise<{ principal: string; action?: string; connection?: string }>,
  which = 0,
): Promise<void> {
  const { principal, action, connection } = await cause()
  const before = await explain(principal, action, connection)
  expect(before.broken).toBe(link)
  const broken = before.chain.find((one) => one.link === link)
  const fix = broken?.fixes[which]
  expect(fix, JSON.stringify(broken)).toBeDefined()
  const had = await everything()
  expect(await api.send(fix?.method ?? '', fix?.path ?? '', fix?.body)).toBeLessThan(300)
  const after = await explain(principal, action, connection)
  expect(after.chain.find((one) => one.link === link)?.state, fix?.summary).toBe('holds')
  const has = await everything()
  expect([...had].filter((one) => !has.has(one))).toEqual([])
}

describe('one button', () => {
  test('member active: adds the person again', () =>
    mend('member active', async () => {
      const email = 'gone@example.com'
      await createMember(org.operator, { name: 'Gone', email, role: 'member' })
      await removeMember(org.operator, { member: email })
      return { principal: email }
    }))

  test('in a group: the first offered is one that grants what was asked', async () => {
    await mend('in a group', async () => ({ principal: await someone() }))
    const { chain } = await explain(await someone())
    const { fixes = [] } = chain.find(({ link }) => link === 'in a group') ?? {}
    expect(fixes[0]?.path).toContain('/groups/readers/members/')
    expect(fixes.length).toBe(3)
  })

  test('grant exists: grants it to their group', () =>
    mend('grant exists', async () => ({ principal: await someone('empty') })))

  test('grant exists: or takes them into a group that has it', async () => {
    await createGroup(org.operator, { name: 'late', title: '', description: '', context: '' })
    await mend('grant exists', async () => ({ principal: await someone('late') }), 1)
  })

  test('scope granted: adds it to what the group has, by each of the ways offered', async () => {
    const cause = async () => ({ principal: await someone('sales'), action: 'deals:read' })
    await mend('scope granted', cause)
    const other = async () => ({ principal: await someone('sales'), action: 'contacts:read' })
    await mend('scope granted', other, 1)
  })

  test('connection healthy: resumes what was paused', () =>
    mend('connection healthy', async () => ({
      principal: await someone('sales'),
      connection: 'paused',
    })))

  test('key, HubSpot’s scope and what does not exist have no button, but a page or words', async () => {
    const keyless = `person-${number++}`
    await createServiceAccount(org.operator, { name: keyless })
    await addToGroup(org.operator, { group: 'readers', principal: keyless })
    const withoutKey = await explain(keyless)
    const key = withoutKey.chain.find(({ link }) => link === 'key valid')
    expect([withoutKey.broken, key?.fixes, key?.page]).toEqual([
      'key valid',
      [],
      expect.stringMatching(/^\/people\/svc_/),
    ])
    await setGrant(org.operator, {
      group: 'empty',
      connection: 'main',
      scopes: ['content:read'],
      expiresAt: null,
    })
    const uncovered = await explain(await someone('empty'), 'content:read')
    const held = uncovered.chain.find(({ link }) => link === 'HubSpot scope held')
    expect([uncovered.broken, held?.fixes, held?.page]).toEqual([
      'HubSpot scope held',
      [],
      '/connections/main',
    ])
    const nothing = await explain(await someone('sales'), 'contacts:reed')
    expect(nothing.chain[0]).toMatchObject({ state: 'broken', fixes: [] })
    expect(nothing.chain[0]?.detail).toContain('contacts:read')
  })

  test('how many others would gain is said', async () => {
    await createGroup(org.operator, { name: 'crowd', title: 'Crowd', description: '', context: '' })
    const first = await someone('crowd')
    await someone('crowd')
    await someone('crowd')
    const { chain } = await explain(first)
    expect(chain.find(({ link }) => link === 'grant exists')?.fixes[0]).toMatchObject({
      summary: 'Grant contacts:read on “main” to the group “Crowd”',
      alsoFor: 2,
      gains: [],
    })
  })

  test('all that membership brings beside what was asked is said, and nothing they have', async () => {
    const group = 'plenty'
    await createGroup(org.operator, {
      name: group,
      title: 'Plenty',
      description: '',
      context: 'Hi.',
    })
    for (const [connection, scopes] of [
      ['main', ['deals:write', 'tickets:read', 'companies:read']],
      ['paused', ['lists:read', 'contacts:read']],
    ] as const)
      await setGrant(org.operator, { group, connection, scopes: [...scopes], expiresAt: null })
    const { chain } = await explain(await someone('sales'), 'deals:write')
    const link = chain.find(({ link: name }) => name === 'scope granted')
    const join = link?.fixes.find(({ path }) => path.includes('/plenty/members/'))
    expect(join?.gains.map(({ connection, scopes }) => [connection.name, scopes])).toEqual([
      ['main', ['tickets:read']],
      ['paused', ['lists:read']],
    ])
    expect(join?.tells).toBe(true)
  })

  test('what a page says names no command, no id and no short name', async () => {
    const { chain } = await explain(await someone('readers'))
    const words = chain.map((link) => link.words).join('\n')
    expect(words).not.toMatch(/hubward |key_|"/)
    const without = await explain(await someone('empty'), 'content:read')
    const held = without.chain.find(({ link }) => link === 'HubSpot scope held')
    expect(held?.advice).toContain('Check again')
    expect(held?.advice).not.toContain('hubward ')
    expect(held?.remedy).toContain('hubward connection recheck main')
    expect(held?.remedy).not.toMatch(/At HubSpot: in HubSpot/)
  })
})

describe('an action by its name', () => {
  test('every operation can be asked about, with as many object types as it wants', async () => {
    const principal = await someone('readers')
    for (const { name, typesInPath, typesInQuery } of OPERATIONS) {
      const types = [...typesInPath, ...typesInQuery].map(() => 'contacts')
      const { operation, chain } = await explain(principal, [name, ...types].join(' '))
      expect([operation, chain[0]?.state]).toEqual([name, 'holds'])
      if (types.length > 0)
        expect((await explain(principal, name)).chain[0]?.detail).toContain(`"${name} contacts`)
    }
  })

  test('an operation and a scope say the same about the same', async () => {
    const principal = await someone('readers')
    const byOperation = await explain(principal, 'crm.objects.search contacts')
    const byScope = await explain(principal, 'Contacts:READ ')
    expect(byOperation.needed).toEqual(byScope.needed)
    expect([byOperation.allowed, byScope.allowed]).toEqual([true, true])
    expect((await explain(principal, 'crm.objects.search deals')).broken).toBe('scope granted')
  })

  test('a connection is known by its id as well', async () => {
    const picture = await org.services.pictures.current()
    const id = picture.connectionByName('main')?.id ?? ''
    expect((await explain(await someone('readers'), 'contacts:read', id)).allowed).toBe(true)
    expect((await explain(await someone('readers'), 'contacts:read', 'nowhere')).broken).toBe(
      'grant exists',
    )
  })
})

describe('a button that was pressed late', () => {
  test('undoes nothing that another admin did meanwhile', async () => {
    await createGroup(org.operator, { name: 'slow', title: 'Slow', description: '', context: '' })
    const principal = await someone('slow')
    const explained = await explain(principal, 'deals:read')
    const fix = explained.chain.find(({ link }) => link === explained.broken)?.fixes[0]
    const grant = { group: 'slow', connection: 'main', expiresAt: null }
    await setGrant(org.operator, { ...grant, scopes: ['lists:read'] })
    expect(await api.send(fix?.method ?? '', fix?.path ?? '', fix?.body)).toBe(409)
    const picture = await org.services.pictures.current()
    const now = picture.principals().find(({ name }) => name === principal)
    expect(picture.grantsOf(now?.id ?? '').flatMap(({ scopes }) => scopes)).toEqual(['lists:read'])
  })
})
