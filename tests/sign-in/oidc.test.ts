import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JWTPayload } from 'jose'
import { createMember } from '../../src/application/access/create-member.ts'
import type { Context } from '../../src/application/context.ts'
import { beginOidc } from '../../src/application/sign-in/begin-oidc.ts'
import { completeOidc, type CompletedOidc } from '../../src/application/sign-in/complete-oidc.ts'
import {
  createProvider,
  removeProvider,
  testProvider,
  updateProvider,
} from '../../src/application/sign-in/identity-providers.ts'
import { listIdentities, removeIdentity } from '../../src/application/sign-in/identities.ts'
import { inviteMember } from '../../src/application/sign-in/links.ts'
import { listPasskeys, removePasskey } from '../../src/application/sign-in/passkeys.ts'
import type { FlowPurpose } from '../../src/application/sign-in/ports.ts'
import type { StartedSession } from '../../src/application/sign-in/start-session.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { startIdentityProvider, type IdentityProvider } from '../support/identity-provider.ts'
import { PUBLIC_URL } from '../support/organisation.ts'
import { signInRig, type Person, type SignInRig } from '../support/sign-in-rig.ts'

let rig: SignInRig
let idp: IdentityProvider
let provider: string
let admin: Person

beforeAll(async () => {
  rig = await signInRig()
  idp = await startIdentityProvider(`${PUBLIC_URL}/sign-in/callback`)
  admin = await rig.firstAdmin()
  const made = await createProvider(rig.operator, {
    name: 'Example ID',
    issuer: idp.issuer,
    clientId: idp.clientId,
    clientSecret: redacted(idp.clientSecret),
    enabled: true,
  })
  provider = made.id
})
afterAll(async () => {
  await idp.close()
  await rig.close()
})
beforeEach(() => {
  // The provider's clock is the machine's.
  rig.org.clock.now = new Date()
  idp.alter = undefined
  idp.foreignKey = false
  for (const kind of ['failed_from_address', 'failed_for_account'] as const)
    for (const key of ['192.0.2.7', provider]) rig.anonymous.signIn.attempts.forget(kind, key)
})

interface Going {
  readonly purpose?: FlowPurpose
  readonly token?: string
  readonly as?: StartedSession
}

/** There and back in one browser. */
async function go(
  { purpose = 'sign_in', token, as }: Going = {},
  ctx: Context = rig.anonymous,
): Promise<CompletedOidc> {
  const visit = rig.visit(as)
  const begun = await beginOidc(rig.anonymous, { visit, provider, purpose, token })
  const flow = rig.anonymous.hashKey(begun.browserSecret.reveal())
  const query = await idp.visit(begun.url)
  return completeOidc(ctx, { visit: { ...visit, flow }, query })
}

async function invite(email: string): Promise<string> {
  await createMember(rig.operator, { name: 'Invited', email, role: 'member' })
  return (await inviteMember(rig.operator, { member: email })).token.reveal()
}

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
        completeOidc(rig.anonymous, { visit: { ...visit, flow }, query }),
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
      completeOidc(rig.anonymous, { visit: back, query: `?${forged.toString()}` }),
    ).rejects.toMatchObject(refused)
    await completeOidc(rig.anonymous, { visit: back, query })
    await expect(completeOidc(rig.anonymous, { visit: back, query })).rejects.toMatchObject(refused)
  })

  it('that nobody asked for counts against its address alone, like every other failure', async () => {
    const visit = rig.visit(undefined, '198.51.100.9')
    const codes: string[] = []
    for (let attempt = 0; attempt < 21; attempt++)
      await completeOidc(rig.anonymous, { visit, query: '?state=x&code=y' }).catch(
        (thrown: unknown) => codes.push((thrown as { code: string }).code),
      )
    expect(codes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => refused.code))
    expect(codes[20]).toBe('auth.too_many_attempts')
    await expect(
      completeOidc(rig.anonymous, {
        visit: rig.visit(undefined, '198.51.100.10'),
        query: '?state=x',
      }),
    ).rejects.toMatchObject(refused)
  })

  it('is refused after ten minutes', async () => {
    const visit = rig.visit()
    const begun = await beginOidc(rig.anonymous, { visit, provider, purpose: 'sign_in' })
    const query = await idp.visit(begun.url)
    rig.org.clock.now = new Date(Date.now() + 10 * 60_000)
    const flow = rig.anonymous.hashKey(begun.browserSecret.reveal())
    await expect(
      completeOidc(rig.anonymous, { visit: { ...visit, flow }, query }),
    ).rejects.toMatchObject(refused)
  })

  it('says so when the person said no', async () => {
    const visit = rig.visit()
    const begun = await beginOidc(rig.anonymous, { visit, provider, purpose: 'sign_in' })
    const flow = rig.anonymous.hashKey(begun.browserSecret.reveal())
    const state = new URL(begun.url).searchParams.get('state') ?? ''
    const query = new URLSearchParams({ error: 'access_denied', state, iss: idp.issuer }).toString()
    await expect(
      completeOidc(rig.anonymous, { visit: { ...visit, flow }, query }),
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

describe('providers', () => {
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
    await expect(go()).rejects.toMatchObject(UNPROVED)
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
