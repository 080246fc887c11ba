/**
 * What a door says to a client that it does not let in: RFC 6750 §3, with the two things that MCP
 * adds (where to ask, and for which scopes).
 */
import type { Resource } from './authorisation.ts'
import { OAUTH_SCOPES } from './oauth-scope.ts'

export const PROTECTED_RESOURCE = '/.well-known/oauth-protected-resource'

export type Fault = 'invalid_token' | 'insufficient_scope' | 'invalid_request'

/**
 * The value of `WWW-Authenticate`. No fault where no credentials were sent (RFC 6750 §3.1). All
 * scopes are named at once, since a client asks for just what a challenge names.
 */
export function challenge(
  publicUrl: string,
  resource: Resource,
  fault: { readonly error: Fault; readonly description: string } | null,
): string {
  const parameters = {
    ...(fault && { error: fault.error, error_description: quotable(fault.description) }),
    scope: OAUTH_SCOPES.join(' '),
    resource_metadata: `${publicUrl}${PROTECTED_RESOURCE}/${resource}`,
  }
  const written = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`)
  return `Bearer ${written.join(', ')}`
}

/** RFC 6750 §3: printable ASCII without quotes and backslashes. */
const quotable = (text: string): string =>
  text.replaceAll(/["“”\\]/g, "'").replaceAll(/[^\x20-\x7e]/g, '')
