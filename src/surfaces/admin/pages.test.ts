/** What the pages of the web app ask, and that the answers are what then happens. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminApi, type AdminApi } from '../../../tests/support/admin-api.ts'
import { aCall } from '../../../tests/support/events.ts'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import { countCalls } from '../../adapters/database/activity/count-calls.ts'
import { createCallLog } from '../../adapters/database/call-log.ts'
import { addToGroup } from '../../application/access/add-to-group.ts'
import { createGroup } from '../../application/access/create-group.ts'
import { createKey } from '../../application/access/create-key.ts'
import { createMember } from '../../application/access/create-member.ts'
import { newId } from '../../application/context.ts'
import { inviteMember } from '../../application/sign-in/links.ts'
import { setGrant } from '../../application/access/set-grant.ts'
import type { CallEvent } from '../../domain/audit/event.ts'
import { auditEndpoints } from './contract/audit.ts'
import { grantEndpoints, groupEndpoints, scopeEndpoints } from './contract/groups.ts'
import { keyEndpoints } from './contract/keys.ts'
import { overviewEndpoints } from './contract/overview.ts'
import { memberEndpoints, removalEndpoints } from './contract/principals.ts'
import { savedFilterEndpoints } from './contract/saved-filters.ts'

let org: TestOrganisation
let api: AdminApi
beforeAll(async () => {
  org = await testOrganisation()
  await org.connect('main')
  await org.connect('paused', { state: 'suspended', stateReason: 'for the night' })
  await org.connect('lost', { state: 'needs_reauth', stateReason: 'revoked at HubSpot' })
  api = await adminApi(org, ['admin', 'auditor', 'operator', 'member'])
})
afterAll(() => org.close())

async function record(...calls: Partial<CallEvent>[]): Promise<void> {
  const callLog = createCallLog({ config: org.database.config, log: org.services.log })
  await Promise.all(calls.map((call) => callLog.record(aCall(call))))
  await callLog.close()
  await countCalls(org.database.pool)
}

let number = 0
async function newGroup(): Promise<string> {
  const name = `group-${number++}`
  await createGroup(org.operator, { name, title: name, description: '', context: '' })
  return name
}

/** As though they had come by a provider of the organisation once. */
async function linkAtProvider(principalId: string, email: string): Promise<void> {
  const { read } = org.services.store
  const providerId = newId(org.services.world, 'identity_provider')
  const provider = { id: providerId, name: 'Example ID', issuer: 'https://id.example' }
  const asClient = { clientId: 'hubward', hasSecret: false, enabled: false }
  await read.signIn.providers.insert({ ...provider, ...asClient, createdAt: org.clock.now }, null)
  const id = newId(org.services.world, 'federated_identity')
  const [issuer, subject, createdAt] = ['https://id.example', email, org.clock.now] as const
  await read.signIn.identities.insert({
    id,
    providerId,
    issuer,
    subject,
    principalId,
    email,
    createdAt,
    usedAt: null,
  })
}

const memberNamed = async (email: string) =>
  (await org.services.store.read.principals.findMemberByEmail(email))?.id ?? ''

