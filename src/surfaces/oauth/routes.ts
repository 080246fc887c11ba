/** Where the authorization server's endpoints are, below the issuer. */
export const ROUTES = {
  authorization: '/oauth/authorize',
  token: '/oauth/token',
  jwks: '/oauth/jwks',
  registration: '/oauth/register',
  revocation: '/oauth/revoke',
} as const

/**
 * The token endpoint once more, for identity providers: Entra names no resource when it fetches a
 * token, and what is meant by that here is SCIM. A token from here opens nothing else.
 */
export const SCIM_TOKEN = '/oauth/scim/token'

/** Where a browser comes back from the question; the rest of the path is the question's id. */
export const isResume = (path: string): boolean => path.startsWith(`${ROUTES.authorization}/`)
