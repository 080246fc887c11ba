import { afterAll, beforeAll, expect, test } from 'vitest'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { createMember } from '../access/create-member.ts'
import { listIdentities } from './identities.ts'
import { listPasskeys } from './passkeys.ts'

let org: TestOrganisation
beforeAll(async () => {
  org = await testOrganisation()
})
afterAll(() => org.close())

test('whoever reads may list the ways in of everybody at once; a member may not', async () => {
  const owners = await Promise.all(
    ['ada', 'ben'].map((name) =>
      createMember(org.operator, { name, email: `${name}@example.com`, role: 'member' }),
    ),
  )
  for (const [at, { id }] of owners.entries())
    await org.services.store.aside((tx) =>
      tx.signIn.passkeys.insert({
        id: `psk_${at}`.padEnd(24, '0'),
        principalId: id,
        credentialId: `credential-${at}`,
        publicKey: new Uint8Array([at]),
        counter: 0,
        transports: [],
        synced: false,
        name: 'Laptop',
        createdAt: org.clock.now,
        usedAt: null,
      }),
    )
  const everybody = { principal: '*' }
  const found = await listPasskeys(org.as('auditor'), everybody)
  expect(found.map(({ principalId }) => principalId).toSorted()).toEqual(
    owners.map(({ id }) => id).toSorted(),
  )
  expect(await listIdentities(org.as('auditor'), everybody)).toEqual([])
  for (const list of [listPasskeys, listIdentities])
    await expect(list(org.as('member'), everybody)).rejects.toMatchObject({
      code: 'auth.forbidden',
    })
})
