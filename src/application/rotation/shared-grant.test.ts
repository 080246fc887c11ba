/**
 * Promises of an OAuth grant that stands in several slots, or ends while HubSpot is asked about it:
 * what HubSpot changed is changed everywhere, and what was ended does not come back.
 */
import { beforeEach, expect, it } from 'vitest'
import { secret } from '../../../tests/support/connection-rig.ts'
import { grantRig, type GrantWorld } from '../../../tests/support/grant-rig.ts'
import { APP, OTHER_SECRET, SECOND_UNHEARD } from '../../../tests/support/oauth-app.ts'
import { createCredentials } from '../connection/credentials.ts'
import { recheckConnection } from '../connection/recheck-connection.ts'
import { replaceCredential } from '../connection/replace-credential.ts'
import { stageCredential } from './stage-credential.ts'

const {
  world,
  named,
  later,
  refreshToken,
  serving,
  stage,
  promote,
  revoke,
  bearer,
  letTokenEnd,
  state,
  actions,
  notices,
  accountRefused,
  whileAnswered,
} = grantRig()
let rig: GrantWorld['rig']
let connection: GrantWorld['connection']
beforeEach(() => {
  ;({ rig, connection } = world)
})

it('the way back of a client secret alone works after HubSpot changed the refresh token', async () => {
  await stage({ clientSecret: OTHER_SECRET })
  await promote()
  letTokenEnd()
  await bearer()
  expect(await refreshToken('previous')).toBe(await refreshToken('current'))
  rig.portal.oauth.setClientSecrets(APP.clientId, [APP.clientSecret])
  letTokenEnd()
  await bearer()
  expect((await actions()).at(-1)).toBe('connection.fall_back')
  expect(await state()).toBe('active')
  // A client secret is not known to end by itself.
  expect((await rig.services.store.read.slots.get(connection.id, 'current'))?.endsAt).toBeNull()
})

it('what waits to be promoted is changed with the one in use, and the other way round', async () => {
  await stage({ clientSecret: OTHER_SECRET })
  letTokenEnd()
  await bearer()
  expect(await refreshToken('next')).toBe(await refreshToken('current'))
  // The staged access token has ended: it is renewed before the promotion, with the same grant.
  await promote()
  letTokenEnd()
  await bearer()
  expect(rig.portal.oauth.isLive((await refreshToken('previous')) ?? '')).toBe(true)
})

it('a grant that is revoked while it is staged anew does not come back, nor live on', async () => {
  const served = (await refreshToken('current')) ?? ''
  const others = rig.portal.oauth.live().filter((one) => one !== served)
  rig.portal.faults.set({ effect: { kind: 'latency', ms: 1_000 }, match: { path: 'account-info' } })
  const staging = stage({ clientSecret: OTHER_SECRET })
  staging.catch(() => undefined)
  while (rig.portal.faults.list()[0]?.struck === 0) await new Promise((go) => setTimeout(go, 5))
  await revoke()
  await expect(staging).rejects.toMatchObject({ code: 'resource.conflict' })
  expect(await refreshToken('next')).toBeUndefined()
  expect(await refreshToken('current')).toBeUndefined()
  expect(rig.portal.oauth.live()).toEqual(others)
})

it('checked again, a grant that has ended is not taken for well by a token that outlives it', async () => {
  rig.portal.oauth.revoke((await refreshToken('current')) ?? '')
  letTokenEnd()
  await expect(bearer()).rejects.toMatchObject({ code: 'connection.needs_reauth' })
  // As of a call that met the end with a token that HubSpot takes for some minutes yet.
  later(-25 * 60_000)
  for (let press = 0; press < 3; press++)
    await expect(recheckConnection(rig.ctx, named())).rejects.toMatchObject({
      code: 'connection.needs_reauth',
    })
  expect(await state()).toBe('needs_reauth')
  expect(await notices('connection.needs_reauth')).toHaveLength(1)
})

it('promoted while the one in use is refused and the one before unheard, the one before is kept', async () => {
  rig.portal.switches.rotateRefreshTokens = false
  const first = await refreshToken('current')
  const second = rig.portal.oauth.makeRefreshToken(APP.clientId)
  await stage({ refreshToken: second })
  await promote()
  rig.portal.oauth.revoke(second)
  // The first question is about the one in use, the second about the one before.
  const fault = rig.portal.faults.set(SECOND_UNHEARD)
  letTokenEnd()
  await expect(bearer()).rejects.toMatchObject({ code: 'connection.in_doubt' })
  rig.portal.faults.clear(fault)
  const third = rig.portal.oauth.makeRefreshToken(APP.clientId)
  await stage({ refreshToken: third })
  rig.portal.faults.set(SECOND_UNHEARD)
  const promoted = await promote()
  expect(promoted).toMatchObject({ beforeRefused: true, steps: [] })
  expect(promoted.wayBackUntil).not.toBeNull()
  expect([await refreshToken('current'), await refreshToken('previous')]).toEqual([third, first])
})

