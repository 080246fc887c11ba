/** Promises of a check of a connection that was rotated lately: it asks as a live call does, and stops nobody too soon. */
import { describe, expect, it } from 'vitest'
import { checkRig, stepOf } from '../../../tests/support/check-rig.ts'
import { redacted } from '../../domain/redacted.ts'
import { markNeedsReauth } from '../connection/needs-reauth.ts'
import { promoteCredential } from '../rotation/promote-credential.ts'
import { revokeCredential } from '../rotation/revoke-credential.ts'
import { stageCredential } from '../rotation/stage-credential.ts'

const world = checkRig()

/** Rotated, and the new one is refused. */
async function refused() {
  const { ctx, portal } = world.rig
  const connection = world.connection.name
  const [before] = portal.tokens
  const next = portal.addToken({ kind: 'service_key', scopes: [...(before?.scopes ?? [])] })
  const secrets = { token: redacted(next.secret) }
  await stageCredential(ctx, { connection, kind: 'service_key', secrets })
  await promoteCredential(ctx, { connection })
  portal.revokeToken(next)
  return { portal, before, next }
}

describe('a check of a connection whose new credential is refused', () => {
  it('goes back to the one before, and is green as that is', async () => {
    await world.grant('contacts:read')
    const { before } = await refused()
    const report = await world.check()
    expect(report).toMatchObject({ verdict: 'green', connection: { state: 'active' } })
    const bearer = await world.rig.services.credentials.bearer(await world.stored())
    expect(bearer.reveal()).toBe(before?.secret)
  })

  it('is red and stops no call while HubSpot is not heard about the one before', async () => {
    await world.grant('contacts:read')
    const { portal, before } = await refused()
    const fault = portal.faults.set({
      effect: { kind: 'status', status: 502 },
      match: { token: before?.id ?? '' },
    })
    const report = await world.check()
    portal.faults.clear(fault)
    expect(report).toMatchObject({ verdict: 'red', connection: { state: 'active' } })
    expect(stepOf(report, 'credential').findings[0]?.text).toContain('does not answer')
    expect((await world.stored()).state).toBe('active')
  })
})

it('does not make a connection active that was revoked while it was checked', async () => {
  const { ctx, portal } = world.rig
  const { connection } = world
  portal.faults.set({
    effect: { kind: 'latency', ms: 500 },
    match: { path: 'account-info' },
    count: 1,
  })
  const checking = world.check()
  while (portal.faults.list()[0]?.struck === 0) await new Promise((go) => setTimeout(go, 5))
  await revokeCredential(ctx, { connection: connection.name, reason: 'a leak' })
  await checking
  expect(await world.stored()).toMatchObject({ state: 'needs_reauth', stateReason: 'a leak' })
})

it('does not make a connection active whose key died while it was checked', async () => {
  await world.grant('contacts:read')
  const { ctx, portal } = world.rig
  portal.faults.set({
    effect: { kind: 'latency', ms: 500 },
    match: { path: '0-1|contacts' },
    count: 1,
  })
  const checking = world.check()
  while (portal.faults.list()[0]?.struck === 0) await new Promise((go) => setTimeout(go, 5))
  const { clock } = world.rig.organisation
  clock.now = new Date(clock.now.getTime() + 1_000)
  await markNeedsReauth(ctx, world.connection.id, 'HubSpot no longer accepts it.')
  await checking
  expect((await world.stored()).state).toBe('needs_reauth')
})
