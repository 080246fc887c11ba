/** Promises of a rotation, against the emulated portal and a real database and vault. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { connectionRig, secret, type ConnectionRig } from '../../../tests/support/connection-rig.ts'
import type { Token } from '../../../emulator/index.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { CREDENTIAL_STEPS } from '../../domain/rotation/end-steps.ts'
import { connectPortal } from '../connection/connect-portal.ts'
import { recheckConnection } from '../connection/recheck-connection.ts'
import { replaceCredential } from '../connection/replace-credential.ts'
import { setGrant } from '../access/set-grant.ts'
import { createGroup } from '../access/create-group.ts'
import { discardCredential } from './discard-credential.ts'
import { promoteCredential } from './promote-credential.ts'
import { returnCredential } from './return-credential.ts'
import { revokeCredential } from './revoke-credential.ts'
import { showSlots } from './show-slots.ts'
import { stageCredential } from './stage-credential.ts'
import { tendCredentials } from './tend-credentials.ts'

const DAY_MS = 86_400_000
const SCOPES = ['crm.objects.contacts.read', 'crm.objects.contacts.write']
let rig: ConnectionRig
let token: Token
let connection: Connection
let count = 0

beforeAll(async () => {
  rig = await connectionRig({ tokens: [{ kind: 'service_key', scopes: SCOPES }] })
  await createGroup(rig.ctx, { name: 'sales', title: 'Sales', description: '', context: '' })
})
afterAll(() => rig.close())
beforeEach(async () => {
  rig.organisation.clock.now = new Date()
  count++
  token = rig.portal.addToken({ kind: 'service_key', scopes: SCOPES })
  const made = await connectPortal(rig.ctx, {
    title: `Portal ${count}`,
    kind: 'service_key',
    secrets: { token: secret(token.secret) },
  })
  connection = made.connection
})

const stage = (text: string) =>
  stageCredential(rig.ctx, {
    connection: connection.name,
    kind: 'service_key',
    secrets: { token: secret(text) },
  })
const promote = (more: { acceptLost?: boolean; suspect?: boolean } = {}) =>
  promoteCredential(rig.ctx, { connection: connection.name, ...more })
const show = () => showSlots(rig.ctx, { connection: connection.name })
const bearer = async () => {
  const now = (await rig.services.pictures.current()).connection(connection.id)
  return (await rig.services.credentials.bearer(now ?? connection)).reveal()
}
const stored = async () => {
  const { rows } = await rig.organisation.database.pool.query<{ field: string }>(
    'select field from secret_version where connection_id = $1 order by field',
    [connection.id],
  )
  return rows.map(({ field }) => field)
}
const actions = async () =>
  (await rig.organisation.events())
    .map(({ event }) => event)
    .flatMap((event) =>
      event.type === 'change' && event.connectionId === connection.id ? [event.action] : [],
    )

describe('the next credential', () => {
  it('waits beside the current one, which goes on serving', async () => {
    const old = token.secret
    const staged = await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    expect(staged.comparison).toEqual({ lost: [], gained: [], broken: [] })
    expect(await bearer()).toBe(old)
    expect(await stored()).toEqual(['next:token', 'token'])
    expect(await show()).toMatchObject({ next: { kind: 'service_key' }, previous: undefined })
  })

  it('is promoted after a canary; the one before stays as the way back', async () => {
    const old = token.secret
    const fresh = rig.portal.rotateToken(token, 7 * DAY_MS)
    await stage(fresh)
    const before = rig.portal.requests.total
    const { wayBackUntil } = await promote()
    expect(rig.portal.requests.total).toBeGreaterThan(before)
    expect(wayBackUntil?.getTime()).toBe(rig.organisation.clock.now.getTime() + 7 * DAY_MS)
    expect(await bearer()).toBe(fresh)
    expect(await stored()).toEqual(['previous:token', 'token'])
    const { previous } = await show()
    expect(previous?.endsAt).toEqual(wayBackUntil)
    expect((await actions()).slice(-2)).toEqual([
      'connection.stage_credential',
      'connection.promote_credential',
    ])
    expect(old).not.toBe(fresh)
  })

  it('is refused where it is the one in use, of another portal, or unknown to HubSpot', async () => {
    await expect(stage(token.secret)).rejects.toMatchObject({ code: 'rotation.same_credential' })
    await expect(stage('pat-na1-00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'connection.credential_invalid',
    })
    expect(await stored()).toEqual(['token'])
    expect(await bearer()).toBe(token.secret)
  })

  it('that died after it was staged is not promoted', async () => {
    const old = token.secret
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    rig.portal.revokeToken(token)
    await expect(promote()).rejects.toMatchObject({ code: 'connection.credential_invalid' })
    expect(await bearer()).toBe(old)
  })

  it('is not promoted where groups would lose what they have, unless that is confirmed', async () => {
    await setGrant(rig.ctx, {
      group: 'sales',
      connection: connection.name,
      scopes: ['contacts:write'],
      expiresAt: null,
    })
    const other = rig.portal.addToken({
      kind: 'service_key',
      scopes: ['crm.objects.contacts.read', 'crm.objects.deals.read'],
    })
    const { comparison } = await stage(other.secret)
    expect(comparison).toMatchObject({
      lost: ['crm.objects.contacts.write'],
      gained: ['crm.objects.deals.read'],
      broken: [{ scope: 'contacts:write' }],
    })
    await expect(promote()).rejects.toMatchObject({ code: 'rotation.scopes_lost' })
    expect(await bearer()).toBe(token.secret)
    await promote({ acceptLost: true })
    expect(await bearer()).toBe(other.secret)
    const now = await rig.services.store.read.connections.get(connection.id)
    expect(now?.hubspotScopes).not.toContain('crm.objects.contacts.write')
  })

  it('can be thrown away, and nothing is there to promote then', async () => {
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    await discardCredential(rig.ctx, { connection: connection.name })
    expect(await stored()).toEqual(['token'])
    await expect(promote()).rejects.toMatchObject({ code: 'rotation.no_next' })
  })

  it('leaves a paused connection paused', async () => {
    const { suspendConnection } = await import('../connection/suspend-connection.ts')
    await suspendConnection(rig.ctx, { connection: connection.name, reason: 'audit' })
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    const { connection: after } = await promote()
    expect(after).toMatchObject({ state: 'suspended', stateReason: 'audit' })
  })

  it('may be of another kind', async () => {
    const app = rig.portal.addToken({ kind: 'private_app', scopes: SCOPES })
    await stageCredential(rig.ctx, {
      connection: connection.name,
      kind: 'private_app',
      secrets: { token: secret(app.secret) },
    })
    const { connection: after } = await promote()
    expect(after.kind).toBe('private_app')
    await returnCredential(rig.ctx, { connection: connection.name })
    expect((await show()).connection.kind).toBe('service_key')
    expect(await bearer()).toBe(token.secret)
  })

  it('promoted on suspicion leaves no way back', async () => {
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    expect((await promote({ suspect: true })).wayBackUntil).toBeNull()
    expect(await stored()).toEqual(['token'])
    await expect(returnCredential(rig.ctx, { connection: connection.name })).rejects.toMatchObject({
      code: 'rotation.no_way_back',
    })
  })

  it('by hand cannot be gone back from while HubSpot cannot be asked, and says that it still can', async () => {
    const old = token.secret
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    await promote()
    const fault = rig.portal.faults.set({ effect: { kind: 'rate-limit' } })
    const back = () => returnCredential(rig.ctx, { connection: connection.name })
    await expect(back()).rejects.toMatchObject({
      code: 'connection.rate_limited',
      message: expect.stringContaining('still kept') as string,
    })
    expect(await stored()).toContain('previous:token')
    rig.portal.faults.clear(fault)
    await back()
    expect(await bearer()).toBe(old)
  })

  it('and the previous one are wiped when the credential is replaced outright', async () => {
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    await promote()
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    expect(await stored()).toEqual(['next:token', 'previous:token', 'token'])
    const other = rig.portal.addToken({ kind: 'service_key', scopes: SCOPES })
    await replaceCredential(rig.ctx, {
      connection: connection.name,
      kind: 'service_key',
      secrets: { token: secret(other.secret) },
    })
    expect(await stored()).toEqual(['token'])
  })
})

describe('a promoted credential that HubSpot refuses', () => {
  async function rotated(): Promise<{ old: string; fresh: string }> {
    const old = token.secret
    const fresh = rig.portal.rotateToken(token, 7 * DAY_MS)
    await stage(fresh)
    await promote()
    return { old, fresh }
  }
  const renew = async (refused: string) => {
    const now = (await rig.services.pictures.current()).connection(connection.id)
    return rig.services.credentials.renew(now ?? connection, secret(refused))
  }

  it('gives way to the one before, recorded', async () => {
    const { old, fresh } = await rotated()
    rig.portal.revokeToken(token)
    const answers = await Promise.all(Array.from({ length: 20 }, () => renew(fresh)))
    expect(answers).toEqual(answers.map(() => 'another'))
    expect(await bearer()).toBe(old)
    expect(await stored()).toEqual(['token'])
    expect((await actions()).filter((action) => action === 'connection.fall_back')).toHaveLength(1)
  })

  it('stays where HubSpot refused one call and accepts it otherwise', async () => {
    const { fresh } = await rotated()
    expect(await renew(fresh)).toBe('none')
    expect(await bearer()).toBe(fresh)
    expect(await stored()).toContain('previous:token')
  })

  it.each([
    ['cannot be asked', 503],
    ['keeps the portal in another region', 488],
  ])('stays where HubSpot %s, and so does the way back', async (_, status) => {
    const { fresh } = await rotated()
    const fault = rig.portal.faults.set({ effect: { kind: 'status', status } })
    expect(await renew(fresh)).toBe('in_doubt')
    await tendCredentials(rig.ctx)
    rig.portal.faults.clear(fault)
    expect(await bearer()).toBe(fresh)
    expect(await stored()).toContain('previous:token')
  })

  it('stays, and the way back is wiped, where the one before is dead too', async () => {
    const { old, fresh } = await rotated()
    rig.portal.revokeToken(token)
    for (const one of [token]) rig.portal.revokeToken(one)
    rig.portal.clock.advance(8 * DAY_MS)
    expect(await renew(fresh)).toBe('none')
    expect(await stored()).toEqual(['token'])
    expect(await actions()).toContain('connection.way_back_ended')
    rig.portal.clock.advance(-8 * DAY_MS)
    expect(old).not.toBe(fresh)
  })

  it('gives way to the one before when an admin checks it again, too', async () => {
    const { old } = await rotated()
    rig.portal.revokeToken(token)
    const { connection: after } = await recheckConnection(rig.ctx, { connection: connection.name })
    expect(after.state).toBe('active')
    expect(await bearer()).toBe(old)
  })

  it('is told from the old one that a call under way was sent with', async () => {
    const { old, fresh } = await rotated()
    expect(await renew(old)).toBe('another')
    expect(await bearer()).toBe(fresh)
  })
})

describe('revoking', () => {
  it('wipes every slot, stops calls, and says what is left to do at HubSpot', async () => {
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    await promote()
    const revoked = await revokeCredential(rig.ctx, { connection: connection.name, reason: '' })
    expect(revoked).toMatchObject({
      connection: { state: 'needs_reauth' },
      revokedAtHubSpot: null,
      steps: CREDENTIAL_STEPS.service_key.end,
    })
    expect(await stored()).toEqual([])
    expect(await show()).toMatchObject({ current: undefined, previous: undefined, dueAt: null })
  })

  it('is mended by a new credential, and grants were kept', async () => {
    await revokeCredential(rig.ctx, { connection: connection.name, reason: 'a leak' })
    await stage(rig.portal.rotateToken(token))
    const { connection: after, wayBackUntil, ...told } = await promote()
    expect(after.state).toBe('active')
    expect(wayBackUntil).toBeNull()
    // HubSpot was not asked to end it, so it may live: but not by the steps that end the new one.
    const steps = CREDENTIAL_STEPS.service_key.endBefore
    expect(told).toMatchObject({ beforeRefused: false, steps })
    expect(await bearer()).toBe(token.secret)
  })
})

describe('time', () => {
  const tend = () => tendCredentials(rig.ctx)
  const pass = (days: number) => {
    const { clock } = rig.organisation
    clock.now = new Date(clock.now.getTime() + days * DAY_MS)
  }

  it("wipes the way back when HubSpot's overlap is over, and not before", async () => {
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    await promote()
    pass(6.9)
    await tend()
    expect(await stored()).toEqual(['previous:token', 'token'])
    pass(0.1)
    await tend()
    expect(await stored()).toEqual(['token'])
    expect((await actions()).at(-1)).toBe('connection.wipe_previous')
  })

  it('wipes the way back when HubSpot refuses it', async () => {
    await stage(rig.portal.addToken({ kind: 'service_key', scopes: SCOPES }).secret)
    await promote()
    rig.portal.revokeToken(token)
    await tend()
    expect(await stored()).toEqual(['token'])
    expect((await actions()).at(-1)).toBe('connection.way_back_ended')
  })

  it('of one credential goes on where another does not open', async () => {
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    await promote()
    const broken = connection
    token = rig.portal.addToken({ kind: 'service_key', scopes: SCOPES })
    connection = (
      await connectPortal(rig.ctx, {
        title: `Behind ${count}`,
        kind: 'service_key',
        secrets: { token: secret(token.secret) },
      })
    ).connection
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    await rig.organisation.database.pool.query(
      `update secret_version set ciphertext = overlay(ciphertext placing '\\x00000000' from 20)
        where connection_id = $1 and field = 'previous:token'`,
      [broken.id],
    )
    pass(1)
    await tend()
    expect(await stored()).toEqual(['token'])
  })

  it('wipes a next credential that nobody promoted within a day', async () => {
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    await tend()
    expect(await stored()).toContain('next:token')
    pass(1)
    await tend()
    expect(await stored()).toEqual(['token'])
  })

  it('reminds of an old credential once each at 30, 7, 1 and 0 days, and anew after a rotation', async () => {
    const notices = async () => {
      await tend()
      const { rows } = await rig.organisation.database.pool.query<{ kind: string; days?: string }>(
        `select kind, facts->>'days' as days from notice
          where facts->>'connectionId' = $1 and kind in ('rotation.due', 'rotation.overdue')
          order by raised_at`,
        [connection.id],
      )
      return rows.map(({ kind, days }) => days ?? kind)
    }
    pass(149)
    expect(await notices()).toEqual([])
    pass(1)
    expect(await notices()).toEqual(['30'])
    expect(await notices()).toEqual(['30'])
    pass(25)
    expect(await notices()).toEqual(['30', '5'])
    pass(10)
    expect(await notices()).toEqual(['30', '5', 'rotation.overdue'])
    await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
    await promote()
    expect(await notices()).toHaveLength(3)
    pass(150)
    expect(await notices()).toEqual(['30', '5', 'rotation.overdue', '30'])
  })
})
