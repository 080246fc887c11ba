import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JWTPayload } from 'jose'
import { beginOidc } from '../../src/application/sign-in/begin-oidc.ts'
import { completeOidc } from '../../src/application/sign-in/complete-oidc.ts'
import { listIdentities, removeIdentity } from '../../src/application/sign-in/identities.ts'
import { inviteMember } from '../../src/application/sign-in/links.ts'
import { createProvider } from '../../src/application/sign-in/identity-providers.ts'
import { callbackOf } from '../../src/application/sign-in/own-provider.ts'
import type { StartedSession } from '../../src/application/sign-in/start-session.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { startIdentityProvider } from '../support/identity-provider.ts'
import { PUBLIC_URL } from '../support/organisation.ts'
import { providerRig, type ProviderRig } from '../support/provider-rig.ts'

let at: ProviderRig
let { rig, idp, provider, admin, go, invite } = {} as ProviderRig
beforeAll(async () => {
  at = await providerRig()
  ;({ rig, idp, provider, admin, go, invite } = at)
})
afterAll(() => at.close())
beforeEach(() => at.anew())

/** Where the provider sends its people back to. */
const callback = (): string => callbackOf(rig.anonymous, idp.issuer)

const without = (claims: JWTPayload, name: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name))

const refused = { code: 'auth.sign_in_refused' }
const UNPROVED = {
  code: 'auth.provider_failed',
  message: expect.stringContaining('did not verify'),
}

describe('an invitation', () => {
  it('links the invited address, and from then on the identity alone signs in', async () => {
    idp.person = { sub: 'ada', email: 'Ada@example.com', email_verified: true }
    const token = await invite('ada@example.com')
    const joined = await go({ purpose: 'welcome', token })
    expect(joined.signedIn.principal.email).toBe('ada@example.com')
    // The address may change at the provider: the person stays.
    idp.person = { sub: 'ada', email: 'ada.lovelace@example.com', email_verified: false }
    expect((await go()).signedIn.principal.email).toBe('ada@example.com')
    await expect(go({ purpose: 'welcome', token })).rejects.toMatchObject({
      code: 'auth.link_invalid',
    })
  })

  it('that is made up is a failure like any other: counted, recorded, told in the same words', async () => {
    const failures = async () =>
      (await rig.actions()).filter((action) => action === 'sign_in.fail').length
    const before = await failures()
    await expect(go({ purpose: 'welcome', token: 'hwl_made-up' })).rejects.toMatchObject({
      code: 'auth.link_invalid',
    })
    expect(await failures()).toBe(before + 1)
  })

  it.each([
    ['another address', { sub: 'eve', email: 'eve@example.com', email_verified: true }],
    [
      'an address that is not verified',
      { sub: 'eve', email: 'ben@example.com', email_verified: false },
    ],
  ])('is refused to %s, and stays good for the right one', async (_, person) => {
    const token = await invite('ben@example.com').catch(() =>
      inviteMember(rig.operator, { member: 'ben@example.com' }).then((made) => made.token.reveal()),
    )
    idp.person = person
    await expect(go({ purpose: 'welcome', token })).rejects.toMatchObject(refused)
    expect(await rig.operator.store.read.signIn.identities.find(idp.issuer, 'eve')).toBeUndefined()
    idp.person = { sub: `ben-${person.email}`, email: 'ben@example.com', email_verified: true }
    expect((await go({ purpose: 'welcome', token })).signedIn.principal.email).toBe(
      'ben@example.com',
    )
  })
})

describe('who is not linked', () => {
  it('is refused with what to do, even under the address of an admin', async () => {
    idp.person = { sub: 'mallory', email: admin.email, email_verified: true }
    await expect(go()).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('Ask an admin for an invitation'),
    })
    expect(
      await rig.operator.store.read.signIn.identities.find(idp.issuer, 'mallory'),
    ).toBeUndefined()
  })

  it('is refused under the subject of another', async () => {
    idp.person = { sub: 'ADA', email: 'ada@example.com', email_verified: true }
    await expect(go()).rejects.toMatchObject(refused)
  })
})

