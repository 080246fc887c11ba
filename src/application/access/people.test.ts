import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { identifyCaller } from '../../domain/access/decide.ts'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { addToGroup } from './add-to-group.ts'
import { createGroup } from './create-group.ts'
import { createKey } from './create-key.ts'
import { createMember } from './create-member.ts'
import { createServiceAccount } from './create-service-account.ts'
import { listKeys } from './list-keys.ts'
import { listPrincipals } from './list-principals.ts'
import { removeMember } from './remove-member.ts'
import { removeServiceAccount } from './remove-service-account.ts'
import { revokeKey } from './revoke-key.ts'
import { updateMember } from './update-member.ts'

let org: TestOrganisation
beforeAll(async () => {
  org = await testOrganisation()
})
afterAll(() => org.close())

const group = (name: string) => ({ name, title: name, description: '', context: '' })
const member = (email: string, role: 'admin' | 'member' = 'member') => ({
  name: email.split('@', 1)[0] ?? email,
  email,
  role,
})

const identified = async (text: string) => {
  const picture = await org.services.pictures.current()
  return identifyCaller(picture, org.services.hashKey(text), org.clock.now)
}

describe('people', () => {
  test('an address is one person, however it is written', async () => {
    const created = await createMember(org.operator, member('Ada@Example.com'))
    expect(created).toMatchObject({ email: 'ada@example.com', state: 'active' })
    await expect(createMember(org.operator, member('ADA@example.COM'))).rejects.toMatchObject({
      code: 'resource.conflict',
    })
  })

  test('two who add the same address at the same moment: one succeeds, the other is told', async () => {
    const twice = await Promise.allSettled([
      createMember(org.operator, member('race@example.com')),
      createMember(org.operator, member('race@example.com')),
    ])
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(twice.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'resource.conflict' },
    })
  })

  test('a role that may do more ends the keys that were made for the old one; one that may less leaves them', async () => {
    await createMember(org.operator, member('rising@example.com'))
    const key = () =>
      createKey(org.operator, { principal: 'rising@example.com', name: 'k', expiresAt: null })
    const planted = await key()
    await updateMember(org.operator, { member: 'rising@example.com', role: 'operator' })
    expect(await identified(planted.text.reveal())).toMatchObject({ error: 'key_revoked' })
    const own = await key()
    await updateMember(org.operator, { member: 'rising@example.com', role: 'auditor' })
    expect(await identified(own.text.reveal())).toMatchObject({ ok: true })
  })

  test('removal ends keys and memberships at once, in this very process', async () => {
    await createMember(org.operator, member('bob@example.com'))
    await createGroup(org.operator, group('removal'))
    await addToGroup(org.operator, { group: 'removal', principal: 'bob@example.com' })
    // The record names them: an id says nothing once they are gone.
    expect((await org.events()).at(-1)?.event).toMatchObject({
      action: 'group.add_member',
      after: { joined: ['bob@example.com'] },
    })
    const { text } = await createKey(org.operator, {
      principal: 'bob@example.com',
      name: 'laptop',
      expiresAt: null,
    })
    expect(await identified(text.reveal())).toMatchObject({ ok: true })
    await removeMember(org.operator, { member: 'bob@example.com' })
    expect(await identified(text.reveal())).toMatchObject({ ok: false })
    const picture = await org.services.pictures.current()
    expect(picture.groups().find(({ name }) => name === 'removal')?.memberIds).toEqual([])
    expect((await org.events()).at(-1)?.event).toMatchObject({
      action: 'member.remove',
      before: { email: 'bob@example.com', groups: ['removal'], keys: [expect.any(String)] },
      after: null,
    })
  })

  test('who left may come back, as someone new with nothing of the old', async () => {
    const first = await createMember(org.operator, member('eve@example.com'))
    await createKey(org.operator, { principal: first.id, name: 'old', expiresAt: null })
    await removeMember(org.operator, { member: first.id })
    const second = await createMember(org.operator, member('eve@example.com'))
    expect(second.id).not.toBe(first.id)
    expect(await listKeys(org.operator, { principal: 'eve@example.com' })).toEqual([])
  })

  test('the last admin can be neither removed nor demoted, even by two at once', async () => {
    await createMember(org.operator, member('root@example.com', 'admin'))
    await expect(removeMember(org.operator, { member: 'root@example.com' })).rejects.toMatchObject({
      code: 'resource.conflict',
      message: expect.stringContaining('last admin'),
    })
    await createMember(org.operator, member('second@example.com', 'admin'))
    const both = await Promise.allSettled([
      removeMember(org.operator, { member: 'root@example.com' }),
      updateMember(org.operator, { member: 'second@example.com', role: 'member' }),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const admins = (await listPrincipals(org.operator)).filter(({ role }) => role === 'admin')
    expect(admins).toHaveLength(1)
  })

  test('a service account is found by its name whatever its case, and is no member', async () => {
    await createServiceAccount(org.operator, { name: 'Nightly Export' })
    await expect(
      createServiceAccount(org.operator, { name: 'nightly export' }),
    ).rejects.toMatchObject({ code: 'resource.conflict' })
    await expect(removeMember(org.operator, { member: 'NIGHTLY EXPORT' })).rejects.toThrow(
      'is a service account',
    )
    await removeServiceAccount(org.operator, { serviceAccount: 'nightly export' })
    expect(await listPrincipals(org.operator, 'service_account')).toEqual([])
  })

  test('a mistyped address is answered with the one that was meant', async () => {
    await createMember(org.operator, member('grace@example.com'))
    await expect(removeMember(org.operator, { member: 'grase@example.com' })).rejects.toThrow(
      'Did you mean grace@example.com',
    )
  })
})

