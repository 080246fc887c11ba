/** Promises of what time does to credentials, against the emulated portal and a real database and vault. */
import { beforeEach, expect, it } from 'vitest'
import {
  DAY_MS,
  rotationRig,
  SCOPES,
  type RotationWorld,
} from '../../../tests/support/rotation-rig.ts'
import { showOverview } from '../activity/show-overview.ts'
import { recheckConnection } from '../connection/recheck-connection.ts'
import { tendCredentials } from './tend-credentials.ts'

const { world, stage, promote, show, stored, actions, connectAnother } = rotationRig()
let rig: RotationWorld['rig']
let token: RotationWorld['token']
let connection: RotationWorld['connection']
beforeEach(() => {
  ;({ rig, token, connection } = world)
})

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
  await connectAnother()
  ;({ token, connection } = world)
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

it('tells until when HubSpot may keep the one that was gone back to, and no longer than that', async () => {
  await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
  const { wayBackUntil } = await promote()
  rig.portal.revokeToken(token)
  pass(1)
  await recheckConnection(rig.ctx, { connection: connection.name })
  expect(await show()).toMatchObject({ current: { endsAt: wayBackUntil }, dueAt: wayBackUntil })
  const needs = async () =>
    (await showOverview(rig.ctx, { timeZone: 'UTC' })).needs.flatMap((need) =>
      need.kind === 'credential_due' && need.connection?.id === connection.id ? [need] : [],
    )
  expect(await needs()).toMatchObject([
    { severity: 'soon', at: wayBackUntil, message: expect.stringContaining('within 6 days') },
  ])
  const told = async () => {
    await tend()
    await tend()
    const { rows } = await rig.organisation.database.pool.query<{ ends: string }>(
      `select facts->>'endsAt' as ends from notice
        where facts->>'connectionId' = $1 and kind = 'rotation.ends'`,
      [connection.id],
    )
    return rows.map(({ ends }) => new Date(ends))
  }
  expect(await told()).toEqual([wayBackUntil])
  // A day before it is told once more.
  pass(5.5)
  expect(await told()).toEqual([wayBackUntil, wayBackUntil])
  // It serves on: so it was another key that failed, and only its age counts.
  pass(1)
  expect(await told()).toHaveLength(2)
  expect(await show()).toMatchObject({ current: { endsAt: null } })
  expect(await needs()).toEqual([])
})

it('tells of the end also where the one that was gone back to is too old already', async () => {
  pass(185)
  await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
  const { wayBackUntil } = await promote()
  rig.portal.revokeToken(token)
  await recheckConnection(rig.ctx, { connection: connection.name })
  expect((await show()).dueAt).toEqual(wayBackUntil)
  await tend()
  const { rows } = await rig.organisation.database.pool.query(
    `select from notice where facts->>'connectionId' = $1 and kind = 'rotation.ends'`,
    [connection.id],
  )
  expect(rows).toHaveLength(1)
})

it('is over sooner for a way back that HubSpot ends sooner', async () => {
  await stage(rig.portal.rotateToken(token, 7 * DAY_MS))
  const { wayBackUntil } = await promote()
  rig.portal.revokeToken(token)
  pass(1)
  await recheckConnection(rig.ctx, { connection: connection.name })
  await stage(rig.portal.addToken({ kind: 'service_key', scopes: SCOPES }).secret)
  expect((await promote()).wayBackUntil).toEqual(wayBackUntil)
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
