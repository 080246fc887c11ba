import { afterAll, beforeAll, expect, test } from 'vitest'
import { effectiveScopes } from '../../domain/access/decide.ts'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { addToGroup } from './add-to-group.ts'
import { createGroup } from './create-group.ts'
import { createMember } from './create-member.ts'
import { listGrants } from './list-grants.ts'
import { removeFromGroup } from './remove-from-group.ts'
import { removeGrant } from './remove-grant.ts'
import { removeGroup } from './remove-group.ts'
import { setGrant } from './set-grant.ts'
import { updateGroup } from './update-group.ts'

let org: TestOrganisation
beforeAll(async () => {
  org = await testOrganisation()
  await org.connect('main')
  await org.connect('custom', {
    customObjectTypes: [{ name: 'car', objectTypeId: '2-987', fullyQualifiedName: 'p1000_car' }],
  })
  await createMember(org.operator, { name: 'Ada', email: 'ada@example.com', role: 'member' })
})
afterAll(() => org.close())

async function groupOf(name: string): Promise<string> {
  await createGroup(org.operator, { name, title: name, description: '', context: '' })
  return name
}
const standing = { expiresAt: null }

test('what a group may do is exactly what was set last; nothing accumulates', async () => {
  const group = await groupOf('exact')
  await setGrant(org.operator, {
    group,
    connection: 'main',
    scopes: ['contacts:read', 'deals:read'],
    ...standing,
  })
  const {
    grant: { scopes },
  } = await setGrant(org.operator, {
    group,
    connection: 'main',
    scopes: ['Deals:Write', 'contacts:read', 'deals:write'],
    ...standing,
  })
  expect(scopes).toEqual(['contacts:read', 'deals:write'])
  expect(await listGrants(org.operator, { group })).toHaveLength(1)
})

test('a temporary grant stands beside the standing one and ends by itself', async () => {
  const group = await groupOf('temporary')
  const { id } = await createMember(org.operator, {
    name: 'T',
    email: 't@example.com',
    role: 'member',
  })
  await addToGroup(org.operator, { group, principal: id })
  const until = new Date(org.clock.now.getTime() + 3_600_000)
  await setGrant(org.operator, {
    group,
    connection: 'main',
    scopes: ['contacts:read'],
    ...standing,
  })
  const {
    grant: { connectionId },
  } = await setGrant(org.operator, {
    group,
    connection: 'main',
    scopes: ['contacts:write'],
    expiresAt: until,
  })
  const picture = await org.services.pictures.current()
  expect(effectiveScopes(picture, id, connectionId, org.clock.now)).toEqual([
    'contacts:read',
    'contacts:write',
  ])
  expect(effectiveScopes(picture, id, connectionId, until)).toEqual(['contacts:read'])
})

test('every scope that is none is named, with what was meant, and nothing is written', async () => {
  const group = await groupOf('mistyped')
  await expect(
    setGrant(org.operator, {
      group,
      connection: 'main',
      scopes: ['contact:read', 'deals:read', 'crm.objects.deals.write'],
      ...standing,
    }),
  ).rejects.toMatchObject({
    code: 'request.invalid',
    fields: [
      { path: 'scopes.0', message: expect.stringContaining('contacts:read') },
      { path: 'scopes.2', message: expect.stringContaining('deals:write') },
    ],
  })
  expect(await listGrants(org.operator, { group })).toEqual([])
})

test('a custom object has one scope, whichever alias was written, and must be one of the portal', async () => {
  const group = await groupOf('aliases')
  const {
    grant: { scopes },
  } = await setGrant(org.operator, {
    group,
    connection: 'custom',
    scopes: ['objects.2-987:read', 'objects.p1000_car:read', 'objects.car:write'],
    ...standing,
  })
  expect(scopes).toEqual(['objects.car:read', 'objects.car:write'])
  await expect(
    setGrant(org.operator, {
      group,
      connection: 'custom',
      scopes: ['objects.boat:read'],
      ...standing,
    }),
  ).rejects.toMatchObject({ code: 'request.invalid' })
})

test('a grant that the credential cannot serve is made, and said to be of no use yet', async () => {
  const group = await groupOf('warned')
  const { warnings } = await setGrant(org.operator, {
    group,
    connection: 'main',
    scopes: ['contacts:read', 'deals:read'],
    ...standing,
  })
  expect(warnings).toEqual([expect.stringContaining('crm.objects.deals.read')])
})

test('removing a grant, a membership or a group each ends the access that came from it', async () => {
  const group = await groupOf('ending')
  const { id } = await createMember(org.operator, {
    name: 'E',
    email: 'e@example.com',
    role: 'member',
  })
  const held = async () => (await org.services.pictures.current()).grantsOf(id).length
  const grant = () =>
    setGrant(org.operator, { group, connection: 'main', scopes: ['deals:read'], ...standing })
  await addToGroup(org.operator, { group, principal: id })
  const {
    grant: { id: first },
  } = await grant()
  expect(await held()).toBe(1)
  await removeGrant(org.operator, { grant: first })
  expect(await held()).toBe(0)
  await grant()
  await removeFromGroup(org.operator, { group, principal: id })
  expect(await held()).toBe(0)
  await addToGroup(org.operator, { group, principal: id })
  expect(await held()).toBe(1)
  await removeGroup(org.operator, { group })
  expect(await held()).toBe(0)
})

test('what changes nothing is no event', async () => {
  const group = await groupOf('still')
  const input = { group, connection: 'main', scopes: ['deals:read'], ...standing }
  await setGrant(org.operator, input)
  await addToGroup(org.operator, { group, principal: 'ada@example.com' })
  const before = (await org.events()).length
  await setGrant(org.operator, input)
  await addToGroup(org.operator, { group, principal: 'ada@example.com' })
  await updateGroup(org.operator, { group, title: group })
  expect(await org.events()).toHaveLength(before)
})

test('a change and its record stand or fall together', async () => {
  const group = await groupOf('atomic')
  const failing = {
    ...org.operator,
    store: {
      ...org.operator.store,
      transaction: <T>(work: (tx: typeof org.operator.store.read) => Promise<T>) =>
        org.operator.store.transaction((tx) =>
          work({
            ...tx,
            audit: { ...tx.audit, append: () => Promise.reject(new Error('disk full')) },
          }),
        ),
    },
  }
  await expect(
    setGrant(failing, { group, connection: 'main', scopes: ['deals:read'], ...standing }),
  ).rejects.toThrow('disk full')
  expect(await listGrants(org.operator, { group })).toEqual([])
})
