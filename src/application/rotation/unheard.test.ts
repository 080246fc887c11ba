/**
 * Promises of what is concluded from HubSpot's word on a credential: what it did not say stays as it
 * was known, what it said of one credential is not taken for another, and nobody is told to end the new one.
 */
import { beforeEach, describe, expect, it } from 'vitest'
import { secret } from '../../../tests/support/connection-rig.ts'
import { rotationRig, type RotationWorld } from '../../../tests/support/rotation-rig.ts'
import type { Token } from '../../../emulator/index.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import type { Condition, Diagnosis } from '../../domain/health/condition.ts'
import type { Vital } from '../../domain/health/vital.ts'
import { CREDENTIAL_STEPS } from '../../domain/rotation/end-steps.ts'
import { markNeedsReauth } from '../connection/needs-reauth.ts'
import { recheckConnection } from '../connection/recheck-connection.ts'
import { replaceCredential } from '../connection/replace-credential.ts'
import { revokeCredential } from './revoke-credential.ts'
import { stageCredential } from './stage-credential.ts'

const SCOPES = ['crm.objects.contacts.read', 'crm.schemas.custom.read']
const MORE = [...SCOPES, 'tickets']
const { world, named, promote } = rotationRig(SCOPES)
let rig: RotationWorld['rig']
let token: RotationWorld['token']
let connection: RotationWorld['connection']
beforeEach(() => {
  ;({ rig, token, connection } = world)
})

const now = async (): Promise<Connection> => {
  const found = await rig.services.store.read.connections.get(connection.id)
  if (!found) throw new Error('the connection is gone')
  return found
}
const given = (one: Token, kind = 'service_key') => ({
  ...named(),
  kind,
  secrets: { token: secret(one.secret) },
})
const another = (scopes = MORE, kind: 'service_key' | 'private_app' = 'service_key') =>
  rig.portal.addToken({ kind, scopes })
const silent = (path: string) =>
  rig.portal.faults.set({ effect: { kind: 'status', status: 502 }, match: { path } })
const HOLDER = 'access-token-info'
const SCHEMAS = 'crm-object-schemas'

const recheck = () => recheckConnection(rig.ctx, named())

describe('what HubSpot does not say of a moment', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['checked again', recheck],
    ['given another credential', () => replaceCredential(rig.ctx, given(another()))],
    [
      'rotated',
      async () => {
        await stageCredential(rig.ctx, given(another()))
        await promote()
      },
    ],
    [
      'gone back to the one before',
      async () => {
        const next = another()
        await stageCredential(rig.ctx, given(next))
        await promote()
        rig.portal.revokeToken(next)
        expect(await rig.services.credentials.renew(await now(), secret(next.secret))).toBe(
          'another',
        )
      },
    ],
  ])('takes no custom objects from a connection that is %s', async (_, act) => {
    expect(connection.customObjectTypes.map(({ name }) => name)).toContain('car')
    silent(SCHEMAS)
    await act()
    expect((await now()).customObjectTypes).toEqual(connection.customObjectTypes)
  })

  it('takes no HubSpot scopes from one that is checked again, and says so', async () => {
    silent(HOLDER)
    const { report } = await recheck()
    expect(report.notices.join()).toContain('did not tell which HubSpot scopes')
    const { hubspotScopes, hubspotUserId, hubspotAppId } = await now()
    expect({ hubspotScopes, hubspotUserId, hubspotAppId }).toEqual({
      hubspotScopes: connection.hubspotScopes,
      hubspotUserId: connection.hubspotUserId,
      hubspotAppId: connection.hubspotAppId,
    })
  })

  it('nor from one that goes back: it has those that it had', async () => {
    const next = another()
    await stageCredential(rig.ctx, given(next))
    await promote()
    expect((await now()).hubspotScopes).toContain('tickets')
    rig.portal.revokeToken(next)
    silent(HOLDER)
    expect(await rig.services.credentials.renew(await now(), secret(next.secret))).toBe('another')
    expect((await now()).hubspotScopes).toEqual(connection.hubspotScopes)
  })

  it('nor from a next one that told them when it was staged', async () => {
    await stageCredential(rig.ctx, given(another()))
    silent(HOLDER)
    await promote()
    expect((await now()).hubspotScopes).toContain('tickets')
  })

  it('is no word on who holds another credential', async () => {
    silent(HOLDER)
    await replaceCredential(rig.ctx, given(another()))
    expect((await now()).hubspotScopes).toEqual([])
  })

  it('is told from custom objects that a credential may not read', async () => {
    await replaceCredential(rig.ctx, given(another(['crm.objects.contacts.read'])))
    expect((await now()).customObjectTypes).toEqual([])
  })
})