describe('home', () => {
  test('counts today by the midnight of the asked zone, and each call once', async () => {
    // It is 09:00 UTC, so 00:30 UTC is today in Dublin and yesterday in New York.
    const group = await newGroup()
    const { id } = await api.ask(groupEndpoints.get, { params: { group } })
    const connectionId = (await org.services.pictures.current()).connectionByName('main')?.id ?? ''
    await record(
      { at: '2026-11-20T00:30:00.000Z', groupId: id, connectionId },
      { at: '2026-11-20T08:45:00.000Z', groupId: id, connectionId, status: 404 },
      { at: '2026-11-20T08:46:00.000Z', groupId: id, connectionId },
      {
        at: '2026-11-20T08:50:00.000Z',
        groupId: null,
        connectionId,
        decision: 'refused',
        status: 403,
      },
      { at: '2026-11-19T09:30:00.000Z', groupId: id, connectionId },
    )
    const ask = (timeZone: string) => api.ask(overviewEndpoints.overview, { query: { timeZone } })
    const { today, lastDay, connections } = await ask('Europe/Dublin')
    expect(today.from).toBe('2026-11-20T00:00:00.000Z')
    expect(today.total).toEqual({ permitted: 2, refused: 1, failed: 1 })
    expect(today.byGroup).toEqual([
      { group: { id, name: group, title: group }, permitted: 2, refused: 0, failed: 1 },
      { group: null, permitted: 0, refused: 1, failed: 0 },
    ])
    expect((await ask('America/New_York')).today).toMatchObject({
      from: '2026-11-20T05:00:00.000Z',
      total: { permitted: 1, refused: 1, failed: 1 },
    })
    // A zone whose midnight lies within an hour of UTC's.
    expect((await ask('Asia/Kathmandu')).today.from).toBe('2026-11-19T18:15:00.000Z')
    expect(lastDay).toHaveLength(25)
    expect(lastDay.reduce((sum, hour) => sum + hour.permitted + hour.failed, 0)).toBe(4)
    expect(connections.find(({ name }) => name === 'main')).toMatchObject({
      state: 'active',
      lastCallAt: '2026-11-20T08:46:00.000Z',
      lastHour: { calls: 2, failed: 1, errorShare: 0.5, refused: 1 },
    })
    const refused = await api.refused(overviewEndpoints.overview, {
      query: { timeZone: 'Mars/Olympus' },
    })
    expect(refused).toMatchObject({ code: 'request.invalid', fields: [{ path: 'timeZone' }] })
  })

  test('names what wants somebody, the broken things first', async () => {
    const group = await newGroup()
    await addToGroup(org.operator, { group, principal: 'member@example.com' })
    const soon = new Date('2026-11-30T00:00:00Z')
    const much = new Date('2027-11-30T00:00:00Z')
    const grant = { group, connection: 'main', scopes: ['deals:write'] }
    await setGrant(org.operator, { ...grant, expiresAt: soon })
    await setGrant(org.operator, { ...grant, expiresAt: much })
    const key = { principal: 'member@example.com', name: 'ending' }
    await createKey(org.operator, { ...key, expiresAt: soon })
    await createKey(org.operator, { ...key, name: 'lasting', expiresAt: much })
    const { needs } = await api.ask(overviewEndpoints.overview)
    expect(needs.map(({ kind, severity, page }) => `${severity} ${kind} ${page}`)).toEqual([
      'urgent connection_needs_reauth /connections/lost',
      'urgent connection_suspended /connections/paused',
      expect.stringMatching(/^soon key_expiring \/people\/mem_/),
      `soon grant_expiring /groups/${group}`,
      'notice hubspot_scopes_missing /connections/main',
      expect.stringMatching(/^notice admin_without_passkey \/people\/mem_/),
    ])
    expect(needs.find(({ kind }) => kind === 'hubspot_scopes_missing')?.scopes).toEqual([
      'deals:write',
    ])
  })

  test('names a credential that is near its age limit, and no other', async () => {
    const { id } = await org.connect('old')
    const storedAt = new Date(org.clock.now.getTime() - 174 * 86_400_000)
    await org.services.store.transaction((tx) =>
      tx.slots.put({
        connectionId: id,
        slot: 'current',
        kind: 'service_key',
        facts: null,
        storedAt,
        endsAt: null,
        remindedAtDays: null,
      }),
    )
    const { needs } = await api.ask(overviewEndpoints.overview)
    expect(needs.filter(({ kind }) => kind === 'credential_due')).toMatchObject([
      { severity: 'notice', page: '/connections/old', message: expect.stringMatching(/6 days/) },
    ])
  })

  test('anybody may ask for their own last call, and hears of no other', async () => {
    expect((await api.ask(overviewEndpoints.lastCall, { as: 'operator' })).call).toBeNull()
    await record(
      {
        principalId: await memberNamed('operator@example.com'),
        tool: 'search_records',
        door: 'mcp',
      },
      { principalId: await memberNamed('auditor@example.com') },
    )
    const { call } = await api.ask(overviewEndpoints.lastCall, { as: 'operator' })
    expect(call).toMatchObject({ door: 'mcp', tool: 'search_records', status: 200 })
  })
})

