import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { removeMember } from '../../src/application/access/remove-member.ts'
import { updateMember } from '../../src/application/access/update-member.ts'
import { addPasskey, beginAddPasskey } from '../../src/application/sign-in/add-passkey.ts'
import { authenticate } from '../../src/application/sign-in/authenticate.ts'
import { inviteMember, makeFirstAdminLink } from '../../src/application/sign-in/links.ts'
import {
  beginPasskeySignIn,
  completePasskeySignIn,
} from '../../src/application/sign-in/passkey-sign-in.ts'
import {
  beginPasskeyStepUp,
  completePasskeyStepUp,
} from '../../src/application/sign-in/passkey-step-up.ts'
import {
  listPasskeys,
  removePasskey,
  renamePasskey,
} from '../../src/application/sign-in/passkeys.ts'
import { openLink } from '../../src/application/sign-in/welcome.ts'
import type { StartedSession } from '../../src/application/sign-in/start-session.ts'
import { STEP_UP_MS } from '../../src/domain/sign-in/session.ts'
import { SoftwareAuthenticator, type Mischief } from '../support/authenticator.ts'
import { PUBLIC_URL } from '../support/organisation.ts'
import { signInRig, type Person, type SignInRig } from '../support/sign-in-rig.ts'

let rig: SignInRig
let admin: Person
/** Each refused attempt counts against an address: a test takes one of its own. */
let addresses = 0
const elsewhere = () => rig.visit(undefined, `198.51.100.${++addresses}`)

beforeAll(async () => {
  rig = await signInRig()
  admin = await rig.firstAdmin()
})
afterAll(() => rig.close())

const turn = (ms: number) => {
  rig.org.clock.now = new Date(rig.org.clock.now.getTime() + ms)
}

/** How often the audit says that an old secret of this session was used. */
const replaysOf = async ({ session }: StartedSession): Promise<number> =>
  (await rig.org.events()).filter(
    ({ event }) =>
      event.type === 'change' &&
      event.action === 'session.replayed' &&
      event.targetId === session.id,
  ).length

/** Attempts that failed are forgotten by then. */
beforeEach(() => turn(16 * 60_000))

describe('the first admin', () => {
  it('is whoever used the link, and there is never another link', async () => {
    const ctx = await rig.as(admin.started)
    expect(ctx.actor).toMatchObject({ role: 'admin', principalName: 'First' })
    expect(await makeFirstAdminLink(rig.operator)).toBeNull()
    expect(await rig.actions()).toEqual(
      expect.arrayContaining([
        'first_admin_link.create',
        'member.create',
        'session.create',
        'passkey.create',
      ]),
    )
  })
})

