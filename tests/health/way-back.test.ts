/**
 * A credential that HubSpot refuses, the one before still kept, and a HubSpot that does not answer
 * about it just then: a passing trouble stops nobody, and only the end of both does.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMember } from '../../src/application/access/create-member.ts'
import { explainAction } from '../../src/application/gateway/explain-action.ts'
import type { Context } from '../../src/application/context.ts'
import { recheckConnection } from '../../src/application/connection/recheck-connection.ts'
import { replaceCredential } from '../../src/application/connection/replace-credential.ts'
import { promoteCredential } from '../../src/application/rotation/promote-credential.ts'
import { stageCredential } from '../../src/application/rotation/stage-credential.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { healthRig, type HealthRig } from '../support/health-rig.ts'

let rig: HealthRig
beforeAll(async () => {
  rig = await healthRig()
  const operator: Context = { ...rig.job, actor: { kind: 'operator' }, door: 'cli' }
  await createMember(operator, { name: 'Ada', email: 'ada@example.com', role: 'member' })
})
afterAll(() => rig.close())

/** A connection that was rotated a moment ago, and its two tokens. */
async function rotated(name: string) {
  const portal = await rig.portal(name)
  await rig.look(name, 2)
  const [before] = portal.tokens
  if (!before) throw new Error('the portal has no token')
  const { kind } = await connectionOf(name)
  await rig.noteCredential(name)
  const next = portal.addToken({ kind: before.kind, scopes: [...before.scopes] })
  const accounts = { ...rig.job.accounts, operatorOrigin: portal.url }
  const admin: Context = { ...rig.job, accounts, actor: { kind: 'operator' }, door: 'cli' }
  const secrets = { token: redacted(next.secret) }
  await stageCredential(admin, { connection: name, kind, secrets })
  await promoteCredential(admin, { connection: name })
  await rig.look(name, 2)
  return { portal, before, next }
}

const connectionOf = async (name: string) => {
  const found = await rig.job.store.read.connections.findByName(name)
  if (!found) throw new Error(`There is no connection ${name}`)
  return found
}
const inUse = async (name: string) =>
  (await rig.job.credentials.bearer(await connectionOf(name))).reveal()
const silent = { effect: { kind: 'status', status: 502 } } as const
/** As a live call does that meets 401. */
const meets401 = async (name: string) => {
  const connection = await connectionOf(name)
  return rig.job.credentials.renew(connection, redacted(await inUse(name)))
}
/** A way back that was not answered about is tried again a moment later, by the verbs' own clock. */
const aMoment = (): void => {
  const { clock } = rig.organisation
  clock.now = new Date(clock.now.getTime() + 5_000)
}

/** The link of an explanation that tells whether calls on the connection fail now. */
const explained = async (name: string) => {
  const operator: Context = { ...rig.job, actor: { kind: 'operator' }, door: 'cli' }
  const asked = { principal: 'ada@example.com', connection: name, action: 'contacts:read' }
  const { chain } = await explainAction(operator, asked)
  return chain.find(({ link }) => link === 'connection healthy')?.state
}

test('is not given up for a question that was not answered, and goes back with the next', async () => {
  const { portal, before, next } = await rotated('passing')
  portal.revokeToken(next)
  const fault = portal.faults.set({ ...silent, match: { token: before.id } })
  expect(await rig.look('passing')).toBe('healthy')
  // What callers read after a second is told to whoever keeps the connection, too.
  expect(await rig.look('passing', 3)).toBe('in_doubt')
  expect(await explained('passing')).toBe('broken')
  expect(await connectionOf('passing')).toMatchObject({ state: 'active' })
  expect(await inUse('passing')).toBe(next.secret)
  portal.faults.clear(fault)
  aMoment()
  expect(await rig.look('passing')).toBe('healthy')
  expect(await inUse('passing')).toBe(before.secret)
  expect(await rig.past('passing')).toEqual(['healthy', 'in_doubt', 'healthy'])
  expect(await explained('passing')).toBe('holds')
})

test('of which nothing is heard for minutes is told, stops no call, and stops them when both have ended', async () => {
  const { portal, before, next } = await rotated('lasting')
  portal.revokeToken(next)
  const fault = portal.faults.set({ ...silent, match: { token: before.id } })
  expect(await rig.look('lasting', 64)).toMatch(/^revoked/)
  expect(await connectionOf('lasting')).toMatchObject({ state: 'active' })
  // No call is stopped here, and each is refused.
  expect(await explained('lasting')).toBe('broken')
  portal.faults.clear(fault)
  portal.revokeToken(before)
  aMoment()
  await rig.look('lasting')
  expect(await connectionOf('lasting')).toMatchObject({ state: 'needs_reauth' })
})

