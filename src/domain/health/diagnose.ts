/**
 * From evidence to exactly one diagnosis. HubSpot's own word comes first; where HubSpot was not
 * reached, what else can be reached decides between it and the network here. What HubSpot does not
 * establish is told as likely or as a guess, never as certain.
 */
import { HEALTHY, type Cause, type Confidence, type Diagnosis, type Facts } from './condition.ts'
import type { Asked, Elsewhere, Evidence, PathFailure } from './evidence.ts'

export function diagnose(evidence: Evidence): Diagnosis {
  const { asked } = evidence
  switch (asked.kind) {
    case 'portal':
      return asked.portalId === evidence.portalId
        ? accepted(evidence)
        : is('unknown', 'certain', { cause: 'other_portal' })
    case 'account_shut':
      return accepted(evidence)
    case 'expired':
      return is('expired', 'certain', {})
    case 'refused':
      return refused(evidence, asked.saysSwitchedOff)
    case 'in_doubt':
      return is('in_doubt', 'certain', {})
    case 'grant_ended':
    case 'wiped_here':
      return is('revoked', 'certain', { cause: asked.kind })
    case 'migrating':
      return is('portal_migrating', 'certain', until(evidence.at, asked.retryAfterMs))
    case 'wrong_hublet':
      return is('wrong_hublet', 'certain', asked.hublet === null ? {} : { hublet: asked.hublet })
    case 'rate_limited':
      return rateLimited(evidence, asked)
    case 'server_error':
      return serverError(asked.status, evidence.elsewhere)
    case 'not_hubspot':
      return notHubSpot(asked.status, evidence.elsewhere)
    case 'strange':
      return is('unknown', 'guess', { cause: 'strange_answer', status: asked.status })
    case 'unreached':
      return unreached(asked.failure, asked.host, evidence.elsewhere)
  }
}

/** The credential is good; is what it may do still what it was, and is its maker still there? */
function accepted(evidence: Evidence): Diagnosis {
  const { scopesNow, scopesBefore, creatorRefused, keyEvent } = evidence
  const gone = scopesNow === null ? [] : scopesBefore.filter((scope) => !scopesNow.includes(scope))
  if (gone.length > 0)
    return is('scope_removed', 'certain', { scopes: gone, affects: evidence.affects(gone) })
  if (creatorRefused) return is('creator_deactivated', 'certain', { cause: 'creator_refused' })
  // That a key goes on without its maker is one reading; the other shows as refused.
  if (keyEvent === 'creator_removed' || keyEvent === 'creator_demoted')
    return is('creator_deactivated', 'likely', { cause: 'creator_left' })
  return HEALTHY
}

/** HubSpot answers alike for every way in which a key can end, so its security activity is asked. */
function refused({ keyEvent }: Evidence, saysSwitchedOff: boolean): Diagnosis {
  if (saysSwitchedOff) return is('revoked', 'certain', { cause: 'switched_off' })
  switch (keyEvent) {
    case 'rotated':
      return is('revoked', 'likely', { cause: 'rotated' })
    case 'deactivated':
    case 'uninstalled':
      return is('revoked', 'likely', { cause: 'deactivated' })
    case 'creator_removed':
    case 'creator_demoted':
      return is('revoked', 'likely', { cause: 'creator_left' })
    default:
      return is('revoked', 'certain', { cause: 'removed_unseen' })
  }
}

function rateLimited(
  { at, dayEndsAt }: Evidence,
  { bucket, retryAfterMs }: Extract<Asked, { kind: 'rate_limited' }>,
): Diagnosis {
  const told = until(at, retryAfterMs)
  const ends = told.until ?? (bucket === 'daily' ? minute(dayEndsAt) : undefined)
  return is('rate_exhausted', bucket === 'unknown' ? 'likely' : 'certain', {
    bucket,
    ...(ends !== undefined && { until: ends }),
  })
}

/** 5xx: HubSpot was reached. Whether it is all of HubSpot, other portals tell. */
function serverError(
  status: number,
  { sameHostAnswered, otherHostAnswered }: Elsewhere,
): Diagnosis {
  const alone = sameHostAnswered + otherHostAnswered > 0
  return is('hubspot_down', alone ? 'likely' : 'certain', {
    cause: alone ? 'portal_alone' : 'errors',
    status,
  })
}

/**
 * An answer without any of HubSpot's marks. 407 is a proxy's own (RFC 9110 §15.5.8). A gateway's
 * page may as well come from HubSpot's own edge, so 5xx is only a proxy's where others are answered.
 */
function notHubSpot(status: number, elsewhere: Elsewhere): Diagnosis {
  if (status >= 500 && elsewhere.sameHostAnswered === 0)
    return is('hubspot_down', 'guess', { cause: 'errors', status })
  return is('network_here', status === 407 ? 'certain' : 'likely', { cause: 'proxy', status })
}

function unreached(failure: PathFailure, host: string, elsewhere: Elsewhere): Diagnosis {
  const { sameHostAnswered, otherHostAnswered, referenceReached, referenceResolved } = elsewhere
  // Somebody beside us just reached the very same host: nothing is the matter with the way there.
  if (sameHostAnswered > 0 && failure !== 'silent')
    return is('unknown', 'guess', { cause: 'not_told', host })
  if (failure === 'silent') {
    const cause = sameHostAnswered + otherHostAnswered > 0 ? 'portal_alone' : 'silent'
    return is('hubspot_down', 'likely', { cause, host })
  }
  if (failure === 'tls') return is('network_here', 'likely', { cause: 'tls', host })
  // Another region of HubSpot answers, so this machine has a network, and HubSpot lets it in.
  if (otherHostAnswered > 0)
    return failure === 'name'
      ? is('network_here', 'likely', { cause: 'dns_of_host', host })
      : is('hubspot_down', 'likely', { cause: 'region', host })
  if (referenceReached === false)
    return is('network_here', 'certain', {
      cause: failure === 'name' && referenceResolved === false ? 'dns' : 'no_network',
      host,
    })
  const apart = referenceReached === true
  return is('network_here', 'likely', { cause: (apart ? APART : ALONE)[failure], host })
}

/** Where something that is not HubSpot can be reached. */
const APART: Readonly<Record<PathFailure, Cause>> = {
  name: 'dns_of_host',
  refused: 'refused',
  timed_out: 'blocked',
  tls: 'tls',
  silent: 'silent',
}

/** Where there is nothing to compare with. */
const ALONE: Readonly<Record<PathFailure, Cause>> = {
  ...APART,
  name: 'dns',
  timed_out: 'no_network',
}

const is = (
  condition: Diagnosis['condition'],
  confidence: Confidence,
  facts: Facts,
): Diagnosis => ({
  condition,
  confidence,
  facts,
})

const until = (at: Date, afterMs: number | null): { readonly until?: string } =>
  afterMs === null ? {} : { until: minute(new Date(at.getTime() + afterMs)) }

/** To the minute: more would only look exact. */
const minute = (at: Date): string => `${at.toISOString().slice(0, 16)}Z`
