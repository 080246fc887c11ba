/** What must happen once although many ask at the same moment: over a real PostgreSQL, no luck involved. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addPasskey, beginAddPasskey } from '../../src/application/sign-in/add-passkey.ts'
import { makeFirstAdminLink } from '../../src/application/sign-in/links.ts'
import {
  beginPasskeySignIn,
  completePasskeySignIn,
} from '../../src/application/sign-in/passkey-sign-in.ts'
import {
  beginPasskeyStepUp,
  completePasskeyStepUp,
} from '../../src/application/sign-in/passkey-step-up.ts'
import { beginWelcome, completeWelcome } from '../../src/application/sign-in/welcome.ts'
import { SoftwareAuthenticator } from '../support/authenticator.ts'
import { PUBLIC_URL } from '../support/organisation.ts'
import { signInRig, type Person, type SignInRig } from '../support/sign-in-rig.ts'

const MANY = 50

let rig: SignInRig
beforeAll(async () => {
  rig = await signInRig()
})
afterAll(() => rig.close())

/** How many succeeded, and the codes of the others. */
async function outcomes(attempts: readonly Promise<unknown>[]) {
  const settled = await Promise.allSettled(attempts)
  const codes = settled.flatMap((one) =>
    one.status === 'rejected' ? [(one.reason as { code: string }).code] : [],
  )
  return { won: settled.length - codes.length, codes: [...new Set(codes)] }
}

const fromAnywhere = (n: number) => rig.visit(undefined, `203.0.113.${n}`)

it(`of ${MANY} browsers that hold the first admin’s link, one becomes the admin`, async () => {
  const made = await makeFirstAdminLink(rig.operator)
  const token = made?.token.reveal() ?? ''
  const ready = await Promise.all(
    Array.from({ length: MANY }, async (_, n) => {
      const person = { name: `Person ${n}`, email: `person-${n}@example.com` }
      const options = await beginWelcome(rig.anonymous, { visit: fromAnywhere(n), token, person })
      return new SoftwareAuthenticator(PUBLIC_URL).create(options)
    }),
  )
  const claims = ready.map((answer, n) =>
    completeWelcome(rig.anonymous, { visit: fromAnywhere(n), token, answer, name: 'Key' }),
  )
  expect(await outcomes(claims)).toEqual({ won: 1, codes: ['auth.link_invalid'] })
  const { rows } = await rig.org.database.pool.query<{
    admins: number
    keys: number
    sessions: number
  }>(`
    select (select count(*)::int from principal) as admins,
      (select count(*)::int from passkey) as keys,
      (select count(*)::int from browser_session) as sessions`)
  expect(rows).toEqual([{ admins: 1, keys: 1, sessions: 1 }])
})

it('two links of the first admin: the older died with the newer, and none works once there is an admin', async () => {
  const fresh = await signInRig()
  const older = (await makeFirstAdminLink(fresh.operator))?.token.reveal() ?? ''
  const newer = (await makeFirstAdminLink(fresh.operator))?.token.reveal() ?? ''
  const person = { name: 'Ada', email: 'ada@example.com' }
  const begin = (token: string) =>
    beginWelcome(fresh.anonymous, { visit: fresh.visit(), token, person })
  await expect(begin(older)).rejects.toMatchObject({ code: 'auth.link_invalid' })
  const held = await begin(newer)
  await fresh.firstAdmin()
  const answer = new SoftwareAuthenticator(PUBLIC_URL).create(held)
  await expect(
    completeWelcome(fresh.anonymous, { visit: fresh.visit(), token: newer, answer, name: 'Key' }),
  ).rejects.toMatchObject({ code: 'auth.link_invalid' })
  await fresh.close()
})

it(`${MANY} answers to one challenge sign in once`, async () => {
  const person = await anyone('one-challenge@example.com')
  const options = await beginPasskeySignIn(rig.anonymous, rig.visit())
  const answers = Array.from({ length: MANY }, () => person.authenticator.get(options))
  const attempts = answers.map((answer, n) =>
    completePasskeySignIn(rig.anonymous, { visit: fromAnywhere(n), answer }),
  )
  expect(await outcomes(attempts)).toEqual({ won: 1, codes: ['auth.sign_in_refused'] })
})

it(`one counter value signs in once, whatever challenges it answers`, async () => {
  const person = await anyone('cloned@example.com')
  const answers = []
  for (let n = 0; n < 10; n++)
    answers.push(
      person.authenticator.get(await beginPasskeySignIn(rig.anonymous, rig.visit()), {
        counter: 7,
      }),
    )
  const attempts = answers.map((answer, n) =>
    completePasskeySignIn(rig.anonymous, { visit: fromAnywhere(100 + n), answer }),
  )
  expect(await outcomes(attempts)).toEqual({ won: 1, codes: ['auth.sign_in_refused'] })
})

it('of step-ups at the same moment one replaces the secret, and the session stays one', async () => {
  const { authenticator, started } = await anyone('steps@example.com')
  const ctx = await rig.as(started)
  const answers = []
  for (let n = 0; n < 10; n++) answers.push(authenticator.get(await beginPasskeyStepUp(ctx)))
  const attempts = answers.map((answer, n) =>
    completePasskeyStepUp(ctx, {
      visit: { ...rig.visit(started), address: `203.0.113.${200 + n}` },
      answer,
    }),
  )
  const { won, codes } = await outcomes(attempts)
  expect(won).toBe(1)
  // Some lose at the counter, some at the secret.
  for (const code of codes)
    expect(['auth.sign_in_refused', 'auth.session_replayed']).toContain(code)
})

it('one credential is kept once, whoever brings it', async () => {
  const one = await anyone('keeps-1@example.com')
  const two = await anyone('keeps-2@example.com')
  const [first, second] = [await rig.as(one.started), await rig.as(two.started)]
  const authenticator = new SoftwareAuthenticator(PUBLIC_URL)
  const made = authenticator.create(await beginAddPasskey(first))
  await addPasskey(first, { answer: made, name: 'Key' })
  const { challenge } = await beginAddPasskey(second)
  const stolen = {
    ...made,
    response: {
      ...made.response,
      clientDataJSON: Buffer.from(
        JSON.stringify({ type: 'webauthn.create', challenge, origin: PUBLIC_URL }),
      ).toString('base64url'),
    },
  }
  await expect(addPasskey(second, { answer: stolen, name: 'Key' })).rejects.toMatchObject({
    code: 'resource.conflict',
  })
})

const anyone = (email: string): Promise<Person> => rig.invited(email, 'member')
