import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectionRig, secret, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import { createGroup } from '../access/create-group.ts'
import { setGrant } from '../access/set-grant.ts'
import { connectPortal } from './connect-portal.ts'
import { disconnectPortal } from './disconnect-portal.ts'
import { getConnection, listConnections } from './list-connections.ts'
import { previewConnection } from './preview-connection.ts'
import { recheckConnection } from './recheck-connection.ts'
import { replaceCredential } from './replace-credential.ts'
import { resumeConnection } from './resume-connection.ts'
import { setBudget } from './set-budget.ts'
import { suspendConnection } from './suspend-connection.ts'

let rig: ConnectionRig
let other: ConnectionRig['portal']
let connection: Connection
let count = 0
beforeAll(async () => {
  rig = await connectionRig()
})
afterAll(() => rig.close())
beforeEach(async () => {
  count++
  connection = (await connectPortal(rig.ctx, rig.input(`Portal ${count}`))).connection
})

const named = () => ({ connection: connection.name })
const stored = () => rig.services.store.read.connections.get(connection.id)
const sealed = () => rig.services.store.read.secrets.current(connection.id, 'token')
const lastEvent = async () => (await rig.organisation.events()).at(-1)?.event

async function codeOf(work: Promise<unknown>): Promise<string> {
  const thrown: unknown = await work.catch((error: unknown) => error)
  return thrown instanceof HubwardError ? thrown.code : `no refusal: ${String(thrown)}`
}

describe('trying a credential', () => {
  it('shows what connecting would show, and stores nothing', async () => {
    const before = await rig.services.store.read.connections.list()
    const events = (await rig.organisation.events()).length
    const report = await previewConnection(rig.ctx, rig.input('Preview'))
    expect(report).toMatchObject({ portalId: connection.portalId, kindTitle: 'service key' })
    expect(await rig.services.store.read.connections.list()).toEqual(before)
    expect((await rig.organisation.events()).length).toBe(events)
  })

  it('does not tell of the connection that it is for that its portal is connected', async () => {
    const input = rig.input('Preview')
    const told = (await previewConnection(rig.ctx, input)).notices.join(' ')
    expect(told).toContain(`"${connection.name}"`)
    const forIt = await previewConnection(rig.ctx, input, connection.name)
    expect(forIt.notices.join(' ')).not.toContain(`"${connection.name}"`)
  })

  it('names paste mistakes, wrong kinds and wrong addresses without asking HubSpot', async () => {
    const asked = rig.portal.requests.total
    const base = rig.input('Mistake')
    const wrong = [
      [{ ...base, secrets: { token: secret('pat-na1-123...') } }, 'connection.credential_misread'],
      [{ ...base, secrets: {} }, 'connection.credential_misread'],
      [{ ...base, kind: 'hapikey' }, 'connection.hapikey_ended'],
      [{ ...base, key: 'hapikey' }, 'connection.hapikey_ended'],
      [{ ...base, kind: 'password' }, 'request.invalid'],
      [{ ...base, kind: 'constructor' }, 'request.invalid'],
      [{ ...base, baseUrl: 'https://evil.example' }, 'connection.address_refused'],
      [{ ...base, kind: 'oauth' }, 'connection.credential_misread'],
    ] as const
    for (const [input, code] of wrong)
      expect(await codeOf(previewConnection(rig.ctx, input))).toBe(code)
    const key = { ...base, kind: 'developer_key', secrets: { token: secret(crypto.randomUUID()) } }
    expect(await codeOf(previewConnection(rig.ctx, key))).toBe('request.invalid')
    expect(rig.portal.requests.total).toBe(asked)
  })

  it('says all mistakes of an OAuth app at once, each with its field', async () => {
    const secrets = { clientId: secret('12345'), refreshToken: secret('Bearer …') }
    const thrown: unknown = await previewConnection(rig.ctx, { kind: 'oauth', secrets }).catch(
      (error: unknown) => error,
    )
    expect(thrown).toMatchObject({
      fields: [{ path: 'clientId' }, { path: 'clientSecret' }, { path: 'refreshToken' }],
    })
  })

  it('says what it repaired', async () => {
    const token = secret(` "Bearer ${rig.portal.tokens[0]?.secret ?? ''}" `)
    const report = await previewConnection(rig.ctx, { kind: 'service_key', secrets: { token } })
    expect(report.notices.join(' ')).toMatch(/Quotation marks.*"Bearer"|"Bearer".*Quotation marks/s)
  })
})

