/** What is asked before a portal is connected, and about the installation. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { adminApi, type AdminApi } from '../../../tests/support/admin-api.ts'
import {
  TEST_FINGERPRINT,
  testOrganisation,
  type TestOrganisation,
} from '../../../tests/support/organisation.ts'
import { countCalls } from '../../adapters/database/activity/count-calls.ts'
import { credentialEndpoints } from './contract/credentials.ts'
import { settingsEndpoints } from './contract/settings.ts'
import { vaultEndpoints } from './contract/vault.ts'

let org: TestOrganisation
let api: AdminApi
beforeAll(async () => {
  org = await testOrganisation()
  await org.connect('main')
  api = await adminApi(org, ['admin'])
  await countCalls(org.database.pool)
})
afterAll(() => org.close())

describe('the wizard and the settings', () => {
  test('a paste is judged at once, and nothing of it comes back', async () => {
    const token = 'pat-na1-00000000-1111-2222-3333-444444444444'
    const check = (body: object) => api.ask(credentialEndpoints.check, { body })
    expect((await check({ kind: 'service_key', token: ` "${token}" ` })).fields).toMatchObject([
      { field: 'token', ok: true, repairs: [expect.any(String), expect.any(String)] },
    ])
    const masked = await check({ kind: 'service_key', token: `${token.slice(0, 20)}••••••` })
    expect(masked.fields).toMatchObject([{ ok: false, mistake: 'masked' }])
    expect(JSON.stringify(masked)).not.toContain(token.slice(8, 20))
    expect((await check({ kind: 'hapikey', token })).fields[0]?.mistake).toBe('hapikey')
    const unknown = { body: { kind: 'password', token } }
    expect((await api.refused(credentialEndpoints.check, unknown)).fields).toMatchObject([
      { path: 'kind' },
    ])
  })

  test('the scopes to tick are told for a choice, and mistakes in it are named', async () => {
    const query = { scopes: 'contacts:read,files:read,files:write,users:read' }
    const { required, oneOf, toTick } = await api.ask(credentialEndpoints.hubspotScopes, { query })
    expect(required.map(({ hubspotScope }) => hubspotScope)).toEqual([
      'crm.objects.contacts.read',
      'files',
    ])
    expect(oneOf).toMatchObject([{ suggested: 'settings.users.read', forScopes: ['users:read'] }])
    expect(toTick).toEqual(['crm.objects.contacts.read', 'files', 'settings.users.read'])
    const wrong = { query: { scopes: 'contact:read,deals:read' } }
    expect((await api.refused(credentialEndpoints.hubspotScopes, wrong)).fields).toHaveLength(1)
  })

  test('about says what runs here and the vault what it sealed, and neither tells a secret', async () => {
    const about = await api.ask(settingsEndpoints.about)
    expect(about.database.migrations).toContain('0008_activity')
    expect(about.database.sizeBytes).toBeGreaterThan(1_000_000)
    expect(about.events).toBe((await org.events()).length)
    const connectionId = (await org.services.pictures.current()).connectionByName('main')?.id
    for (const version of [1, 2])
      await org.database.pool.query(
        `insert into secret_version values ($1, 'token', $2, 'local', 1, '\\x01', '\\x02', now())`,
        [connectionId, version],
      )
    const vault = await api.ask(vaultEndpoints.show)
    expect(vault).toEqual({
      keys: [
        {
          kekVersion: 1,
          fingerprint: TEST_FINGERPRINT,
          state: 'active',
          since: expect.any(String) as string,
          sealed: 2,
          source: 'a test',
          gone: false,
          missingAt: [],
        },
      ],
      retired: [],
      waiting: [],
      processes: 0,
      sealed: 2,
      left: 0,
    })
  })
})
