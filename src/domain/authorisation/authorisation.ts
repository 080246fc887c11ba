/**
 * An authorisation: a person let a client (an AI assistant, a program) act for them. It limits what
 * the person's groups grant and never adds to it. It holds no token; those are of the adapters.
 */

/** What the client may do at most. `write` includes reading. */
export type Access = 'read' | 'write'

/** A door that takes access tokens. A token is for one of them only (RFC 8707). */
export type Resource = AuthorisedResource | 'scim'

/** A door that a person lets clients in to. SCIM is for identity providers, which are programs. */
export type AuthorisedResource = 'mcp' | 'hubspot'

export const AUTHORISED_RESOURCES: readonly AuthorisedResource[] = ['mcp', 'hubspot']

export const RESOURCES: readonly Resource[] = [...AUTHORISED_RESOURCES, 'scim']

/** The door's address: what clients name as `resource` and tokens as `aud`. */
export const audienceOf = (publicUrl: string, resource: Resource): string =>
  `${publicUrl}/${resource}`

export interface OAuthClient {
  /** The address of its published document, or the id that we gave it when it registered. */
  readonly id: string
  /** As it calls itself. */
  readonly name: string
  /** Whose owner vouches for it; `null` where it registered itself. */
  readonly host: string | null
}

export interface Authorisation {
  /** `aut_…` */
  readonly id: string
  readonly principalId: string
  readonly client: OAuthClient
  readonly redirectUri: string
  readonly resource: AuthorisedResource
  readonly access: Access
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly lastUsedAt: Date | null
  readonly revokedAt: Date | null
  readonly endedBecause: EndReason | null
}

/** Why an authorisation ended before its time, with the words for people. */
export const END_REASONS = {
  revoked: 'Cut off by its owner or an admin',
  client_revoked: 'The client itself gave it back',
  refresh_reused: 'A refresh token was used twice: it may have been stolen',
  code_replayed: 'The code of its sign-in was used twice: it may have been stolen',
  principal_removed: 'Its owner was removed',
} as const
export type EndReason = keyof typeof END_REASONS

/** These mean that somebody else may hold a token. */
export const SUSPICIOUS: readonly EndReason[] = ['refresh_reused', 'code_replayed']

/**
 * At most this long from consent, however much it is used: whoever left or forgot is asked again.
 * An idle one ends earlier, with its refresh token ({@link REFRESH_IDLE_DAYS}).
 */
export const AUTHORISATION_DAYS = 180
export const REFRESH_IDLE_DAYS = 30

/** Short, since a token that was copied works until then or until it is revoked. */
export const ACCESS_TOKEN_SECONDS = 600

/** Entra wants tokens for provisioning that last an hour at least; like others they end with their key. */
export const SCIM_TOKEN_SECONDS = 3_600

/**
 * A refresh whose answer was lost is repeated by clients within seconds; several processes that
 * share one token refresh at the same moment. Beyond this a second use means two holders
 * (RFC 9700 §4.14.2).
 */
export const REFRESH_REUSE_SECONDS = 30

/** A question is answered while the person sits before it. */
export const CONSENT_MINUTES = 10

export type AuthorisationState = 'live' | 'expired' | 'revoked'

export const authorisationState = (
  { revokedAt, expiresAt }: Pick<Authorisation, 'revokedAt' | 'expiresAt'>,
  now: Date,
): AuthorisationState => (revokedAt ? 'revoked' : expiresAt <= now ? 'expired' : 'live')

/**
 * As people are shown it: one whose refresh token has died unused is over, though nothing ended it.
 * Not for decisions: the picture they rest on does not know the last use of this moment.
 */
export function shownState(
  one: Pick<Authorisation, 'revokedAt' | 'expiresAt' | 'createdAt' | 'lastUsedAt'>,
  now: Date,
): AuthorisationState {
  const idleSince = one.lastUsedAt ?? one.createdAt
  const dies = new Date(idleSince.getTime() + REFRESH_IDLE_DAYS * 24 * 60 * 60_000)
  const state = authorisationState(one, now)
  return state === 'live' && dies <= now ? 'expired' : state
}