describe('signing in by passkey', () => {
  it('needs no name: the authenticator knows who', async () => {
    const started = await rig.signIn(admin)
    expect((await rig.as(started)).actor).toMatchObject({ principalName: 'First' })
  })

  it('begins stepped up, since the person was verified', async () => {
    const { actor } = await rig.as(await rig.signIn(admin))
    expect(actor).toMatchObject({
      steppedUpUntil: new Date(rig.org.clock.now.getTime() + STEP_UP_MS),
    })
  })

  it.each([
    ['a page of another origin', { origin: 'http://localhost:4111' }],
    ['another relying party', { rpId: 'example.com' }],
    ['nobody verified', { userVerified: false }],
    ['the user handle of somebody else', { userHandle: 'bWVtXzAw' }],
    ['a counter that went back', { counter: 1 }],
    ['a challenge that nobody gave', { challenge: 'A'.repeat(43) }],
  ] satisfies [string, Mischief][])(
    'refuses %s, always with the same words',
    async (_, mischief) => {
      const options = await beginPasskeySignIn(rig.anonymous, elsewhere())
      const answer = admin.authenticator.get(options, mischief)
      const refused = completePasskeySignIn(rig.anonymous, { visit: elsewhere(), answer })
      await expect(refused).rejects.toMatchObject({
        code: 'auth.sign_in_refused',
        message:
          'Nobody could be signed in with this. Try again, or ask an admin for an invitation.',
      })
      // The authenticator's counter is past every one that was seen.
      admin.authenticator.get(options, { counter: 1_000 + addresses })
    },
  )

  it('refuses a passkey that is not ours in the same words', async () => {
    const stranger = new SoftwareAuthenticator(PUBLIC_URL)
    const options = await beginPasskeySignIn(rig.anonymous, elsewhere())
    stranger.create({
      rp: { id: 'localhost' },
      user: { id: 'x' },
      challenge: 'x',
      excludeCredentials: [],
    })
    const answer = stranger.get(options)
    await expect(
      completePasskeySignIn(rig.anonymous, { visit: elsewhere(), answer }),
    ).rejects.toMatchObject({ code: 'auth.sign_in_refused' })
  })

  it('takes an answer once, and not after five minutes', async () => {
    const options = await beginPasskeySignIn(rig.anonymous, elsewhere())
    const answer = admin.authenticator.get(options)
    await completePasskeySignIn(rig.anonymous, { visit: elsewhere(), answer })
    const again = admin.authenticator.get(options)
    const refused = { code: 'auth.sign_in_refused' }
    await expect(
      completePasskeySignIn(rig.anonymous, { visit: elsewhere(), answer: again }),
    ).rejects.toMatchObject(refused)
    const late = admin.authenticator.get(await beginPasskeySignIn(rig.anonymous, elsewhere()))
    turn(5 * 60_000)
    await expect(
      completePasskeySignIn(rig.anonymous, { visit: elsewhere(), answer: late }),
    ).rejects.toMatchObject(refused)
  })

  it('takes no challenge that was given for something else', async () => {
    const started = await rig.signIn(admin)
    const options = await beginPasskeyStepUp(await rig.as(started))
    const answer = admin.authenticator.get({ ...options, allowCredentials: [] })
    await expect(
      completePasskeySignIn(rig.anonymous, { visit: elsewhere(), answer }),
    ).rejects.toMatchObject({ code: 'auth.sign_in_refused' })
  })

  it('slows guessing down by address, and records it', async () => {
    const visit = elsewhere()
    const codes: string[] = []
    for (let attempt = 0; attempt < 22; attempt++) {
      const stranger = new SoftwareAuthenticator(PUBLIC_URL)
      stranger.create({
        rp: { id: 'localhost' },
        user: { id: 'x' },
        challenge: 'x',
        excludeCredentials: [],
      })
      const answer = stranger.get(await beginPasskeySignIn(rig.anonymous, visit))
      await completePasskeySignIn(rig.anonymous, { visit, answer }).catch((thrown: unknown) =>
        codes.push((thrown as { code: string }).code),
      )
    }
    expect(codes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 'auth.sign_in_refused'))
    expect(codes.slice(20)).toEqual(['auth.too_many_attempts', 'auth.too_many_attempts'])
    expect(
      (await rig.actions()).filter((action) => action === 'sign_in.fail').length,
    ).toBeGreaterThan(19)
    // Whoever is somewhere else is not concerned.
    await rig.signIn(admin)
  })

  it('counts a network of IPv6 as one address: whoever has one of its addresses has all', async () => {
    const codes = new Set<string>()
    for (let attempt = 0; attempt < 21; attempt++) {
      const visit = rig.visit(undefined, `2001:db8:1:2::${attempt}`)
      await openLink(rig.anonymous, { visit, token: `hwl_${attempt}` }).catch((thrown: unknown) =>
        codes.add((thrown as { code: string }).code),
      )
    }
    expect([...codes]).toEqual(['auth.link_invalid', 'auth.too_many_attempts'])
  })
})

describe('signing in anew in one browser', () => {
  it('replaces the secret as a step-up does: a copy of the old one is refused and recorded', async () => {
    const before = await rig.signIn(admin)
    const visit = rig.visit(before)
    const answer = admin.authenticator.get(await beginPasskeySignIn(rig.anonymous, visit))
    const after = await completePasskeySignIn(rig.anonymous, { visit, answer })
    expect(await replaysOf(before)).toBe(0)
    for (let attempt = 0; attempt < 2; attempt++)
      expect(await authenticate(rig.anonymous, visit)).toEqual({ ok: false, error: 'replayed' })
    expect(await replaysOf(before)).toBe(1)
    expect((await rig.as(after)).actor.kind).toBe('principal')
  })
})

describe('stepping up', () => {
  it('replaces the secret: the old cookie is worth nothing from then on, and its use is recorded once', async () => {
    const before = await rig.signIn(admin)
    turn(STEP_UP_MS)
    const ctx = await rig.as(before)
    expect(ctx.actor).toMatchObject({ steppedUpUntil: null })
    const answer = admin.authenticator.get(await beginPasskeyStepUp(ctx))
    const after = await completePasskeyStepUp(ctx, { visit: rig.visit(before), answer })
    expect((await rig.as(after)).actor).toMatchObject({ steppedUpUntil: after.until })
    for (let attempt = 0; attempt < 3; attempt++)
      expect(await authenticate(rig.anonymous, rig.visit(before))).toEqual({
        ok: false,
        error: 'replayed',
      })
    expect(await replaysOf(before)).toBe(1)
    expect((await rig.as(after)).actor.kind).toBe('principal')
  })

  it('is not done by the passkey of somebody else, nor in another session', async () => {
    const other = await rig.invited('other@example.com', 'operator')
    const mine = await rig.signIn(admin)
    const ctx = await rig.as(mine)
    const { rpId, challenge } = await beginPasskeyStepUp(ctx)
    const theirs = other.authenticator.get({ rpId, challenge, allowCredentials: [] })
    const refused = { code: 'auth.sign_in_refused' }
    await expect(
      completePasskeyStepUp(ctx, { visit: rig.visit(mine), answer: theirs }),
    ).rejects.toMatchObject(refused)
    const second = await rig.signIn(admin)
    const answer = admin.authenticator.get(await beginPasskeyStepUp(ctx))
    await expect(
      completePasskeyStepUp(await rig.as(second), { visit: rig.visit(second), answer }),
    ).rejects.toMatchObject(refused)
  })
})

