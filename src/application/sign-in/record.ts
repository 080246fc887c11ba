/** Ways in, sessions and providers as the audit shows them: no secret, no key, no credential id. */
import type { OneTimeLink } from '../../domain/sign-in/one-time-link.ts'
import type { FederatedIdentity, IdentityProvider, Passkey } from '../../domain/sign-in/ways-in.ts'

export const passkeyRecord = ({ principalId, name, synced }: Passkey) => ({
  principalId,
  name,
  synced,
})

export const identityRecord = (identity: FederatedIdentity) => ({
  principalId: identity.principalId,
  issuer: identity.issuer,
  subject: identity.subject,
  email: identity.email,
})

export const providerRecord = (provider: IdentityProvider) => ({
  name: provider.name,
  issuer: provider.issuer,
  clientId: provider.clientId,
  hasSecret: provider.hasSecret,
  enabled: provider.enabled,
})

export const linkRecord = ({ purpose, principalId, expiresAt }: OneTimeLink) => ({
  purpose,
  principalId,
  expiresAt: expiresAt.toISOString(),
})