describe('an answer that does not verify signs nobody in', () => {
  it('but one that is signed again and says the same does', async () => {
    idp.person = { sub: 'ada', email: 'ada@example.com', email_verified: true }
    idp.alter = (claims) => claims
    expect((await go()).signedIn.principal.email).toBe('ada@example.com')
  })

  it.each([
    ['another audience', (claims) => ({ ...claims, aud: 'another-client' })],
    ['another issuer', (claims) => ({ ...claims, iss: 'https://login.example.com' })],
    ['another nonce', (claims) => ({ ...claims, nonce: 'replayed' })],
    ['no nonce', (claims) => without(claims, 'nonce')],
    ['an end in the past', (claims) => ({ ...claims, exp: 1_000_000_000 })],
    ['no subject', (claims) => without(claims, 'sub')],
    [
      'several audiences of which another is meant',
      (claims) => ({ ...claims, aud: ['hubward', 'x'], azp: 'x' }),
    ],
  ] satisfies [string, (claims: JWTPayload) => JWTPayload][])('%s', async (_, alter) => {
    idp.person = { sub: 'ada', email: 'ada@example.com', email_verified: true }
    idp.alter = alter
    await expect(go()).rejects.toMatchObject(UNPROVED)
  })

  it('a signature by a key that is not the provider’s', async () => {
    idp.foreignKey = true
    await expect(go()).rejects.toMatchObject(UNPROVED)
  })
})

describe('an answer belongs to the browser that asked, once', () => {
  it('is refused to another browser, and to one without the cookie', async () => {
    const visit = rig.visit()
    const begun = await beginOidc(rig.anonymous, { visit, provider, purpose: 'sign_in' })
    const query = await idp.visit(begun.url)
    for (const flow of [null, rig.anonymous.hashKey('another browser')])
      await expect(
        completeOidc(rig.anonymous, { visit: { ...visit, flow }, callback: callback(), query }),
      ).rejects.toMatchObject(refused)
  })

  it('is refused the second time, and with another state', async () => {
    idp.person = { sub: 'ada', email: 'ada@example.com', email_verified: true }
    const visit = rig.visit()
    const begun = await beginOidc(rig.anonymous, { visit, provider, purpose: 'sign_in' })
    const back = { ...visit, flow: rig.anonymous.hashKey(begun.browserSecret.reveal()) }
    const query = await idp.visit(begun.url)
    const forged = new URLSearchParams(query)
    forged.set('state', 'forged')
    await expect(
      completeOidc(rig.anonymous, {
        visit: back,
        callback: callback(),
        query: `?${forged.toString()}`,
      }),
    ).rejects.toMatchObject(refused)
    await completeOidc(rig.anonymous, { visit: back, callback: callback(), query })
    await expect(
      completeOidc(rig.anonymous, { visit: back, callback: callback(), query }),
    ).rejects.toMatchObject(refused)
  })

  it('that nobody asked for counts against its address alone, like every other failure', async () => {
    const visit = rig.visit(undefined, '198.51.100.9')
    const codes: string[] = []
    for (let attempt = 0; attempt < 21; attempt++)
      await completeOidc(rig.anonymous, {
        visit,
        callback: callback(),
        query: '?state=x&code=y',
      }).catch((thrown: unknown) => codes.push((thrown as { code: string }).code))
    expect(codes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => refused.code))
    expect(codes[20]).toBe('auth.too_many_attempts')
    await expect(
      completeOidc(rig.anonymous, {
        visit: rig.visit(undefined, '198.51.100.10'),
        callback: callback(),
        query: '?state=x',
      }),
    ).rejects.toMatchObject(refused)
  })

  it('is refused where another provider gave it, before its code goes anywhere', async () => {
    const honest = await startIdentityProvider(PUBLIC_URL)
    try {
      await createProvider(rig.operator, {
        name: 'Honest ID',
        issuer: honest.issuer,
        clientId: honest.clientId,
        clientSecret: redacted(honest.clientSecret),
        enabled: true,
      })
      const visit = rig.visit()
      const begun = await beginOidc(rig.anonymous, { visit, provider, purpose: 'sign_in' })
      const flow = rig.anonymous.hashKey(begun.browserSecret.reveal())
      // What a provider that lies makes of it: the browser goes on to another, with our state.
      const onward = new URL(begun.url.replace(idp.issuer, honest.issuer))
      onward.searchParams.set('redirect_uri', honest.redirectUri)
      const query = await honest.visit(onward.href)
      expect(new URLSearchParams(query).get('code')).toBeTruthy()
      let asked = false
      idp.alter = (claims) => {
        asked = true
        return claims
      }
      const there = honest.redirectUri.split('/').at(-1) ?? ''
      await expect(
        completeOidc(rig.anonymous, { visit: { ...visit, flow }, callback: there, query }),
      ).rejects.toMatchObject(refused)
      expect(asked, 'the liar never saw the code').toBe(false)
    } finally {
      await honest.close()
    }
  })

  it('is refused after ten minutes', async () => {
    const visit = rig.visit()
    const begun = await beginOidc(rig.anonymous, { visit, provider, purpose: 'sign_in' })
    const query = await idp.visit(begun.url)
    rig.org.clock.now = new Date(Date.now() + 10 * 60_000)
    const flow = rig.anonymous.hashKey(begun.browserSecret.reveal())
    await expect(
      completeOidc(rig.anonymous, { visit: { ...visit, flow }, callback: callback(), query }),
    ).rejects.toMatchObject(refused)
  })

  it('says so when the person said no', async () => {
    const visit = rig.visit()
    const begun = await beginOidc(rig.anonymous, { visit, provider, purpose: 'sign_in' })
    const flow = rig.anonymous.hashKey(begun.browserSecret.reveal())
    const state = new URL(begun.url).searchParams.get('state') ?? ''
    const query = new URLSearchParams({ error: 'access_denied', state, iss: idp.issuer }).toString()
    await expect(
      completeOidc(rig.anonymous, { visit: { ...visit, flow }, callback: callback(), query }),
    ).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('did not let you through'),
    })
  })
})

