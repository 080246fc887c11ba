/** Promises of a rotation, against the emulated portal and a real database and vault. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { secret } from '../../../tests/support/connection-rig.ts'
import {
  DAY_MS,
  rotationRig,
  SCOPES,
  type RotationWorld,
} from '../../../tests/support/rotation-rig.ts'
import { CREDENTIAL_STEPS } from '../../domain/rotation/end-steps.ts'
import { createGroup } from '../access/create-group.ts'
import { setGrant } from '../access/set-grant.ts'
import { recheckConnection } from '../connection/recheck-connection.ts'
import { replaceCredential } from '../connection/replace-credential.ts'
import { resumeConnection } from '../connection/resume-connection.ts'
import { suspendConnection } from '../connection/suspend-connection.ts'
import { discardCredential } from './discard-credential.ts'
import { returnCredential } from './return-credential.ts'
import { revokeCredential } from './revoke-credential.ts'
import { stageCredential } from './stage-credential.ts'
import { tendCredentials } from './tend-credentials.ts'

const { world, stage, promote, show, bearer, stored, actions } = rotationRig()
let rig: RotationWorld['rig']
let token: RotationWorld['token']
let connection: RotationWorld['connection']
beforeAll(() =>
  createGroup(world.rig.ctx, { name: 'sales', title: 'Sales', description: '', context: '' }),
)
beforeEach(() => {
  ;({ rig, token, connection } = world)
})

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

  it('is gone back from where HubSpot takes and refuses it by turns, as one that was just ended', async () => {
    const { old } = await rotated()
    const refuse = (after: number, count: number) =>
      rig.portal.faults.set({
        effect: { kind: 'status', status: 401 },
        match: { path: 'account-info', token: token.id },
        after,
        count,
      })
    refuse(0, 1)
    // Taken when it is asked about for the way back, and refused the next two times.
    refuse(2, 2)
    const { connection: now } = await recheckConnection(rig.ctx, { connection: connection.name })
    expect(now.state).toBe('active')
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

  it('leaves a paused connection paused, whatever credential it gets; without one it is not resumed', async () => {
    const named = { connection: connection.name }
    await suspendConnection(rig.ctx, { ...named, reason: 'an audit' })
    await revokeCredential(rig.ctx, { ...named, reason: 'a leak' })
    expect((await rig.organisation.events()).at(-1)?.event).toMatchObject({
      after: { state: 'suspended', stateReason: 'an audit', reason: 'a leak' },
    })
    await expect(resumeConnection(rig.ctx, named)).rejects.toMatchObject({
      code: 'connection.needs_reauth',
      message: expect.stringContaining('stays paused'),
    })
    await stage(rig.portal.rotateToken(token))
    const { connection: after } = await promote()
    expect(after).toMatchObject({ state: 'suspended', stateReason: 'an audit' })
    expect(await resumeConnection(rig.ctx, named)).toMatchObject({ state: 'active' })
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