describe('groups', () => {
  test('an edit of an older state is answered with the group as it stands', async () => {
    const group = await newGroup()
    const { revision } = await api.ask(groupEndpoints.get, { params: { group } })
    await addToGroup(org.operator, { group, principal: 'member@example.com' })
    const grants = [{ connection: 'main', scopes: ['contacts:read'] }]
    const late = await api.refused(grantEndpoints.setAll, {
      params: { group },
      body: { revision, grants },
    })
    expect(late.code).toBe('access.edit_conflict')
    expect(late.details).toMatchObject({
      group: { name: group, revision: revision + 1, members: [{ name: 'The member' }], grants: [] },
    })
    const texts = { params: { group }, body: { title: 'New', revision } }
    expect((await api.refused(groupEndpoints.update, texts)).code).toBe('access.edit_conflict')
    const saved = await api.ask(grantEndpoints.setAll, {
      params: { group },
      body: { revision: revision + 1, grants },
    })
    expect(saved.group).toMatchObject({ grants: [{ scopes: ['contacts:read'], state: 'live' }] })
    expect(saved.group.revision).toBeGreaterThan(revision + 1)
    const renamed = await api.ask(groupEndpoints.update, {
      params: { group },
      body: { title: 'New', revision: saved.group.revision },
    })
    expect(renamed).toMatchObject({ title: 'New', revision: saved.group.revision + 1 })
  })

  test('the preview tells gains, losses and what HubSpot lacks, in words', async () => {
    const group = await newGroup()
    await addToGroup(org.operator, { group, principal: 'member@example.com' })
    const said = await api.ask(grantEndpoints.preview, {
      params: { group },
      body: { grants: [{ connection: 'main', scopes: ['tickets:write'] }] },
      as: 'auditor',
    })
    expect(said).toMatchObject({
      addsWrite: true,
      connections: [
        {
          connection: { name: 'main' },
          added: [{ scope: 'tickets:write', description: expect.stringContaining('tickets') }],
          removed: [],
        },
      ],
      people: [
        { principal: { name: 'The member' }, gains: [{ scope: 'tickets:write' }], loses: [] },
      ],
      warnings: [expect.stringContaining('tickets:write')],
    })
  })

  test('every scope says whether it reads, changes or cannot be undone', async () => {
    const { items } = await api.ask(scopeEndpoints.list, { query: { connection: 'main' } })
    const effect = (scope: string) => items.find((one) => one.scope === scope)?.effect
    expect(['contacts:read', 'contacts:write', 'contacts:gdpr-delete'].map(effect)).toEqual([
      'read',
      'write',
      'danger',
    ])
    expect(items.map(({ scope }) => scope)).toContain('objects.products:read')
    expect((await api.ask(scopeEndpoints.list)).items.length).toBeLessThan(items.length)
  })
})

describe('people', () => {
  test('last use of people and keys follows their calls', async () => {
    const { key } = await api.ask(keyEndpoints.create, {
      body: { principal: 'member@example.com', name: 'fresh' },
    })
    expect(key.lastUsedAt).toBeNull()
    const principalId = await memberNamed('member@example.com')
    const at = '2026-11-20T08:59:30.000Z'
    await record({ principalId, authenticatedBy: key.id, at })
    const { items } = await api.ask(keyEndpoints.list, { query: { principal: principalId } })
    expect(items.find(({ id }) => id === key.id)?.lastUsedAt).toBe(at)
    const members = await api.ask(memberEndpoints.list)
    expect(members.items.find(({ id }) => id === principalId)?.lastUsedAt).toBe(at)
  })

  test('what the preview of a removal names is what ends with it', async () => {
    const member = 'leaver@example.com'
    const group = await newGroup()
    const { id } = await createMember(org.operator, {
      name: 'Leaver',
      email: member,
      role: 'auditor',
    })
    await addToGroup(org.operator, { group, principal: member })
    await setGrant(org.operator, {
      group,
      connection: 'main',
      scopes: ['contacts:read'],
      expiresAt: null,
    })
    await createKey(org.operator, { principal: member, name: 'laptop', expiresAt: null })
    await linkAtProvider(id, member)
    await inviteMember(org.operator, { member })
    const preview = await api.ask(removalEndpoints.member, { params: { member }, as: 'auditor' })
    expect(preview).toMatchObject({
      refused: null,
      groups: [{ name: group }],
      connections: [{ name: 'main', scopes: ['contacts:read'] }],
      keys: [{ name: 'laptop', lastUsedAt: null }],
      sessions: 0,
      authorisations: 0,
      identities: 1,
      invitations: 1,
      requests: { withdrawn: 0, givenBack: 0 },
    })
    await api.ask(memberEndpoints.remove, { params: { member } })
    const picture = await org.services.pictures.current()
    expect(picture.groupsOf(id)).toEqual([])
    for (const { id: key } of preview.keys) expect(picture.keyById(key)?.revokedAt).not.toBeNull()
  })

  test('the last admin is told beforehand', async () => {
    const params = { member: 'admin@example.com' }
    const { refused } = await api.ask(removalEndpoints.member, { params })
    expect(refused).toContain('last admin')
    const said = await api.refused(memberEndpoints.remove, { params })
    expect(said.code).toBe('resource.conflict')
  })
})

