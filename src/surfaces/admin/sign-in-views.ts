/** Sessions, ways in and providers in the contract's shapes. */
import type { ListedProvider } from '../../application/sign-in/identity-providers.ts'
import type { NoSession, ShownSession } from '../../application/sign-in/show-session.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import type { OneTimeLink } from '../../domain/sign-in/one-time-link.ts'
import type { Session } from '../../domain/sign-in/session.ts'
import type { FederatedIdentity, Passkey } from '../../domain/sign-in/ways-in.ts'
import type { IdentityProviderView } from './contract/identity-providers.ts'
import type { IdentityView, PasskeyView } from './contract/passkeys.ts'
import type { SessionState, SessionView, SignedIn } from './contract/session.ts'
import type { InvitationView } from './contract/welcome.ts'
import { principalRef } from './views.ts'

/** The picture keeps everybody who ever was, so the second is a matter of types. */
const whose = (picture: AccessPicture, id: string) => {
  const found = picture.principal(id)
  return found ? principalRef(found) : { id, kind: 'member' as const, name: id, email: null }
}

export const signedInView = (shown: ShownSession): SignedIn => ({
  ...shown,
  organisation: { ...shown.organisation },
  providers: [...shown.providers],
  acts: [...shown.acts],
  session: {
    id: shown.session.id,
    idleUntil: shown.session.idleUntil.toISOString(),
    expiresAt: shown.session.expiresAt.toISOString(),
  },
  steppedUpUntil: shown.steppedUpUntil?.toISOString() ?? null,
  stepUp: { passkey: shown.stepUp.passkey, providers: [...shown.stepUp.providers] },
})

export const sessionState = (shown: ShownSession | NoSession): SessionState =>
  shown.signedIn ? signedInView(shown) : { ...shown, providers: [...shown.providers] }

export const sessionView = (
  picture: AccessPicture,
  session: Session,
  currentId: string | undefined,
): SessionView => ({
  id: session.id,
  principal: whose(picture, session.principalId),
  name: session.name,
  address: session.address,
  way: { ...session.way },
  createdAt: session.createdAt.toISOString(),
  seenAt: session.seenAt.toISOString(),
  expiresAt: session.expiresAt.toISOString(),
  current: session.id === currentId,
})

export const passkeyView = (picture: AccessPicture, passkey: Passkey): PasskeyView => ({
  id: passkey.id,
  principal: whose(picture, passkey.principalId),
  name: passkey.name,
  createdAt: passkey.createdAt.toISOString(),
  usedAt: passkey.usedAt?.toISOString() ?? null,
  synced: passkey.synced,
})

export const identityView = (
  picture: AccessPicture,
  identity: FederatedIdentity,
  providerName: string | undefined,
): IdentityView => ({
  id: identity.id,
  principal: whose(picture, identity.principalId),
  provider: { id: identity.providerId, name: providerName ?? identity.issuer },
  email: identity.email,
  createdAt: identity.createdAt.toISOString(),
  usedAt: identity.usedAt?.toISOString() ?? null,
})

export const providerView = (
  { createdAt, ...provider }: ListedProvider,
  redirectUri: string,
): IdentityProviderView => ({ ...provider, redirectUri, createdAt: createdAt.toISOString() })

export const invitationView = (picture: AccessPicture, link: OneTimeLink): InvitationView => ({
  id: link.id,
  member: whose(picture, link.principalId ?? ''),
  createdAt: link.createdAt.toISOString(),
  expiresAt: link.expiresAt.toISOString(),
  invitedBy: link.madeBy,
})
