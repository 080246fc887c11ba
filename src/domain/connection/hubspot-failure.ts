/**
 * Why HubSpot did not let us in or did not answer, when it is asked about a credential: each
 * cause with its own code and its own sentence. Repeats nothing that HubSpot or the admin wrote.
 */
import { HubwardError, type ErrorCode } from '../errors.ts'

export type HubSpotFailure =
  /** 488; HubSpot names the right hublet as a rule. */
  | { readonly reason: 'wrong_hublet'; readonly hublet: string | null }
  /** 477; `retryAfterSeconds` may be as long as a day. */
  | { readonly reason: 'portal_migrating'; readonly retryAfterSeconds: number | null }
  | { readonly reason: 'credential_invalid' }
  | { readonly reason: 'credential_expired' }
  | { readonly reason: 'credential_disabled' }
  | { readonly reason: 'permission_missing'; readonly hubspotScopes: readonly string[] }
  | { readonly reason: 'rate_limited'; readonly retryAfterSeconds: number | null }
  | { readonly reason: 'name_not_found'; readonly host: string }
  | { readonly reason: 'unreachable'; readonly host: string }
  | { readonly reason: 'tls_failed'; readonly host: string }
  /** `connected`: the connection stood, and the answer did not come. */
  | { readonly reason: 'timed_out'; readonly host: string; readonly connected?: boolean }
  | { readonly reason: 'unexpected_answer'; readonly status: number }
  /** The refresh token is no longer accepted: revoked, app uninstalled, portal gone. */
  | { readonly reason: 'grant_revoked' }
  /** Client id, client secret or redirect address is not what HubSpot has for the app. */
  | { readonly reason: 'app_refused' }
  /** The authorisation code is used, expired, or belongs to another request. */
  | { readonly reason: 'code_refused' }

type Reason = HubSpotFailure['reason']
type Of<R extends Reason> = Extract<HubSpotFailure, { reason: R }>

interface Telling<R extends Reason> {
  readonly code: ErrorCode
  /** Waiting alone may cure it: a stored token that is still valid keeps being used meanwhile. */
  readonly passing: boolean
  readonly say: (failure: Of<R>) => string
}

const TELLINGS: { readonly [R in Reason]: Telling<R> } = {
  wrong_hublet: {
    code: 'connection.wrong_hublet',
    passing: false,
    say: ({ hublet }) =>
      hublet === null
        ? 'HubSpot keeps this portal in another region than the one that was asked. Leave the base URL empty, or give the regional one.'
        : `HubSpot keeps this portal in its region ${hublet}, and the region that was asked does not know it. Set the base URL to the one of ${hublet}.`,
  },
  portal_migrating: {
    code: 'connection.portal_migrating',
    passing: true,
    say: ({ retryAfterSeconds }) =>
      `HubSpot is moving this portal to another data centre and answers nothing meanwhile. ${
        retryAfterSeconds === null
          ? 'It did not say how long; it can take up to a day.'
          : `Try again in ${duration(retryAfterSeconds)}.`
      }`,
  },
  credential_invalid: {
    code: 'connection.credential_invalid',
    passing: false,
    say: () =>
      'HubSpot does not accept this credential. It may be mistyped, deleted, switched off, rotated (the old one ends after at most 7 days), or deactivated by HubSpot because it appeared in public code. Copy it again from HubSpot, or make a new one.',
  },
  credential_expired: {
    code: 'connection.credential_expired',
    passing: false,
    say: () =>
      'HubSpot says that this credential has expired. Copy the current one from HubSpot, or make a new one.',
  },
  credential_disabled: {
    code: 'connection.credential_disabled',
    passing: false,
    say: () =>
      'HubSpot says that this credential is switched off. A super admin of the portal can switch it on again or make a new one.',
  },
  permission_missing: {
    code: 'connection.permission_missing',
    passing: false,
    say: ({ hubspotScopes }) =>
      `HubSpot knows this credential but does not let it read the account. ${
        hubspotScopes.length > 0 ? `It asks for: ${hubspotScopes.join(', ')}. ` : ''
      }Add what is missing to the key or app in HubSpot, then try again.`,
  },
  rate_limited: {
    code: 'connection.rate_limited',
    passing: true,
    say: ({ retryAfterSeconds }) =>
      `Other programs have used up what HubSpot allows this portal for now. Try again in ${duration(retryAfterSeconds ?? 10)}.`,
  },
  name_not_found: {
    code: 'connection.name_not_found',
    passing: true,
    say: ({ host }) =>
      `The name ${host} could not be resolved. Is this machine connected to the internet, and does its DNS work?`,
  },
  unreachable: {
    code: 'connection.unreachable',
    passing: true,
    say: ({ host }) =>
      `No connection to ${host} could be made. A firewall or proxy may be in the way: this machine needs outgoing HTTPS to it.`,
  },
  tls_failed: {
    code: 'connection.tls_failed',
    passing: true,
    say: ({ host }) =>
      `The certificate of ${host} was not accepted, so nothing was sent. A proxy that opens TLS may be in between: add its authority by NODE_EXTRA_CA_CERTS, or let ${host} pass.`,
  },
  timed_out: {
    code: 'connection.timed_out',
    passing: true,
    say: ({ host }) => `${host} did not answer in time. Try again in a minute.`,
  },
  unexpected_answer: {
    code: 'connection.unexpected_answer',
    passing: true,
    say: ({ status }) =>
      `HubSpot answered in a way that Hubward does not understand (status ${status}). Try again; if it stays so, see https://status.hubspot.com.`,
  },
  grant_revoked: {
    code: 'connection.grant_revoked',
    passing: false,
    say: () =>
      'HubSpot no longer accepts the refresh token: the app was uninstalled, its access was revoked, or the portal is gone. Authorise the app again.',
  },
  app_refused: {
    code: 'connection.oauth_app_refused',
    passing: false,
    say: () =>
      'HubSpot does not accept the client id, the client secret or the redirect address. Compare them with the "Auth" tab of the app in HubSpot.',
  },
  code_refused: {
    code: 'connection.oauth_code_refused',
    passing: false,
    say: () =>
      'HubSpot does not accept the authorisation code: it was used already, is too old, or belongs to another attempt. Begin again.',
  },
}

const telling = (failure: HubSpotFailure) => TELLINGS[failure.reason] as Telling<Reason>

export const isPassing = (failure: HubSpotFailure): boolean => telling(failure).passing

/**
 * HubSpot's own word that the credential is dead. Narrower than what does not pass: a key that may
 * not read the account, or a portal in another region, is no reason to give a credential up.
 */
export const isRefusal = ({ reason }: HubSpotFailure): boolean => REFUSALS.has(reason)

const REFUSALS: ReadonlySet<Reason> = new Set([
  'credential_invalid',
  'credential_expired',
  'credential_disabled',
  'grant_revoked',
  'app_refused',
])

export function failureError(failure: HubSpotFailure): HubwardError {
  const { code, say } = telling(failure)
  return new HubwardError(code, say(failure), { facts: { ...failure } })
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.max(1, Math.ceil(seconds))} s`
  if (seconds < 7200) return `${Math.ceil(seconds / 60)} minutes`
  return `${Math.ceil(seconds / 3600)} hours`
}
