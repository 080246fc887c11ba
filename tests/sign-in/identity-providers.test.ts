/** Identity providers as admins keep them: tested, sealed, switched off while people are under way. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Context } from '../../src/application/context.ts'
import {
  createProvider,
  removeProvider,
  testProvider,
  updateProvider,
} from '../../src/application/sign-in/identity-providers.ts'
import { removeIdentity } from '../../src/application/sign-in/identities.ts'
import { listPasskeys, removePasskey } from '../../src/application/sign-in/passkeys.ts'
import type { StartedSession } from '../../src/application/sign-in/start-session.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { providerRig, type ProviderRig } from '../support/provider-rig.ts'
import { signInRig } from '../support/sign-in-rig.ts'

let at: ProviderRig
let { rig, idp, provider, go, invite } = {} as ProviderRig
beforeAll(async () => {
  at = await providerRig()
  ;({ rig, idp, provider, go, invite } = at)
  idp.person = { sub: 'ada', email: 'ada@example.com', email_verified: true }
  await go({ purpose: 'welcome', token: await invite('ada@example.com') })
})
afterAll(() => at.close())
beforeEach(() => at.anew())

const refused = { code: 'auth.sign_in_refused' }

describe('identity providers', () => {
  it('are tested before they are kept', async () => {
    expect(await testProvider(rig.operator, { issuer: idp.issuer })).toMatchObject({
      ok: true,
      value: { issuer: idp.issuer, findings: expect.any(Array) },
    })
    expect(await testProvider(rig.operator, { issuer: 'http://localhost:1' })).toMatchObject({
      ok: false,
    })
    expect(await testProvider(rig.operator, { issuer: `${idp.issuer}/tenant` })).toMatchObject({
      ok: false,
    })
    const one = { name: 'Wrong', clientId: 'x', clientSecret: null, enabled: true }
    await expect(
      createProvider(rig.operator, { ...one, issuer: 'http://login.example.com' }),
    ).rejects.toMatchObject({ code: 'request.invalid' })
    await expect(
      createProvider(rig.operator, { ...one, issuer: 'http://localhost:1' }),
    ).rejects.toMatchObject({ code: 'auth.provider_failed' })
    await expect(
      createProvider(rig.operator, { ...one, issuer: idp.issuer }),
    ).rejects.toMatchObject({
      code: 'resource.conflict',
    })
  })

  it('that could not be reached are told why, in the words of the system', async () => {
    const gone = createServer()
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
    const { port } = gone.address() as AddressInfo
    await new Promise<void>((resolve) => gone.close(() => resolve()))
    expect(await testProvider(rig.operator, { issuer: `http://127.0.0.1:${port}` })).toEqual({
      ok: false,
      error: { reason: 'unreachable', detail: expect.stringContaining('ECONNREFUSED') },
    })
  })

  it('that answer, but not with their document, are told so with what they said', async () => {
    const broken = createServer((_, response) => response.writeHead(503).end())
    await new Promise<void>((resolve) => broken.listen(0, '127.0.0.1', resolve))
    const { port } = broken.address() as AddressInfo
    expect(await testProvider(rig.operator, { issuer: `http://127.0.0.1:${port}` })).toEqual({
      ok: false,
      error: { reason: 'unreachable', detail: 'It answers with status 503.' },
    })
    broken.close()
    broken.closeAllConnections()
  })

  it('whose document leads a browser or us anywhere but to https are found out', async () => {
    const liar = createServer((_, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(document))
    })
    await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve))
    const issuer = `http://localhost:${(liar.address() as AddressInfo).port}`
    let document: object = {
      issuer,
      authorization_endpoint: 'javascript:alert(1)',
      token_endpoint: 'file:///etc/passwd',
      jwks_uri: 'ftp://localhost/keys',
    }
    const findings = async () => {
      const tested = await testProvider(rig.operator, { issuer })
      return tested.ok ? tested.value.findings : tested.error
    }
    expect(await findings()).toEqual([
      expect.stringContaining('authorization endpoint'),
      expect.stringContaining('token endpoint'),
      expect.stringContaining('keys'),
    ])
    document = { issuer, authorization_endpoint: issuer, token_endpoint: issuer, jwks_uri: issuer }
    expect(await findings()).toEqual([])
    liar.close()
    liar.closeAllConnections()
  })

  it('keep their secret sealed: neither row nor record has it', async () => {
    const { rows } = await rig.org.database.pool.query(
      'select row_to_json(p)::text as text from identity_provider p',
    )
    expect(JSON.stringify(rows)).not.toContain(idp.clientSecret)
    expect(JSON.stringify(await rig.org.events())).not.toContain(idp.clientSecret)
  })

  it('with the wrong secret sign nobody in; mended, they do', async () => {
    idp.person = { sub: 'ada', email: 'ada@example.com', email_verified: true }
    await updateProvider(rig.operator, { provider, clientSecret: redacted('wrong') })
    await expect(go()).rejects.toMatchObject({
      code: 'auth.provider_failed',
      message: expect.stringContaining('did not verify'),
    })
    await updateProvider(rig.operator, { provider, clientSecret: redacted(idp.clientSecret) })
    expect((await go()).signedIn.principal.email).toBe('ada@example.com')
  })

  it('by which alone any admin can sign in stay, and so does that identity', async () => {
    const fresh = await signInRig()
    fresh.org.clock.now = new Date()
    const one = { name: 'Only', clientId: idp.clientId, enabled: true }
    const clientSecret = redacted(idp.clientSecret)
    const only = await createProvider(fresh.operator, { ...one, issuer: idp.issuer, clientSecret })
    const first = await fresh.firstAdmin()
    const now = fresh.org.clock.now
    const who = { principalId: first.started.principal.id, issuer: idp.issuer, subject: 'only' }
    await fresh.operator.store.read.signIn.identities.insert({
      ...who,
      id: 'fed_only',
      providerId: only.id,
      email: null,
      createdAt: now,
      usedAt: null,
    })
    const own = await fresh.as(first.started)
    const [passkey] = await listPasskeys(own, {})
    await removePasskey(own, { passkey: passkey?.id ?? '' })
    const last = { code: 'auth.last_way_in' }
    await expect(removeProvider(own, { provider: only.id })).rejects.toMatchObject(last)
    await expect(updateProvider(own, { provider: only.id, enabled: false })).rejects.toMatchObject(
      last,
    )
    await expect(removeIdentity(own, { identity: 'fed_only' })).rejects.toMatchObject(last)
    await fresh.close()
  })

  it('switched off or removed while the browser is under way sign nobody in', async () => {
    idp.person = { sub: 'ada', email: 'ada@example.com', email_verified: true }
    const { signIn } = rig.anonymous
    const meanwhile = (act: () => Promise<unknown>): Context => ({
      ...rig.anonymous,
      signIn: {
        ...signIn,
        oidc: {
          ...signIn.oidc,
          async redeem(...asked) {
            const proved = await signIn.oidc.redeem(...asked)
            await act()
            return proved
          },
        },
      },
    })
    const off = () => updateProvider(rig.operator, { provider, enabled: false })
    await expect(go({}, meanwhile(off))).rejects.toMatchObject(refused)
    await updateProvider(rig.operator, { provider, enabled: true })
    const [ada] = await rig.operator.store.read.signIn.identities.list()
    const unlinked = await rig.operator.store.read.signIn.identities.find(idp.issuer, 'ada')
    expect(ada).toBeDefined()
    const unlink = () => rig.operator.store.read.signIn.identities.remove(unlinked?.id ?? '')
    await expect(go({}, meanwhile(unlink))).rejects.toMatchObject(refused)
    if (unlinked) await rig.operator.store.read.signIn.identities.insert(unlinked)
  })

  it('switched off or removed end the sessions that began there', async () => {
    idp.person = { sub: 'ada', email: 'ada@example.com', email_verified: true }
    const one = await go()
    await updateProvider(rig.operator, { provider, enabled: false })
    await expect(rig.as(one.started as StartedSession)).rejects.toThrow('revoked')
    await expect(go()).rejects.toMatchObject({ code: 'resource.not_found' })
    await updateProvider(rig.operator, { provider, enabled: true })
    const two = await go()
    await removeProvider(rig.operator, { provider })
    await expect(rig.as(two.started as StartedSession)).rejects.toThrow('revoked')
    expect(await rig.operator.store.read.signIn.identities.list()).toEqual([])
  })
})
