import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectionRig, secret, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import { connectPortal } from './connect-portal.ts'

let rig: ConnectionRig
beforeAll(async () => {
  rig = await connectionRig({ portalName: 'Harbour Tea', timeZone: 'Europe/Dublin' })
})
afterAll(() => rig.close())

describe('connecting a portal', () => {
  it('stores what HubSpot said, seals the token, and can send it again', async () => {
    const { connection, report } = await connectPortal(rig.ctx, rig.input('Main portal'))
    expect(connection).toMatchObject({
      name: 'main-portal',
      state: 'active',
      portalName: 'Harbour Tea',
      portalId: 1_234_567,
      timeZone: 'Europe/Dublin',
      baseUrl: rig.portal.url,
    })
    expect(connection.hubspotScopes).toContain('crm.objects.contacts.read')
    expect(report.coverage.find(({ scope }) => scope === 'contacts:read')?.state).toBe('held')
    const token = rig.portal.tokens[0]?.secret ?? ''
    const opened = await rig.services.credentials.bearer(connection)
    expect(opened.reveal()).toBe(token)
    const { rows } = await rig.organisation.database.pool.query<{ dump: string }>(
      `select coalesce(string_agg(t::text, ' '), '') || (select string_agg(convert_from(body, 'utf8'), ' ') from audit_event) as dump
         from (select * from secret_version) t`,
    )
    expect(rows[0]?.dump).not.toContain(token)
    expect(rows[0]?.dump).not.toContain(Buffer.from(token).toString('hex'))
  })

  it('answers the next call from memory, without a promise', async () => {
    const connection = (await rig.services.pictures.current()).connectionByName('main-portal')
    if (!connection) throw new Error('not connected')
    await rig.services.credentials.bearer(connection)
    expect(rig.services.credentials.bearer(connection)).not.toBeInstanceOf(Promise)
  })

  it('gives one name once, however many ask for it at the same moment', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 4 }, () => connectPortal(rig.ctx, rig.input('Same name'))),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ code: 'resource.conflict' })
  })

  it('says that a portal is connected twice, and allows it', async () => {
    const { report } = await connectPortal(rig.ctx, rig.input('Again'))
    expect(report.notices.join(' ')).toContain('"main-portal"')
  })

  it('stores nothing of a credential that HubSpot refuses', async () => {
    const input = {
      ...rig.input('Refused'),
      secrets: { token: secret('pat-na1-0a1b2c3d-1111-2222-3333-444455556666') },
    }
    await expect(connectPortal(rig.ctx, input)).rejects.toMatchObject({
      code: 'connection.credential_invalid',
    })
    expect(await rig.services.store.read.connections.findByName('refused')).toBeUndefined()
  })

  it('refuses whoever may not change the organisation, before anything else', async () => {
    await expect(connectPortal(rig.as('member'), rig.input('Theirs'))).rejects.toMatchObject({
      code: 'auth.forbidden',
    })
  })
})
