/** What signing in needs of the world: its rows, WebAuthn, OpenID Connect, and our own address. */
import type { Redacted } from '../../domain/redacted.ts'
import type { Result } from '../../domain/result.ts'
import type { Attempts } from '../../domain/sign-in/attempts.ts'
import type { LinkPurpose, OneTimeLink } from '../../domain/sign-in/one-time-link.ts'
import type { Session } from '../../domain/sign-in/session.ts'
import type {
  FederatedIdentity,
  IdentityProvider,
  Passkey,
  ProvedIdentity,
  ProviderClient,
} from '../../domain/sign-in/ways-in.ts'
import type { SealedValue } from '../connection/ports.ts'

/** Secrets are known here by their SHA-256 in lower-case hex. */
export type Hash = string

/** A session that a secret opens, or the one whose earlier secret it was. */
export type FoundSession =
  | { readonly kind: 'current'; readonly session: Session }
  | { readonly kind: 'replaced'; readonly session: Session }

export interface SessionRepository {
  findBySecret(hash: Hash): Promise<FoundSession | undefined>
  get(id: string): Promise<Session | undefined>
  /** Not ended and not past their end; idle ones included. Newest first. */
  list(now: Date, principalId?: string): Promise<Session[]>
  /** Clears away what ended long ago, too. */
  insert(session: Session, secret: Hash): Promise<void>
  /** Never moves backwards, never revives. */
  touch(id: string, at: Date): Promise<void>
  /**
   * Replaces the secret, and keeps the old one's hash to know it again.
   *
   * @returns whether `from` was still the secret of a session that had not ended
   */
  rotate(id: string, from: Hash, to: Hash, at: Date, steppedUpAt: Date): Promise<boolean>
  /** Ends a session whose browser signs in anew, and keeps its secret's hash to know it again. */
  replace(id: string, secret: Hash, at: Date): Promise<void>
  /** @returns whether this replay is the first of that secret */
  noteReplay(hash: Hash, at: Date): Promise<boolean>
  /** @returns whether it was not ended yet */
  end(id: string, at: Date): Promise<boolean>
  /** @returns ids of those that had not ended yet */
  endAll(
    of: { principalId: string } | { providerId: string },
    at: Date,
    except?: string,
  ): Promise<string[]>
}

export interface PasskeyRepository {
  /** Everybody's without it. */
  list(principalId?: string): Promise<Passkey[]>
  get(id: string): Promise<Passkey | undefined>
  findByCredential(credentialId: string): Promise<Passkey | undefined>
  /** @throws HubwardError `resource.conflict` where the credential is kept already */
  insert(passkey: Passkey): Promise<void>
  rename(id: string, name: string): Promise<void>
  /**
   * Notes a use.
   *
   * @returns whether the counter moved on, or the authenticator does not count (WebAuthn §6.1.1)
   */
  use(id: string, counter: number, at: Date): Promise<boolean>
  remove(id: string): Promise<void>
  removeAllOf(principalId: string): Promise<number>
}

export type ChallengePurpose = 'sign_in' | 'step_up' | 'add_passkey' | 'welcome'

