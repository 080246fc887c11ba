/**
 * Promises of the grant that takes the place of another one: every replica goes over to it at once, asks
 * HubSpot no more for it than for any, and what is told of it is so.
 */
import { beforeEach, expect, it } from 'vitest'
import { grantRig, type GrantWorld } from '../../../tests/support/grant-rig.ts'
import { APP, OTHER_SECRET } from '../../../tests/support/oauth-app.ts'
import { createCredentials } from '../connection/credentials.ts'
import { markNeedsReauth } from '../connection/needs-reauth.ts'
import { recheckConnection } from '../connection/recheck-connection.ts'

const {
  world,
  named,
  later,
  now,
  refreshToken,
  serving,
  stage,
  promote,
  revoke,
  bearer,
  letTokenEnd,
  state,
  notices,
  accountRefused,
  whileAnswered,
} = grantRig()
let rig: GrantWorld['rig']
let connection: GrantWorld['connection']
beforeEach(() => {
  ;({ rig, connection } = world)
  rig.portal.switches.rotateRefreshTokens = false
})

/** After a revocation nothing of it is held here. */
const THE_APP = { clientId: APP.clientId, clientSecret: APP.clientSecret }
const makeToken = () => rig.portal.oauth.makeRefreshToken(APP.clientId)
/** Another process of the installation. */
const replica = () => createCredentials(rig.services)
it('after a revocation is not refreshed with every call by a replica that met a 401 of the one before', async () => {
  const other = replica()
  // A month of refreshes, in short.
  for (let turn = 0; turn < 3; turn++) {
    letTokenEnd()
    await bearer()
  }
  const old = await other.bearer(connection)
  later(2 * 60_000)
  expect(await other.renew(connection, old)).toBe('another')
  await revoke()
  await stage({ ...THE_APP, refreshToken: makeToken() })
  await promote()
  const after = await now()
  const asked = rig.portal.requests.total
  // Each with a picture of its own, so that none is answered from memory.
  for (let call = 0; call < 10; call++) await other.bearer({ ...after })
  expect(rig.portal.requests.total).toBe(asked)
})

it('is what a call goes on with whose token was ended, wherever that call is under way', async () => {
  const other = replica()
  const old = await other.bearer(connection)
  await stage({ refreshToken: makeToken() })
  await promote({ suspect: true })
  expect(await other.renew(connection, old)).toBe('another')
  expect((await other.bearer(await now())).equals(old)).toBe(false)
})

it('does not serve with the access token of one that was revoked while it was refreshed', async () => {
  const token = async () => {
    const { vault, store } = rig.services
    return (await vault.open(store.read, connection.id, 'accessToken'))?.reveal()
  }
  letTokenEnd()
  const next = makeToken()
  let its: string | undefined
  await whileAnswered(bearer, async () => {
    await revoke()
    await stage({ ...THE_APP, refreshToken: next })
    await promote()
    its = await token()
  })
  expect(await serving()).toBe(next)
  expect(its).toBeDefined()
  expect(await token()).toBe(its)
})

it('is not said to have followed a dead one where HubSpot refused the client secret alone', async () => {
  const first = await serving()
  rig.portal.oauth.setClientSecrets(APP.clientId, [OTHER_SECRET])
  letTokenEnd()
  await stage({ clientSecret: OTHER_SECRET, refreshToken: makeToken() })
  const promoted = await promote()
  expect(promoted).toMatchObject({ beforeRefused: false, wayBackUntil: null })
  expect(promoted.steps.length).toBeGreaterThan(0)
  expect(rig.portal.oauth.isLive(first)).toBe(true)
})

it('an endpoint that refuses a token which is well costs no question with every call', async () => {
  await stage({ refreshToken: makeToken() })
  await promote()
  const after = await now()
  const token = await rig.services.credentials.bearer(after)
  expect(await rig.services.credentials.renew(after, token)).toBe('none')
  const asked = rig.portal.requests.total
  for (let call = 0; call < 20; call++)
    expect(await rig.services.credentials.renew(after, token)).toBe('none')
  expect(rig.portal.requests.total).toBe(asked)
})

it.each([0, 2 * 60_000])(
  'promoted while HubSpot refuses the one in use for a moment, that stays the way back, %i ms old',
  async (age) => {
    const first = await serving()
    await stage({ refreshToken: makeToken() })
    later(age)
    // The first question is about the next one.
    accountRefused(1, 1)
    const promoted = await promote()
    expect(promoted).toMatchObject({ beforeRefused: false })
    expect(promoted.wayBackUntil).not.toBeNull()
    expect(await refreshToken('previous')).toBe(first)
  },
)

it('one refusal of a moment stops nothing; what is asked again and refused again does', async () => {
  accountRefused(1)
  expect((await recheckConnection(rig.ctx, named())).connection.state).toBe('active')
  accountRefused()
  await expect(recheckConnection(rig.ctx, named())).rejects.toMatchObject({
    code: 'connection.credential_invalid',
  })
  expect(await state()).toBe('needs_reauth')
})

it('checked again and well, whoever was told that it is not is told that it is', async () => {
  await markNeedsReauth(rig.services, connection.id, 'HubSpot refused it.')
  later(1_000)
  await recheckConnection(rig.ctx, named())
  expect(await state()).toBe('active')
  expect(await notices('connection.needs_reauth', 'health.recovered')).toEqual([
    'connection.needs_reauth',
    'health.recovered',
  ])
})