describe('activity', () => {
  test('one event has its chain in words, up to the link that broke', async () => {
    await record(
      { reason: 'access.scope_missing', decision: 'refused', status: 403, scopes: ['deals:read'] },
      {},
    )
    const { items } = await api.ask(auditEndpoints.list, { query: { type: 'call', limit: '2' } })
    const chains = await Promise.all(
      items.map(({ sequence }) => api.ask(auditEndpoints.get, { params: { sequence } })),
    )
    const [holding, broken] = chains.toSorted(
      (a, b) => Number(a.event['status']) - Number(b.event['status']),
    )
    expect(holding?.chain.map(({ state }) => state)).not.toContain('broken')
    expect(broken?.chain.map(({ link, state }) => `${link} ${state}`)).toEqual([
      'who holds',
      'key holds',
      'operation holds',
      'connection holds',
      'scopes broken',
      'budget unknown',
      'hubspot unknown',
      'answer broken',
    ])
    expect(broken?.chain[4]?.detail).toContain('deals:read')
    const none = await api.refused(auditEndpoints.get, { params: { sequence: 999_999 } })
    expect(none.code).toBe('resource.not_found')
  })

  test('a page is before or after one event, and each leads to the other', async () => {
    const newest = await api.ask(auditEndpoints.list, { query: { limit: '3' } })
    const older = await api.ask(auditEndpoints.list, {
      query: { limit: '3', before: String(newest.next) },
    })
    const back = await api.ask(auditEndpoints.list, {
      query: { limit: '3', after: String(older.previous) },
    })
    expect(back.items).toEqual(newest.items)
    const both = { query: { before: '9', after: '3' } }
    expect((await api.refused(auditEndpoints.list, both)).fields).toMatchObject([{ path: 'after' }])
  })

  test('the timeline has every step, in the even times around those asked', async () => {
    const query = { from: '2026-11-20T08:40:30Z', to: '2026-11-20T08:52:00Z' }
    const { buckets, bucketSeconds } = await api.ask(auditEndpoints.timeline, { query })
    expect([buckets.length, bucketSeconds]).toEqual([12, 60])
    expect(buckets.map(({ permitted, refused, failed }) => permitted + refused + failed)).toEqual([
      0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 0,
    ])
    const backwards = { query: { from: '2026-11-20', to: '2026-11-19' } }
    expect((await api.refused(auditEndpoints.timeline, backwards)).code).toBe('request.invalid')
  })

  test('a filter is saved for oneself or for all, and changed by its owner or an admin', async () => {
    const save = (name: string, shared: boolean) =>
      api.ask(savedFilterEndpoints.create, {
        as: 'auditor',
        body: { name, shared, filter: { decision: 'refused', operation: 'crm.*' } },
      })
    const own = await save('mine', false)
    const shared = await save('ours', true)
    const seenBy = async (as: 'admin' | 'auditor' | 'operator') =>
      (await api.ask(savedFilterEndpoints.list, { as })).items.map(
        ({ name, mine }) => `${name}${mine ? ' mine' : ''}`,
      )
    expect(await seenBy('auditor')).toEqual(['mine mine', 'ours mine'])
    expect(await seenBy('operator')).toEqual(['ours'])
    expect(await seenBy('admin')).toEqual(['ours mine'])
    const rename = (filter: string, as: 'admin' | 'operator') => ({
      params: { filter },
      body: { name: 'renamed' },
      as,
    })
    const refusal = async (filter: string, as: 'admin' | 'operator') =>
      (await api.refused(savedFilterEndpoints.update, rename(filter, as))).code
    expect(await refusal(shared.id, 'operator')).toBe('auth.forbidden')
    expect(await refusal(own.id, 'admin')).toBe('resource.not_found')
    const renamed = await api.ask(savedFilterEndpoints.update, rename(shared.id, 'admin'))
    expect(renamed).toMatchObject({ name: 'renamed', filter: shared.filter, owner: own.owner })
    const again = { as: 'auditor' as const, body: { name: 'mine', filter: {} } }
    expect((await api.refused(savedFilterEndpoints.create, again)).code).toBe('resource.conflict')
    await api.ask(savedFilterEndpoints.remove, { params: { filter: own.id }, as: 'auditor' })
    expect(await seenBy('auditor')).toEqual(['renamed mine'])
  })
})
