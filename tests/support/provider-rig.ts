/** Signing in at a real OpenID provider on localhost, without doors: there and back in one call. */
import { createMember } from '../../src/application/access/create-member.ts'
import type { Context } from '../../src/application/context.ts'
import { beginOidc } from '../../src/application/sign-in/begin-oidc.ts'
import { completeOidc, type CompletedOidc } from '../../src/application/sign-in/complete-oidc.ts'
import { createProvider } from '../../src/application/sign-in/identity-providers.ts'
import { inviteMember } from '../../src/application/sign-in/links.ts'
import { callbackOf } from '../../src/application/sign-in/own-provider.ts'
import type { FlowPurpose } from '../../src/application/sign-in/ports.ts'
import type { StartedSession } from '../../src/application/sign-in/start-session.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { startIdentityProvider, type IdentityProvider } from './identity-provider.ts'
import { PUBLIC_URL } from './organisation.ts'
import { signInRig, type Person, type SignInRig } from './sign-in-rig.ts'

export interface Going {
  readonly purpose?: FlowPurpose
  readonly token?: string
  readonly as?: StartedSession
}

export interface ProviderRig {
  readonly rig: SignInRig
  readonly idp: IdentityProvider
  /** Its id here. */
  readonly provider: string
  readonly admin: Person
  /** There and back in one browser; `ctx` is what takes the answer. */
  go(going?: Going, ctx?: Context): Promise<CompletedOidc>
  /** A new member's invitation, as its token. */
  invite(email: string): Promise<string>
  /** Before each test: the provider is honest, its clock ours, and no attempt is remembered. */
  anew(): void
  close(): Promise<void>
}

export async function providerRig(): Promise<ProviderRig> {
  const rig = await signInRig()
  const idp = await startIdentityProvider(PUBLIC_URL)
  const admin = await rig.firstAdmin()
  const { id: provider } = await createProvider(rig.operator, {
    name: 'Example ID',
    issuer: idp.issuer,
    clientId: idp.clientId,
    clientSecret: redacted(idp.clientSecret),
    enabled: true,
  })
  return {
    rig,
    idp,
    provider,
    admin,
    async go({ purpose = 'sign_in', token, as } = {}, ctx = rig.anonymous) {
      const visit = rig.visit(as)
      const begun = await beginOidc(rig.anonymous, { visit, provider, purpose, token })
      const flow = rig.anonymous.hashKey(begun.browserSecret.reveal())
      const query = await idp.visit(begun.url)
      return completeOidc(ctx, {
        visit: { ...visit, flow },
        callback: callbackOf(ctx, idp.issuer),
        query,
      })
    },
    async invite(email) {
      await createMember(rig.operator, { name: 'Invited', email, role: 'member' })
      return (await inviteMember(rig.operator, { member: email })).token.reveal()
    },
    anew() {
      rig.org.clock.now = new Date()
      idp.alter = undefined
      idp.foreignKey = false
      rig.anonymous.signIn.attempts.forget('failed_from_address', '192.0.2.7')
    },
    async close() {
      await idp.close()
      await rig.close()
    },
  }
}