describe('client keys', () => {
  test('only the hash is stored, and nothing that was recorded holds the key', async () => {
    await createMember(org.operator, member('keys@example.com'))
    const { key, text } = await createKey(org.operator, {
      principal: 'keys@example.com',
      name: 'laptop',
      expiresAt: null,
    })
    const secret = text.reveal().slice(24)
    const { rows } = await org.database.pool.query<{ found: string }>(
      `select encode(body, 'escape') as found from audit_event
       union all select client_key::text from client_key`,
    )
    expect(rows.length).toBeGreaterThan(2)
    expect(rows.filter(({ found }) => found.includes(secret))).toEqual([])
    expect(text.reveal().slice(3, 23)).toBe(key.id.slice(4))
  })

  test('an ended key identifies nobody: expired by the clock, or revoked', async () => {
    await createMember(org.operator, member('ends@example.com'))
    const soon = new Date(org.clock.now.getTime() + 1_000)
    const { text } = await createKey(org.operator, {
      principal: 'ends@example.com',
      name: 'short',
      expiresAt: soon,
    })
    expect(await identified(text.reveal())).toMatchObject({ ok: true })
    const earlier = org.clock.now
    org.clock.now = soon
    expect(await identified(text.reveal())).toEqual({ ok: false, error: 'key_expired' })
    org.clock.now = earlier
    const other = await createKey(org.operator, {
      principal: 'ends@example.com',
      name: 'other',
      expiresAt: null,
    })
    await revokeKey(org.operator, { key: other.key.id })
    expect(await identified(other.text.reveal())).toMatchObject({ ok: false })
  })

  test('revoking again keeps the first time and adds no record', async () => {
    await createMember(org.operator, member('again@example.com'))
    const { key } = await createKey(org.operator, {
      principal: 'again@example.com',
      name: 'k',
      expiresAt: null,
    })
    const first = await revokeKey(org.operator, { key: key.id })
    const events = (await org.events()).length
    org.clock.now = new Date(org.clock.now.getTime() + 60_000)
    expect((await revokeKey(org.operator, { key: key.id })).revokedAt).toEqual(first.revokedAt)
    expect(await org.events()).toHaveLength(events)
  })

  test('an end in the past is refused at its field', async () => {
    await expect(
      createKey(org.operator, { principal: 'x', name: 'k', expiresAt: new Date(0) }),
    ).rejects.toMatchObject({ code: 'request.invalid', fields: [{ path: 'expiresAt' }] })
  })
})
