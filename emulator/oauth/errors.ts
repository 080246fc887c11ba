// The token endpoint's errors: RFC 6749 §5.2 with HubSpot's own `status` and `message` beside it.
import { HubSpotError } from '../server/errors.ts'

export type OAuthProblem = keyof typeof PROBLEMS

const PROBLEMS = {
  BAD_REFRESH_TOKEN: ['invalid_grant', 'refresh token is invalid, expired or revoked'],
  BAD_HUB: ['access_denied', 'missing or unknown hub id'],
  BAD_AUTH_CODE: ['invalid_grant', 'missing or unknown auth code'],
  BAD_REDIRECT_URI: ['invalid_grant', 'missing or unknown redirect uri'],
  BAD_CLIENT_ID: ['invalid_client', 'missing or unknown client id'],
  BAD_CLIENT_SECRET: ['invalid_client', 'missing or invalid client secret'],
  BAD_CODE_VERIFIER: ['invalid_grant', 'code verifier does not match the code challenge'],
  BAD_SCOPES: ['invalid_scope', 'requested scopes were not granted'],
  BAD_GRANT_TYPE: ['unsupported_grant_type', 'missing or unknown grant type'],
  BAD_TOKEN: ['invalid_request', 'missing token'],
} as const

/** Dated and v3 endpoints answer with both vocabularies; v1 knew only HubSpot's own. */
export function oauthError(problem: OAuthProblem, legacy: boolean): HubSpotError {
  const [error, message] = PROBLEMS[problem]
  const own = { status: problem, message }
  const body = legacy ? own : { error, error_description: message, ...own }
  return new HubSpotError(400, null, { json: body })
}