describe('linking and stepping up', () => {
  let started: StartedSession
  beforeEach(async () => {
    started = await rig.signIn(admin)
  })

  it('adds the identity to whoever is signed in, and to one person only', async () => {
    idp.person = { sub: 'first', email: 'private@example.net', email_verified: false }
    expect(await go({ purpose: 'link', as: started })).toMatchObject({ started: null })
    expect((await go()).signedIn.principal.email).toBe(admin.email)
    const other = await rig.invited('other@example.com', 'member')
    await expect(go({ purpose: 'link', as: other.started })).rejects.toMatchObject({
      code: 'resource.conflict',
    })
  })

  it('wants a step-up to link', async () => {
    rig.org.clock.now = new Date(Date.now() + 6 * 60_000)
    await expect(go({ purpose: 'link', as: started })).rejects.toMatchObject({
      code: 'auth.step_up_required',
    })
  })

  it('steps up by a fresh sign-in at the provider, with a new secret', async () => {
    const stepped = await go({ purpose: 'step_up', as: started })
    expect(stepped.started?.session).toMatchObject({
      id: started.session.id,
      steppedUpAt: rig.org.clock.now,
    })
    await expect(rig.as(started)).rejects.toThrow('replayed')
  })

  it.each([
    [
      'an old sign-in',
      (claims: JWTPayload) => ({ ...claims, auth_time: Math.floor(Date.now() / 1_000) - 3_600 }),
    ],
    ['no word of when', (claims: JWTPayload) => without(claims, 'auth_time')],
  ])('does not step up by %s', async (_, alter) => {
    idp.alter = alter
    await expect(go({ purpose: 'step_up', as: started })).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining('does not say that you have just signed in'),
    })
  })

  it('does not step up by the identity of another', async () => {
    idp.person = { sub: 'ada', email: 'ada@example.com', email_verified: true }
    await expect(go({ purpose: 'step_up', as: started })).rejects.toMatchObject(refused)
  })

  it('a sign-in that the provider dates long ago does not begin stepped up', async () => {
    idp.person = { sub: 'first', email: 'private@example.net', email_verified: false }
    idp.alter = (claims) => ({ ...claims, auth_time: Math.floor(Date.now() / 1_000) - 3_600 })
    expect((await go()).signedIn.session.steppedUpAt).toBeNull()
    idp.alter = (claims) => without(claims, 'auth_time')
    expect((await go()).signedIn.session.steppedUpAt).toBeNull()
  })

  it('an unlinked identity signs in no more', async () => {
    idp.person = { sub: 'first', email: 'private@example.net', email_verified: false }
    const ctx = await rig.as(started)
    const [linked] = await listIdentities(ctx, {})
    await removeIdentity(ctx, { identity: linked?.id ?? '' })
    await expect(go()).rejects.toMatchObject(refused)
  })
})
