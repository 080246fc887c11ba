/**
 * Signing in without doors: the verbs over a real database, a real vault, real verification of
 * software passkeys, and a clock that a test can turn.
 */
import { createSecretKey, randomBytes } from 'node:crypto'
import { localKek } from '../../src/adapters/crypto/kek.ts'
import { createVault } from '../../src/adapters/crypto/vault.ts'
import { createMember } from '../../src/application/access/create-member.ts'
import type { Context } from '../../src/application/context.ts'
import { actorOf, authenticate } from '../../src/application/sign-in/authenticate.ts'
import { inviteMember, makeFirstAdminLink } from '../../src/application/sign-in/links.ts'
import {
  beginPasskeySignIn,
  completePasskeySignIn,
} from '../../src/application/sign-in/passkey-sign-in.ts'
import type { StartedSession } from '../../src/application/sign-in/start-session.ts'
import type { Visit } from '../../src/application/sign-in/visit.ts'
import { beginWelcome, completeWelcome } from '../../src/application/sign-in/welcome.ts'
import type { Role } from '../../src/domain/access/entities.ts'
import { SoftwareAuthenticator } from './authenticator.ts'
import { PUBLIC_URL, testOrganisation, type TestOrganisation } from './organisation.ts'

export interface Person {
  readonly email: string
  readonly authenticator: SoftwareAuthenticator
  readonly started: StartedSession
}

export interface SignInRig {
  readonly org: TestOrganisation
  /** Nobody has signed in. */
  readonly anonymous: Context
  readonly operator: Context
  /** A browser with that session's cookie, or with none. */
  visit(started?: StartedSession, address?: string): Visit
  /** What that browser may do now; throws where it is signed in no more. */
  as(started: StartedSession): Promise<Context>
  /** The first admin, by the link. */
  firstAdmin(): Promise<Person>
  /** Somebody by invitation. */
  invited(email: string, role: Role): Promise<Person>
  signIn(person: Person): Promise<StartedSession>
  /** Names of the events so far, oldest first. */
  actions(): Promise<string[]>
  close(): Promise<void>
}

export async function signInRig(): Promise<SignInRig> {
  const org = await testOrganisation()
  const kek = localKek(createSecretKey(randomBytes(32)), org.services.world.randomBytes)
  const services = { ...org.services, vault: createVault(kek, org.services.world) }
  const anonymous: Context = { ...services, actor: { kind: 'anonymous' }, door: 'admin' }
  const operator: Context = { ...services, actor: { kind: 'operator' }, door: 'cli' }
  const visit: SignInRig['visit'] = (started, address = '192.0.2.7') => ({
    address,
    agent: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36',
    session: started ? services.hashKey(started.secret.reveal()) : null,
    flow: null,
    unattended: false,
  })
  const welcome = async (
    token: string,
    person?: { name: string; email: string },
  ): Promise<Pick<Person, 'authenticator' | 'started'>> => {
    const authenticator = new SoftwareAuthenticator(PUBLIC_URL)
    const options = await beginWelcome(anonymous, { visit: visit(), token, person })
    const answer = authenticator.create(options)
    const name = 'Test key'
    const started = await completeWelcome(anonymous, { visit: visit(), token, answer, name })
    return { authenticator, started }
  }
  return {
    org,
    anonymous,
    operator,
    visit,
    async as(started) {
      const signedIn = await authenticate(services, visit(started))
      if (!signedIn.ok) throw new Error(`the session is ${signedIn.error}`)
      return { ...services, actor: actorOf(signedIn.value, services.world.now()), door: 'admin' }
    },
    async firstAdmin() {
      const made = await makeFirstAdminLink(operator)
      if (!made) throw new Error('there is an admin already')
      const email = 'first@example.com'
      return { email, ...(await welcome(made.token.reveal(), { name: 'First', email })) }
    },
    async invited(email, role) {
      await createMember(operator, { name: email.split('@', 1)[0] ?? email, email, role })
      const { token } = await inviteMember(operator, { member: email })
      return { email, ...(await welcome(token.reveal())) }
    },
    async signIn({ authenticator }) {
      const answer = authenticator.get(await beginPasskeySignIn(anonymous, visit()))
      return completePasskeySignIn(anonymous, { visit: visit(), answer })
    },
    actions: async () =>
      (await org.events()).flatMap(({ event }) => (event.type === 'change' ? [event.action] : [])),
    close: () => org.close(),
  }
}