describe('pausing and resuming', () => {
  it('acts at once, is recorded, and does nothing twice', async () => {
    await suspendConnection(rig.ctx, { ...named(), reason: 'Audit week' })
    const picture = await rig.services.pictures.current()
    expect(picture.connectionByName(connection.name)?.state).toBe('suspended')
    expect(await lastEvent()).toMatchObject({
      action: 'connection.suspend',
      before: { state: 'active' },
      after: { state: 'suspended', stateReason: 'Audit week' },
    })
    const events = (await rig.organisation.events()).length
    await suspendConnection(rig.ctx, { ...named(), reason: 'Audit week' })
    expect((await rig.organisation.events()).length).toBe(events)
    expect(await resumeConnection(rig.ctx, named())).toMatchObject({
      state: 'active',
      stateReason: null,
    })
  })
})

describe('the budget', () => {
  it('is set bucket by bucket, and back to the tier by null', async () => {
    await setBudget(rig.ctx, { ...named(), budget: { burst: 200, daily: 1_000 } })
    const after = await setBudget(rig.ctx, { ...named(), budget: { daily: null } })
    expect(after.budget).toEqual({ burst: 200, search: null, associations: null, daily: null })
  })

  it('refuses what is no allowance, with the field', async () => {
    for (const burst of [0, -1, 1.5, Number.NaN, 1e9])
      expect(await codeOf(setBudget(rig.ctx, { ...named(), budget: { burst } }))).toBe(
        'request.invalid',
      )
    expect((await stored())?.budget.burst).toBeNull()
  })
})

describe('replacing the credential', () => {
  it('keeps name, grants and budget, and wipes the old secret', async () => {
    const next = rig.portal.addToken({ scopes: ['crm.objects.deals.read'], kind: 'private_app' })
    await setBudget(rig.ctx, { ...named(), budget: { burst: 50 } })
    const input = { ...named(), kind: 'private_app', secrets: { token: secret(next.secret) } }
    const { connection: after, report } = await replaceCredential(rig.ctx, input)
    expect(after).toMatchObject({
      id: connection.id,
      kind: 'private_app',
      hubspotScopes: ['crm.objects.deals.read'],
      budget: { burst: 50 },
    })
    expect(report.notices.join(' ')).toContain('September 2027')
    expect(await sealed()).toMatchObject({ version: 2 })
    const { rows } = await rig.organisation.database.pool.query(
      'select version from secret_version where connection_id = $1',
      [connection.id],
    )
    expect(rows).toEqual([{ version: 2 }])
    const current = (await rig.services.pictures.current()).connection(connection.id)
    if (!current) throw new Error('it is gone')
    expect((await rig.services.credentials.bearer(current)).reveal()).toBe(next.secret)
  })

  it('refuses a credential of another portal, whose data nobody was granted', async () => {
    const { startEmulator } = await import('../../../emulator/index.ts')
    other = await startEmulator({ contacts: 5, portalId: 99 })
    // The same address, as HubSpot's is for every portal: another portal behind it.
    const accounts = {
      ...rig.services.accounts,
      read: (presented: Parameters<typeof rig.services.accounts.read>[0]) =>
        rig.services.accounts.read({ ...presented, baseUrl: other.url }),
    }
    const ctx = { ...rig.ctx, accounts }
    const token = secret(other.tokens[0]?.secret ?? '')
    const work = replaceCredential(ctx, { ...named(), kind: 'service_key', secrets: { token } })
    expect(await codeOf(work)).toBe('connection.portal_mismatch')
    await other.close()
    expect(await sealed()).toMatchObject({ version: 1 })
  })

  it('leaves a paused connection paused and wakes one that needed it', async () => {
    const input = { ...named(), kind: 'service_key', secrets: rig.input('').secrets }
    await suspendConnection(rig.ctx, { ...named(), reason: 'Pause' })
    expect((await replaceCredential(rig.ctx, input)).connection.state).toBe('suspended')
    await resumeConnection(rig.ctx, named())
    const current = await stored()
    if (!current) throw new Error('it is gone')
    await rig.services.store.transaction((tx) =>
      tx.connections.update({ ...current, state: 'needs_reauth', stateReason: 'x' }),
    )
    expect(await codeOf(resumeConnection(rig.ctx, named()))).toBe('connection.needs_reauth')
    expect((await replaceCredential(rig.ctx, input)).connection).toMatchObject({
      state: 'active',
      stateReason: null,
    })
  })
})

