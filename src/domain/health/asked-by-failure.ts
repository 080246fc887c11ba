/** A failure of another question to HubSpot (a refresh, a developer key's), in the words of a look. */
import type { HubSpotFailure } from '../connection/hubspot-failure.ts'
import type { Asked } from './evidence.ts'

export function askedByFailure(failure: HubSpotFailure): Asked {
  switch (failure.reason) {
    case 'wrong_hublet':
      return { kind: 'wrong_hublet', hublet: failure.hublet }
    case 'portal_migrating':
      return { kind: 'migrating', retryAfterMs: ms(failure.retryAfterSeconds) }
    case 'rate_limited':
      return {
        kind: 'rate_limited',
        bucket: 'unknown',
        retryAfterMs: ms(failure.retryAfterSeconds),
      }
    case 'credential_expired':
      return { kind: 'expired' }
    case 'credential_invalid':
    case 'app_refused':
      return { kind: 'refused', saysSwitchedOff: false }
    case 'credential_disabled':
      return { kind: 'refused', saysSwitchedOff: true }
    case 'grant_revoked':
    case 'code_refused':
      return { kind: 'grant_ended' }
    case 'permission_missing':
      return { kind: 'account_shut' }
    case 'name_not_found':
      return { kind: 'unreached', failure: 'name', host: failure.host }
    case 'unreachable':
      return { kind: 'unreached', failure: 'refused', host: failure.host }
    case 'tls_failed':
      return { kind: 'unreached', failure: 'tls', host: failure.host }
    case 'timed_out':
      return {
        kind: 'unreached',
        failure: failure.connected === true ? 'silent' : 'timed_out',
        host: failure.host,
      }
    case 'unexpected_answer':
      return failure.status >= 500
        ? { kind: 'server_error', status: failure.status }
        : { kind: 'strange', status: failure.status }
  }
}

const ms = (seconds: number | null): number | null => (seconds === null ? null : seconds * 1000)
