/** By what people sign in: passkeys, and identities at identity providers. */
import type { Redacted } from '../redacted.ts'

/** A passkey as we keep it: a public key, nothing secret. */
export interface Passkey {
  readonly id: string
  readonly principalId: string
  /** Base64url. */
  readonly credentialId: string
  /** COSE (RFC 9052 §7). */
  readonly publicKey: Uint8Array
  /** WebAuthn §6.1.1: zero for ever where the authenticator does not count. */
  readonly counter: number
  readonly transports: readonly string[]
  /** Backed up, so that it is on several devices (WebAuthn §6.1.3). */
  readonly synced: boolean
  readonly name: string
  readonly createdAt: Date
  readonly usedAt: Date | null
}

export interface IdentityProvider {
  readonly id: string
  readonly name: string
  /** To the letter as in `iss`. */
  readonly issuer: string
  readonly clientId: string
  readonly hasSecret: boolean
  readonly enabled: boolean
  readonly createdAt: Date
}

/** What is needed to speak to a provider. */
export interface ProviderClient {
  readonly issuer: string
  readonly clientId: string
  /** `null` for a public client. */
  readonly clientSecret: Redacted<string> | null
}

/** A person at a provider. Who they are is (issuer, subject); the address decides nothing. */
export interface FederatedIdentity {
  readonly id: string
  readonly providerId: string
  readonly issuer: string
  readonly subject: string
  readonly principalId: string
  readonly email: string | null
  readonly createdAt: Date
  readonly usedAt: Date | null
}

/** What a verified ID token said. */
export interface ProvedIdentity {
  readonly issuer: string
  readonly subject: string
  /** In lower case, and only where the provider vouches for it. */
  readonly verifiedEmail: string | null
  /** When the person proved themselves to the provider; `null` where it does not say. */
  readonly authenticatedAt: Date | null
}

const ENTRA = /^https:\/\/login\.microsoftonline\.(com|us)\//

/**
 * The address, where the provider vouches for it: `email_verified` is true (OpenID Connect Core
 * §5.1). Entra has no such claim; its `xms_edov` says that the tenant owns the address's domain,
 * and is believed from Entra alone.
 */
export function verifiedEmailOf(
  issuer: string,
  claims: Readonly<Record<string, unknown>>,
): string | null {
  const { email, email_verified: verified, xms_edov: ownsDomain } = claims
  if (typeof email !== 'string' || !email.includes('@')) return null
  const owned =
    ENTRA.test(issuer) && (ownsDomain === true || ownsDomain === 1 || ownsDomain === '1')
  return verified === true || owned ? email.toLowerCase() : null
}

/**
 * An issuer as it may be configured: an https URL without query, fragment or credentials
 * (OpenID Connect Discovery §3); plain http on this machine only.
 *
 * @returns what is wrong, or `undefined`
 */
export function issuerMistake(text: string): string | undefined {
  if (!URL.canParse(text)) return 'This must be a URL such as https://login.example.com.'
  const { protocol, hostname, search, hash, username, password } = new URL(text)
  if (search || hash || username || password || /[?#@]/.test(text))
    return 'An issuer has no query, no fragment and no user name.'
  if (protocol === 'https:') return undefined
  if (protocol === 'http:' && LOOPBACK.has(hostname)) return undefined
  return 'An issuer begins with https://; plain http is for this machine only.'
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