describe('checking again', () => {
  it('writes down new scopes, stops what HubSpot refuses, and wakes what works again', async () => {
    const token = rig.portal.addToken({ scopes: ['tickets'] })
    const input = { ...rig.input(`Checked ${count}`), secrets: { token: secret(token.secret) } }
    connection = (await connectPortal(rig.ctx, input)).connection
    token.scopes = new Set(['tickets', 'forms'])
    expect((await recheckConnection(rig.ctx, named())).connection.hubspotScopes).toEqual([
      'forms',
      'tickets',
    ])
    token.disabled = true
    expect(await codeOf(recheckConnection(rig.ctx, named()))).toBe('connection.credential_invalid')
    expect(await stored()).toMatchObject({ state: 'needs_reauth' })
    token.disabled = false
    expect((await recheckConnection(rig.ctx, named())).connection.state).toBe('active')
  })

  it('changes nothing when HubSpot cannot be asked', async () => {
    rig.portal.switches.migrating = true
    expect(await codeOf(recheckConnection(rig.ctx, named()))).toBe('connection.portal_migrating')
    rig.portal.switches.migrating = false
    expect(await stored()).toMatchObject({ state: 'active' })
  })
})

describe('disconnecting', () => {
  it('wipes secrets and grants, keeps the row, and frees the name', async () => {
    await createGroup(rig.ctx, {
      name: `sales-${count}`,
      title: 'Sales',
      description: '',
      context: '',
    })
    const scopes = ['contacts:read']
    await setGrant(rig.ctx, { ...named(), group: `sales-${count}`, scopes, expiresAt: null })
    const ended = await disconnectPortal(rig.ctx, named())
    expect(ended).toMatchObject({ connection: { state: 'disconnected' }, revokedAtHubSpot: null })
    expect(await sealed()).toBeUndefined()
    const { read } = rig.services.store
    expect(await read.grants.list({ connectionId: connection.id })).toEqual([])
    expect(await codeOf(getConnection(rig.ctx, connection.name))).toBe('connection.not_found')
    expect((await listConnections(rig.ctx)).map(({ id }) => id)).not.toContain(connection.id)
    const all = await listConnections(rig.ctx, { disconnected: true })
    expect(all.map(({ id }) => id)).toContain(connection.id)
    expect((await connectPortal(rig.ctx, rig.input(connection.title))).connection.name).toBe(
      connection.name,
    )
    await expect(
      Promise.resolve(rig.services.credentials.bearer(connection)),
    ).rejects.toMatchObject({ code: 'connection.needs_reauth' })
  })
})

it('asks every verb for the role it needs', async () => {
  const member = rig.as('member')
  const auditor = rig.as('auditor')
  const input = { ...named(), ...rig.input('x') }
  const changing = [connectPortal, previewConnection, replaceCredential, recheckConnection]
  for (const verb of changing)
    for (const who of [member, auditor])
      expect([verb.name, await codeOf(verb(who, input))]).toEqual([verb.name, 'auth.forbidden'])
  const naming = [disconnectPortal, resumeConnection]
  for (const verb of naming) expect(await codeOf(verb(auditor, named()))).toBe('auth.forbidden')
  expect(await codeOf(suspendConnection(auditor, { ...named(), reason: '' }))).toBe(
    'auth.forbidden',
  )
  expect(await codeOf(setBudget(auditor, { ...named(), budget: {} }))).toBe('auth.forbidden')
  expect(await codeOf(listConnections(member))).toBe('auth.forbidden')
  expect((await listConnections(auditor)).length).toBeGreaterThan(0)
})

it('never writes a secret into the audit', async () => {
  const { rows } = await rig.organisation.database.pool.query<{ text: string }>(
    `select string_agg(convert_from(body, 'utf8'), ' ') as text from audit_event`,
  )
  for (const { secret: text } of rig.portal.tokens) expect(rows[0]?.text).not.toContain(text)
})