export interface Challenge {
  readonly hash: Hash
  readonly purpose: ChallengePurpose
  /** A session's id or a link's hash; `null` where anybody may answer. */
  readonly boundTo: string | null
  readonly remembered: Readonly<Record<string, unknown>>
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface ChallengeRepository {
  /** Clears away those that ran out, too. */
  insert(challenge: Challenge): Promise<void>
  /** Gives it to one taker and to no other. */
  take(hash: Hash, purpose: ChallengePurpose): Promise<Challenge | undefined>
}

export interface LinkRepository {
  find(hash: Hash): Promise<OneTimeLink | undefined>
  get(id: string): Promise<OneTimeLink | undefined>
  /** Invitations that can still be used, newest first. */
  listOpen(now: Date, principalId?: string): Promise<OneTimeLink[]>
  insert(link: OneTimeLink, token: Hash): Promise<void>
  /** Uses it up for one and for no other. */
  claim(hash: Hash, now: Date): Promise<OneTimeLink | undefined>
  /** @returns ids of those that were open */
  revokeAll(
    of: { purpose: LinkPurpose; principalId?: string; id?: string },
    at: Date,
  ): Promise<string[]>
}

export interface IdentityProviderRepository {
  list(): Promise<IdentityProvider[]>
  get(id: string): Promise<IdentityProvider | undefined>
  /** The sealed client secret, where there is one. */
  secret(id: string): Promise<SealedValue | undefined>
  /** @throws HubwardError `resource.conflict` where the issuer or the name is taken */
  insert(provider: IdentityProvider, secret: SealedValue | null): Promise<void>
  /** `secret` left out stays as it is. */
  update(provider: IdentityProvider, secret?: SealedValue | null): Promise<void>
  /** @returns whether it is switched on; then it stays so until the transaction ends */
  holdOn(id: string): Promise<boolean>
  /** Its identities go with it. */
  remove(id: string): Promise<void>
}

export interface IdentityRepository {
  list(filter?: { principalId?: string; providerId?: string }): Promise<FederatedIdentity[]>
  get(id: string): Promise<FederatedIdentity | undefined>
  find(issuer: string, subject: string): Promise<FederatedIdentity | undefined>
  /** @throws HubwardError `resource.conflict` where (issuer, subject) is linked already */
  insert(identity: FederatedIdentity): Promise<void>
  /** @returns whether it was there to be used */
  use(id: string, at: Date): Promise<boolean>
  remove(id: string): Promise<void>
  removeAllOf(principalId: string): Promise<number>
}

export type FlowPurpose = 'sign_in' | 'step_up' | 'link' | 'welcome'

/** A visit to an identity provider that is under way. */
export interface OidcFlow {
  readonly id: string
  readonly stateHash: Hash
  /** Of the secret in the browser that began it. */
  readonly browserHash: Hash
  readonly providerId: string
  readonly purpose: FlowPurpose
  readonly sessionId: string | null
  readonly linkHash: Hash | null
  readonly returnTo: string | null
  readonly nonce: string
  /** Field `codeVerifier` of row `id`. */
  readonly verifier: SealedValue
  readonly createdAt: Date
  readonly expiresAt: Date
}

export interface FlowRepository {
  /** Clears away those that ran out, too. */
  insert(flow: OidcFlow): Promise<void>
  /** Gives it to the browser that began it, once. */
  take(stateHash: Hash, browserHash: Hash): Promise<OidcFlow | undefined>
}

export interface SignInRepositories {
  readonly sessions: SessionRepository
  readonly passkeys: PasskeyRepository
  readonly challenges: ChallengeRepository
  readonly links: LinkRepository
  readonly providers: IdentityProviderRepository
  readonly identities: IdentityRepository
  readonly flows: FlowRepository
  /** Active admins who have a passkey, or an identity at a provider that is switched on. */
  adminsWithAWayIn(): Promise<string[]>
}

/** WebAuthn Level 3 §5.1.8: `credential.toJSON()` of a new credential. */
export interface RegistrationAnswer {
  readonly id: string
  readonly rawId: string
  readonly type: 'public-key'
  readonly response: {
    readonly clientDataJSON: string
    readonly attestationObject: string
    readonly transports?: readonly string[] | null | undefined
  }
}

/** The same of an assertion. */
export interface AssertionAnswer {
  readonly id: string
  readonly rawId: string
  readonly type: 'public-key'
  readonly response: {
    readonly clientDataJSON: string
    readonly authenticatorData: string
    readonly signature: string
    readonly userHandle?: string | null | undefined
  }
}

export type NewCredential = Pick<
  Passkey,
  'credentialId' | 'publicKey' | 'counter' | 'transports' | 'synced'
>

/** Verifies what authenticators sign; user verification is always demanded. */
export interface WebAuthn {
  /** The challenge that an answer claims to answer; `undefined` where it cannot be read. */
  challengeOf(answer: RegistrationAnswer | AssertionAnswer): string | undefined
  /** WebAuthn §7.1. `undefined` where anything does not verify. */
  registered(answer: RegistrationAnswer, challenge: string): Promise<NewCredential | undefined>
  /** WebAuthn §7.2. @returns the new counter; `undefined` where anything does not verify */
  asserted(
    answer: AssertionAnswer,
    challenge: string,
    passkey: Passkey,
  ): Promise<number | undefined>
}

/** What the discovery document of a provider says that we use. */
export interface DiscoveredProvider {
  readonly issuer: string
  readonly authorizationEndpoint: string
  /** Sentences about what will not work. */
  readonly findings: readonly string[]
}

export interface AuthenticationRequest {
  readonly redirectUri: string
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  /** The person must prove themselves anew. */
  readonly fresh: boolean
  /** They choose with which of their accounts: whoever is signed in there may be somebody else. */
  readonly choose: boolean
}

export interface AuthenticationCheck {
  readonly redirectUri: string
  /** What the browser was sent back with. */
  readonly query: string
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: Redacted<string>
}

/**
 * - `unreachable`: no answer, or none that is one.
 * - `declined`: the provider or the person said no.
 * - `unproved`: the answer did not verify.
 */
export interface OidcFailure {
  readonly reason: 'unreachable' | 'declined' | 'unproved'
  /** For the log, free of secrets. */
  readonly detail: string
}

/** OpenID Connect as a relying party: authorization code with PKCE S256, signatures checked. */
export interface OidcClient {
  discover(issuer: string): Promise<Result<DiscoveredProvider, OidcFailure>>
  authorizeUrl(
    provider: ProviderClient,
    request: AuthenticationRequest,
  ): Promise<Result<string, OidcFailure>>
  /** Redeems the code and verifies `iss`, `aud`, `exp`, `nonce`, `state` and the signature. */
  redeem(
    provider: ProviderClient,
    check: AuthenticationCheck,
  ): Promise<Result<ProvedIdentity, OidcFailure>>
}

/** Where people reach us; known for certain once we listen. */
export interface Site {
  /** Scheme, host and port. Never ends with a slash. */
  readonly publicUrl: string
}

export interface SignInParts {
  readonly site: Site
  readonly webAuthn: WebAuthn
  readonly oidc: OidcClient
  readonly attempts: Attempts
}