describe('what HubSpot says of a credential that serves no more', () => {
  /** Begins a check, and does something else, later by the clock, while HubSpot is being asked. */
  const meanwhile = async (act: () => Promise<unknown>) => {
    const { clock } = rig.organisation
    clock.now = new Date(clock.now.getTime() + 1_000)
    rig.portal.faults.set({
      effect: { kind: 'latency', ms: 1_000 },
      match: { path: 'account-info', token: token.id },
      count: 1,
    })
    const checking = recheck()
    checking.catch(() => undefined)
    while (rig.portal.faults.list()[0]?.struck === 0) await new Promise((go) => setTimeout(go, 5))
    await act()
    return checking
  }

  it('does not make a connection active that was revoked meanwhile', async () => {
    const checking = meanwhile(() => revokeCredential(rig.ctx, { ...named(), reason: 'a leak' }))
    await expect(checking).rejects.toMatchObject({ code: 'connection.needs_reauth' })
    expect(await now()).toMatchObject({ state: 'needs_reauth', stateReason: 'a leak' })
  })

  it('is not written over one of another kind', async () => {
    const app = another(MORE, 'private_app')
    const { connection: checked } = await meanwhile(() =>
      replaceCredential(rig.ctx, given(app, 'private_app')),
    )
    expect(checked).toMatchObject({ kind: 'private_app', state: 'active' })
    expect((await now()).hubspotScopes).toContain('tickets')
    const held = await rig.services.credentials.bearer(await now())
    expect(held.reveal()).toBe(app.secret)
  })

  it('does not stop the one that serves', async () => {
    rig.portal.revokeToken(token)
    await meanwhile(() => replaceCredential(rig.ctx, given(another()))).catch(() => undefined)
    expect(await now()).toMatchObject({ state: 'active' })
  })
})

describe('after a rotation that keeps no way back', () => {
  it('the steps end the one before, never the new one', async () => {
    await stageCredential(rig.ctx, given(another()))
    const { steps, beforeRefused } = await promote({ suspect: true })
    expect(beforeRefused).toBe(false)
    expect(steps).toEqual(CREDENTIAL_STEPS.service_key.endBefore)
  })

  it('of another kind, they are those that end the old one', async () => {
    await stageCredential(rig.ctx, given(another(MORE, 'private_app'), 'private_app'))
    expect((await promote({ suspect: true })).steps).toEqual(CREDENTIAL_STEPS.service_key.end)
  })

  const believed = async (vital: Partial<Vital>) =>
    rig.services.store.transaction(async (tx) => {
      const before = await tx.health.getForUpdate(await now())
      await tx.health.save({ ...before, vital: { ...before.vital, ...vital } }, 60)
    })
  const seen = (condition: Condition): Diagnosis => ({
    condition,
    confidence: 'certain',
    facts: {},
  })
  const unheard = () =>
    rig.portal.faults.set({ effect: { kind: 'status', status: 502 }, match: { token: token.id } })

  it.each<[string, () => unknown]>([
    ['as HubSpot says', () => rig.portal.revokeToken(token)],
    [
      'as it stands, HubSpot not heard',
      async () => {
        await markNeedsReauth(rig.ctx, connection.id, 'HubSpot found it in public code.')
        unheard()
      },
    ],
    [
      'as is believed, HubSpot not heard',
      async () => {
        await believed({ diagnosis: seen('revoked') })
        unheard()
      },
    ],
    [
      'as is suspected, HubSpot not heard',
      async () => {
        const since = rig.organisation.clock.now
        await believed({ suspicion: { diagnosis: seen('in_doubt'), seen: 1, since } })
        unheard()
      },
    ],
  ])('nothing is left to end where it is refused, %s', async (_, refuse) => {
    await refuse()
    await stageCredential(rig.ctx, given(another()))
    expect(await promote()).toMatchObject({
      connection: { state: 'active' },
      wayBackUntil: null,
      beforeRefused: true,
      steps: [],
    })
    const { rows } = await rig.organisation.database.pool.query<{ field: string }>(
      'select field from secret_version where connection_id = $1',
      [connection.id],
    )
    expect(rows).toEqual([{ field: 'token' }])
  })

  it('its word of now goes before what was believed a moment ago', async () => {
    await markNeedsReauth(rig.ctx, connection.id, 'A wrong alarm.')
    await stageCredential(rig.ctx, given(another()))
    const promoted = await promote()
    expect(promoted).toMatchObject({ beforeRefused: false })
    expect(promoted.wayBackUntil).not.toBeNull()
  })

  it('on suspicion nothing is said to have ended, and the one before that is named', async () => {
    await stageCredential(rig.ctx, given(another()))
    await promote()
    await markNeedsReauth(rig.ctx, connection.id, 'A leak.')
    await stageCredential(rig.ctx, given(another()))
    const { steps, beforeRefused, wayBackUntil } = await promote({ suspect: true })
    expect({ beforeRefused, wayBackUntil }).toEqual({ beforeRefused: false, wayBackUntil: null })
    expect(steps.slice(0, -1)).toEqual(CREDENTIAL_STEPS.service_key.endBefore)
    expect(steps.at(-1)).toContain('The one before that')
  })
})

describe('a try of the way back that is under way', () => {
  it('does not take back what an admin promotes meanwhile', async () => {
    const second = another()
    await stageCredential(rig.ctx, given(second))
    await promote()
    rig.portal.revokeToken(second)
    const { clock } = rig.organisation
    clock.now = new Date(clock.now.getTime() + 1_000)
    const third = another()
    await stageCredential(rig.ctx, given(third))
    rig.portal.faults.set({
      effect: { kind: 'latency', ms: 1_500 },
      match: { path: 'account-info', token: token.id },
    })
    const trying = Promise.resolve(
      rig.services.credentials.renew(await now(), secret(second.secret)),
    )
    while (rig.portal.faults.list()[0]?.struck === 0) await new Promise((go) => setTimeout(go, 5))
    await promote()
    expect(await trying).toBe('another')
    const held = await rig.services.credentials.bearer(await now())
    expect(held.reveal()).toBe(third.secret)
    expect(await now()).toMatchObject({ state: 'active' })
  })
})