const livesBeside = (served: string) => rig.portal.oauth.live().filter((one) => one !== served)

it('a grant that is rotated away while it is refreshed is a way back that works', async () => {
  rig.portal.switches.rotateRefreshTokens = false
  const next = rig.portal.oauth.makeRefreshToken(APP.clientId)
  await stage({ refreshToken: next })
  rig.portal.switches.rotateRefreshTokens = true
  // Near its end the token serves on, and is renewed behind the calls: nobody waits for that.
  later(27 * 60_000)
  rig.services.credentials.forget(connection.id)
  const first = await serving()
  await whileAnswered(bearer, promote)
  expect(await serving()).toBe(next)
  await expect
    .poll(async () => rig.portal.oauth.isLive((await refreshToken('previous')) ?? ''))
    .toBe(true)
  expect(await refreshToken('previous')).not.toBe(first)
})

it('a grant that is revoked while it is refreshed does not live on at HubSpot', async () => {
  const others = livesBeside(await serving())
  letTokenEnd()
  await whileAnswered(bearer, revoke)
  expect(rig.portal.oauth.live()).toEqual(others)
})

it('nor one that is revoked while it is gone back to', async () => {
  const first = await serving()
  const others = livesBeside(first)
  rig.portal.switches.rotateRefreshTokens = false
  const next = rig.portal.oauth.makeRefreshToken(APP.clientId)
  await stage({ refreshToken: next })
  await promote()
  rig.portal.oauth.revoke(next)
  rig.portal.switches.rotateRefreshTokens = true
  letTokenEnd()
  // The first question is about the grant in use, which is refused.
  await whileAnswered(bearer, revoke, 1)
  expect(rig.portal.oauth.live()).toEqual(others)
  expect(await refreshToken('previous')).toBeUndefined()
})

it('nor one that is revoked while it is renewed to be promoted', async () => {
  const others = livesBeside(await serving())
  rig.portal.switches.rotateRefreshTokens = false
  await stage({ refreshToken: rig.portal.oauth.makeRefreshToken(APP.clientId) })
  rig.portal.switches.rotateRefreshTokens = true
  letTokenEnd()
  expect(await whileAnswered(promote, revoke)).toMatchObject({ status: 'rejected' })
  expect(rig.portal.oauth.live()).toEqual(others)
})

it.each([0, 2 * 60_000])(
  'where HubSpot refuses whatever grants earn, nothing is stopped or lost, %i ms after that',
  async (age) => {
    const first = await serving()
    await stage({ refreshToken: rig.portal.oauth.makeRefreshToken(APP.clientId) })
    await promote()
    accountRefused()
    later(age)
    await expect(recheckConnection(rig.ctx, named())).rejects.toMatchObject({
      code: 'connection.in_doubt',
    })
    expect(await state()).toBe('active')
    expect(await notices('connection.needs_reauth')).toEqual([])
    expect(await refreshToken('previous')).not.toBeUndefined()
    expect(await refreshToken('current')).not.toBe(first)
  },
)

it('one endpoint that refuses a young token which is well changes nothing, and is no doubt', async () => {
  await stage({ refreshToken: rig.portal.oauth.makeRefreshToken(APP.clientId) })
  await promote()
  const now = await rig.services.store.read.connections.get(connection.id)
  const token = await rig.services.credentials.bearer(now ?? connection)
  expect(await rig.services.credentials.renew(now ?? connection, token)).toBe('none')
  expect(await refreshToken('previous')).not.toBeUndefined()
})

it('a grant whose fresh tokens are refused is gone back from, while the one before serves', async () => {
  const first = await serving()
  await stage({ refreshToken: rig.portal.oauth.makeRefreshToken(APP.clientId) })
  await promote()
  // Of the one in use, for the check and for the way back; not of the one before.
  accountRefused(2)
  const { connection: checked } = await recheckConnection(rig.ctx, named())
  expect(checked.state).toBe('active')
  expect((await actions()).filter((one) => one === 'connection.fall_back')).toHaveLength(1)
  expect(rig.portal.oauth.isLive(await serving())).toBe(true)
  expect(rig.portal.oauth.isLive(first)).toBe(false)
})

