/** What a provider's discovery document promises that we need, and what it lacks, in sentences. */
import type { ServerMetadata } from 'openid-client'

export const findingsOf = (server: Readonly<ServerMetadata>): readonly string[] =>
  NEEDS.filter(({ holds }) => !holds(server)).map(({ otherwise }) => otherwise)

interface Need {
  readonly holds: (server: Readonly<ServerMetadata>) => boolean
  readonly otherwise: string
}

/** A list that is left out says nothing against it (RFC 8414 §2). */
const lists = (list: readonly string[] | undefined, wanted: string): boolean =>
  !list || list.includes(wanted)

/** Plain HTTP only to who speaks it anyway: a provider on this machine. */
const isAddress = (text: string | undefined, { issuer }: Readonly<ServerMetadata>): boolean => {
  if (text === undefined || !URL.canParse(text)) return false
  const { protocol } = new URL(text)
  return protocol === 'https:' || (protocol === 'http:' && issuer.startsWith('http:'))
}

const NEEDS: readonly Need[] = [
  {
    holds: (server) => isAddress(server.authorization_endpoint, server),
    otherwise: 'It names no authorization endpoint with https: nobody could sign in.',
  },
  {
    holds: (server) => isAddress(server.token_endpoint, server),
    otherwise: 'It names no token endpoint with https: nobody could sign in.',
  },
  {
    holds: (server) => isAddress(server.jwks_uri, server),
    otherwise:
      'It publishes no keys with https: its signatures cannot be checked, so nobody could sign in.',
  },
  {
    holds: (server) => lists(server.response_types_supported, 'code'),
    otherwise: 'It does not offer the authorization code flow.',
  },
  {
    holds: (server) => lists(server.scopes_supported, 'email'),
    otherwise: 'It does not offer the scope "email": invitations could not be accepted with it.',
  },
  {
    holds: (server) => lists(server.code_challenge_methods_supported, 'S256'),
    otherwise: 'It does not offer PKCE with S256.',
  },
  {
    holds: (server) =>
      !Array.isArray(server['claims_supported']) ||
      server['claims_supported'].includes('auth_time'),
    otherwise:
      'It does not say when a person signed in (auth_time): people step up by passkey, not by it.',
  },
]
