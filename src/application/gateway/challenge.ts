/** Which refusals come with a challenge to the client, and how it is worded (RFC 6750 §3). */
import type { Resource } from '../../domain/authorisation/authorisation.ts'
import { challenge, type Fault } from '../../domain/authorisation/challenge.ts'
import type { ErrorCode } from '../../domain/errors.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { refusal, type CallRefusal } from './refusal.ts'

const FAULTS: Partial<Record<ErrorCode, Fault | null>> = {
  'auth.missing': null,
  'auth.invalid': 'invalid_token',
  'auth.token_in_query': 'invalid_request',
  'auth.read_only': 'insufficient_scope',
}

/** The value of `WWW-Authenticate`; `undefined` for refusals that no token could change. */
export function challengeFor(
  publicUrl: string,
  resource: Resource,
  { code, message }: Pick<CallRefusal, 'code' | 'message'>,
): string | undefined {
  const error = FAULTS[code]
  if (error === undefined) return undefined
  return challenge(publicUrl, resource, error && { error, description: message })
}

/** Refuses an address that carries a token (OAuth 2.1 §5.1.1), so that it never travels on. */
export function demandCleanAddress(url: string): Result<null, CallRefusal> {
  const start = url.indexOf('?')
  if (start === -1 || !/token/i.test(url)) return ok(null)
  if (!new URLSearchParams(url.slice(start)).has('access_token')) return ok(null)
  return err(
    refusal(
      'auth.token_in_query',
      'A token must not stand in the address, where logs and proxies keep it. Send it in the Authorization header, as a Bearer token.',
    ),
  )
}