it('a grant that is refreshed is not used up by a way back to it from another kind', async () => {
  const key = rig.portal.addToken({ kind: 'service_key', scopes: APP.scopes })
  await stageCredential(rig.ctx, {
    ...named(),
    kind: 'service_key',
    secrets: { token: secret(key.secret) },
  })
  later(27 * 60_000)
  rig.services.credentials.forget(connection.id)
  await whileAnswered(bearer, async () => {
    await promote()
    rig.portal.revokeToken(key)
    const now = await rig.services.store.read.connections.get(connection.id)
    expect(await rig.services.credentials.renew(now ?? connection, secret(key.secret))).toBe(
      'another',
    )
  })
  expect(rig.portal.oauth.isLive(await serving())).toBe(true)
})

it('a grant that may just be changed somewhere is not said to be ended at HubSpot', async () => {
  letTokenEnd()
  let revoked: Awaited<ReturnType<typeof revoke>> | undefined
  await whileAnswered(bearer, async () => {
    revoked = await revoke()
  })
  expect(revoked).toMatchObject({ revokedAtHubSpot: false })
  expect(revoked?.steps.length).toBeGreaterThan(2)
})

it('a client secret that cannot be staged does not end the grant that serves calls', async () => {
  rig.portal.faults.set({
    effect: { kind: 'status', status: 502 },
    match: { path: 'account-info' },
    count: 1,
  })
  await expect(stage({ clientSecret: OTHER_SECRET })).rejects.toMatchObject({
    code: 'connection.unexpected_answer',
  })
  letTokenEnd()
  await bearer()
  expect(rig.portal.oauth.isLive(await serving())).toBe(true)
})

it('nor does one that cannot be put in its place', async () => {
  rig.portal.faults.set({
    effect: { kind: 'status', status: 502 },
    match: { path: 'account-info' },
    count: 1,
  })
  const secrets = {
    clientId: secret(APP.clientId),
    clientSecret: secret(OTHER_SECRET),
    refreshToken: secret(await serving()),
  }
  const replace = () => replaceCredential(rig.ctx, { ...named(), kind: 'oauth', secrets })
  await expect(replace()).rejects.toMatchObject({ code: 'connection.unexpected_answer' })
  letTokenEnd()
  await bearer()
  expect(rig.portal.oauth.isLive(await serving())).toBe(true)
  // As it is by now, it can be.
  secrets.refreshToken = secret(await serving())
  await replace()
  letTokenEnd()
  await bearer()
  expect(rig.portal.oauth.isLive(await serving())).toBe(true)
})

it('promoted in the first minute of one that is dead, the one before that stays the way back', async () => {
  rig.portal.switches.rotateRefreshTokens = false
  const first = await serving()
  const second = rig.portal.oauth.makeRefreshToken(APP.clientId)
  await stage({ refreshToken: second })
  await promote()
  const third = rig.portal.oauth.makeRefreshToken(APP.clientId)
  await stage({ refreshToken: third })
  rig.portal.oauth.revoke(second)
  // Whatever is asked after the canary; of the way back nothing is heard.
  accountRefused(undefined, 1)
  rig.portal.faults.set({ ...SECOND_UNHEARD, after: 0, count: 1 })
  const promoted = await promote()
  expect(promoted).toMatchObject({ beforeRefused: true, steps: [] })
  expect([await refreshToken('current'), await refreshToken('previous')]).toEqual([third, first])
})

it('a way back that does not open does not keep the grant in use from being renewed', async () => {
  rig.portal.switches.rotateRefreshTokens = false
  await stage({ refreshToken: rig.portal.oauth.makeRefreshToken(APP.clientId) })
  await promote()
  rig.portal.switches.rotateRefreshTokens = true
  await rig.organisation.database.pool.query(
    `update secret_version set ciphertext = overlay(ciphertext placing '\\x00000000' from 20)
      where connection_id = $1 and field = 'previous:refreshToken'`,
    [connection.id],
  )
  for (let round = 0; round < 2; round++) {
    letTokenEnd()
    await bearer()
  }
  expect(rig.portal.oauth.isLive(await serving())).toBe(true)
})

it('a write that arrived without our hearing of it is no end of the grant', async () => {
  const { store } = rig.services
  let deaf = 1
  const transaction: typeof store.transaction = async (work) => {
    const outcome = await store.transaction(work)
    if (deaf-- > 0) throw new Error('Connection terminated unexpectedly')
    return outcome
  }
  const credentials = createCredentials({ ...rig.services, store: { ...store, transaction } })
  letTokenEnd()
  await credentials.bearer(connection)
  expect(deaf).toBeLessThan(0)
  expect(rig.portal.oauth.isLive(await serving())).toBe(true)
})