describe('passkeys of one’s own', () => {
  it('are added, named, and removed, but never the last way in', async () => {
    const person = await rig.invited('keys@example.com', 'member')
    const ctx = await rig.as(person.started)
    const [first] = await listPasskeys(ctx, {})
    await expect(removePasskey(ctx, { passkey: first?.id ?? '' })).rejects.toMatchObject({
      code: 'auth.last_way_in',
    })
    const phone = new SoftwareAuthenticator(PUBLIC_URL)
    const answer = phone.create(await beginAddPasskey(ctx))
    const added = await addPasskey(ctx, { answer, name: 'Phone' })
    expect((await renamePasskey(ctx, { passkey: added.id, name: 'My phone' })).name).toBe(
      'My phone',
    )
    await removePasskey(ctx, { passkey: first?.id ?? '' })
    expect((await listPasskeys(ctx, {})).map(({ name }) => name)).toEqual(['My phone'])
    await rig.signIn({ ...person, authenticator: phone })
  })

  it('are not added twice from one authenticator', async () => {
    const person = await rig.invited('twice@example.com', 'member')
    const options = await beginAddPasskey(await rig.as(person.started))
    expect(() => person.authenticator.create(options)).toThrow('InvalidStateError')
  })

  it('want a step-up, and no client key', async () => {
    const person = await rig.invited('stale@example.com', 'member')
    turn(STEP_UP_MS)
    await expect(beginAddPasskey(await rig.as(person.started))).rejects.toMatchObject({
      code: 'auth.step_up_required',
    })
    await expect(beginAddPasskey(rig.org.as('admin'))).rejects.toMatchObject({
      code: 'auth.browser_needed',
    })
  })

  it('of the last admin who can sign in cannot be taken away by anybody', async () => {
    const keeper = await rig.invited('keeper@example.com', 'security_admin')
    const ctx = await rig.as(keeper.started)
    const [only] = await listPasskeys(ctx, { principal: admin.email })
    await expect(removePasskey(ctx, { passkey: only?.id ?? '' })).rejects.toMatchObject({
      code: 'auth.last_way_in',
    })
  })

  it('of others do not exist for members', async () => {
    const person = await rig.invited('nosy@example.com', 'member')
    const ctx = await rig.as(person.started)
    await expect(listPasskeys(ctx, { principal: admin.email })).rejects.toMatchObject({
      code: 'auth.forbidden',
    })
    const [theirs] = await rig.operator.store.read.signIn.passkeys.list(admin.started.principal.id)
    await expect(removePasskey(ctx, { passkey: theirs?.id ?? '' })).rejects.toMatchObject({
      code: 'resource.not_found',
    })
  })
})

describe('what takes sign-in away', () => {
  it('removal: the session ends with it, and the passkey opens nothing', async () => {
    const person = await rig.invited('leaver@example.com', 'auditor')
    await removeMember(rig.operator, { member: person.email })
    expect(await authenticate(rig.anonymous, rig.visit(person.started))).toEqual({
      ok: false,
      error: 'revoked',
    })
    await expect(rig.signIn(person)).rejects.toMatchObject({ code: 'auth.sign_in_refused' })
  })

  it('another role: what was signed in under the old one ends', async () => {
    const person = await rig.invited('riser@example.com', 'member')
    await updateMember(rig.operator, { member: person.email, role: 'admin' })
    expect((await authenticate(rig.anonymous, rig.visit(person.started))).ok).toBe(false)
    expect((await rig.as(await rig.signIn(person))).actor).toMatchObject({ role: 'admin' })
    await updateMember(rig.operator, { member: person.email, role: 'member' })
  })
})

it('nobody invites a person who may do more than they themselves', async () => {
  const keeper = await rig.invited('keeper2@example.com', 'security_admin')
  const ctx = await rig.as(keeper.started)
  await expect(inviteMember(ctx, { member: admin.email })).rejects.toMatchObject({
    code: 'auth.forbidden',
  })
  await expect(inviteMember(ctx, { member: 'keys@example.com' })).resolves.toMatchObject({
    member: { email: 'keys@example.com' },
  })
})
