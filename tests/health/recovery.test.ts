/** A connection that something other than the monitor stopped: calls flow again when it is seen well. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { markNeedsReauth } from '../../src/application/connection/needs-reauth.ts'
import { suspendConnection } from '../../src/application/connection/suspend-connection.ts'
import { revokeCredential } from '../../src/application/rotation/revoke-credential.ts'
import type { Connection } from '../../src/domain/connection/connection.ts'
import type { Emulator } from '../../emulator/index.ts'
import { healthRig, type HealthRig } from '../support/health-rig.ts'

let rig: HealthRig
beforeAll(async () => {
  rig = await healthRig()
})
afterAll(() => rig.close())

const named = async (name: string): Promise<Connection> => {
  const found = await rig.job.store.read.connections.findByName(name)
  if (!found) throw new Error(`There is no connection ${name}`)
  return found
}
const state = async (name: string) => (await named(name)).state
const stop = async (name: string) => {
  await markNeedsReauth(rig.job, (await named(name)).id, 'A wrong alarm.')
  expect(await state(name)).toBe('needs_reauth')
}

test('by two looks in a row since then, not by one, and it is recorded and told', async () => {
  await rig.portal('alarm')
  await rig.look('alarm', 2)
  await stop('alarm')
  await rig.look('alarm')
  expect(await state('alarm')).toBe('needs_reauth')
  await rig.look('alarm')
  expect(await named('alarm')).toMatchObject({ state: 'active', stateReason: null })
  const { id } = await named('alarm')
  const events = (await rig.organisation.events()).map(({ event }) => event)
  expect(
    events.filter(
      (event) =>
        event.type === 'change' && event.targetId === id && event.action === 'connection.recover',
    ),
  ).toHaveLength(1)
  const { rows } = await rig.organisation.database.pool.query(
    `select kind from notice where facts->>'connectionId' = $1 order by raised_at`,
    [id],
  )
  expect(rows).toEqual([{ kind: 'connection.needs_reauth' }, { kind: 'health.recovered' }])
})

test('also where it comes back with fewer scopes, or with a maker who has left', async () => {
  const stopsFor = async (
    name: string,
    meanwhile: (portal: Emulator) => void,
    believed: string,
  ) => {
    const portal = await rig.portal(name, { tokens: [{ scopes: ['oauth', 'tickets', 'forms'] }] })
    const token = portal.tokens[0]!
    await rig.look(name)
    token.disabled = true
    await rig.look(name, 2)
    expect(await state(name)).toBe('needs_reauth')
    token.disabled = false
    meanwhile(portal)
    expect(await rig.look(name, 2)).toContain(believed)
    expect(await named(name)).toMatchObject({ state: 'active', stateReason: null })
    // And where that is what is believed already when something else stops it.
    await stop(name)
    await rig.look(name, 2)
    expect(await state(name)).toBe('active')
  }
  await stopsFor(
    'poorer',
    (portal) => portal.happens(portal.tokens[0]!, { event: 'scopes-removed', scopes: ['tickets'] }),
    'scope_removed',
  )
})

test('not while HubSpot refuses it in between, or where a person paused it', async () => {
  const portal = await rig.portal('flicker')
  await rig.look('flicker')
  await stop('flicker')
  await rig.look('flicker')
  portal.tokens[0]!.disabled = true
  await rig.look('flicker')
  portal.tokens[0]!.disabled = false
  await rig.look('flicker')
  expect(await state('flicker')).toBe('needs_reauth')

  await rig.portal('paused')
  await suspendConnection(
    { ...rig.job, actor: { kind: 'operator' } },
    { connection: 'paused', reason: 'audit' },
  )
  await rig.look('paused', 3)
  expect(await state('paused')).toBe('suspended')
})

test('not by a look that is out while an admin revokes it', async () => {
  const portal = await rig.portal('revoked')
  await rig.look('revoked', 2)
  await rig.noteCredential('revoked')
  const fault = portal.faults.set({ effect: { kind: 'latency', ms: 700 } })
  const looking = rig.look('revoked')
  while (portal.faults.list()[0]?.struck === 0) await new Promise((go) => setTimeout(go, 5))
  await revokeCredential(
    { ...rig.job, actor: { kind: 'operator' } },
    { connection: 'revoked', reason: 'a leak' },
  )
  await looking
  portal.faults.clear(fault)
  expect(await named('revoked')).toMatchObject({ state: 'needs_reauth', stateReason: 'a leak' })
})