test('is not stopped by one blip after it went back, whatever was believed of the other one', async () => {
  const { portal, before, next } = await rotated('blip')
  portal.revokeToken(next)
  const fault = portal.faults.set({ ...silent, match: { token: before.id } })
  expect(await rig.look('blip', 64)).toMatch(/^revoked/)
  portal.faults.clear(fault)
  aMoment()
  expect(await meets401('blip')).toBe('another')
  expect(await inUse('blip')).toBe(before.secret)
  portal.faults.set({ effect: { kind: 'status', status: 401 }, count: 1 })
  await rig.look('blip')
  expect(await connectionOf('blip')).toMatchObject({ state: 'active' })
  expect(await rig.look('blip', 2)).toBe('healthy')
})

/** Its key was ended, and that is believed; a moment later HubSpot takes it again, or another one. */
async function believedRevoked(name: string) {
  const portal = await rig.portal(name)
  const [token] = portal.tokens
  if (!token) throw new Error('the portal has no token')
  await rig.look(name, 2)
  token.disabled = true
  expect(await rig.look(name, 2)).toMatch(/^revoked/)
  expect(await connectionOf(name)).toMatchObject({ state: 'needs_reauth' })
  const accounts = { ...rig.job.accounts, operatorOrigin: portal.url }
  const admin: Context = { ...rig.job, accounts, actor: { kind: 'operator' }, door: 'cli' }
  return { portal, token, admin }
}

const aSecondLater = () => new Date(rig.organisation.clock.now.getTime() + 1_000)

type Revoked = Awaited<ReturnType<typeof believedRevoked>>
const another = ({ portal, token }: Revoked) =>
  redacted(portal.addToken({ kind: token.kind, scopes: [...token.scopes] }).secret)

test.each<[string, (name: string, revoked: Revoked) => Promise<unknown>]>([
  [
    'promoted',
    async (name, revoked) => {
      const { kind } = await connectionOf(name)
      const secrets = { token: another(revoked) }
      await stageCredential(revoked.admin, { connection: name, kind, secrets })
      await promoteCredential(revoked.admin, { connection: name })
    },
  ],
  [
    'given in place of it',
    async (name, revoked) => {
      const { kind } = await connectionOf(name)
      const secrets = { token: another(revoked) }
      await replaceCredential(revoked.admin, { connection: name, kind, secrets })
    },
  ],
  [
    'found accepted again by hand',
    async (name, { token, admin }) => {
      token.disabled = false
      await recheckConnection(admin, { connection: name })
    },
  ],
])('a credential %s is believed in anew: one blip does not stop it', async (how, act) => {
  const name = how.replaceAll(' ', '-')
  const revoked = await believedRevoked(name)
  await act(name, revoked)
  expect(await connectionOf(name)).toMatchObject({ state: 'active' })
  // A call that was under way with the one before ends only now.
  await rig.job.store.transaction(async (tx) =>
    tx.health.witness((await connectionOf(name)).id, 'unauthorised', aSecondLater()),
  )
  const fault = revoked.portal.faults.set({ effect: { kind: 'status', status: 401 } })
  await rig.look(name)
  expect(await connectionOf(name)).toMatchObject({ state: 'active' })
  revoked.portal.faults.clear(fault)
  expect(await rig.look(name, 2)).toBe('healthy')
  expect(await rig.past(name)).toEqual(['healthy', 'revoked', 'healthy'])
  const { id } = await connectionOf(name)
  const turns = (await rig.organisation.events()).flatMap(({ event }) =>
    event.type === 'change' && event.action === 'health.change' && event.targetId === id
      ? [(event.after as { condition: string }).condition]
      : [],
  )
  expect(turns).toEqual(['revoked', 'healthy'])
  // Whoever was told that it is unwell is told that it ended.
  const { rows } = await rig.organisation.database.pool.query<{ kind: string }>(
    `select kind from notice where facts->>'connectionId' = $1 and kind like 'health.%' order by raised_at`,
    [id],
  )
  expect(rows.map(({ kind }) => kind)).toEqual(['health.revoked', 'health.recovered'])
})
