/** Whose host it is: the hosts of HubSpot that a portal’s things are seen on, and all the others. */
import type { LinkHost } from './link.ts'
import type { LinkRefusalReason } from './refusals.ts'

export interface KnownHost {
  readonly host: LinkHost
  readonly region: string | null
  /** A part of the host that is a portal: in figures, or in base 36. */
  readonly portal: string | null
  readonly portalBase: 10 | 36
}

/**
 * A data centre as hosts name it. Seen: na1, na2, na3, eu1, ap1 (and ca1 in one client); HubSpot
 * publishes no list, so the form decides and not a list (facts §1, §6).
 */
const R = '(?<region>[a-z]{2}[1-9])'

const ROWS: readonly (readonly [LinkHost, string, (10 | 36)?])[] = [
  ['app', `app(?:-${R})?\\.hubspot\\.com`],
  ['api', `api(?:-${R})?\\.(?:hubapi|hubspot)\\.com`],
  ['meetings', `meetings(?:-${R})?\\.hubspot\\.com`],
  ['share', `(?:(?<portal>[1-9a-z][0-9a-z]{1,7})\\.)?share(?:-${R})?\\.hsforms\\.com`, 36],
  ['submit', `(?:api|forms|submissions)(?:-${R})?\\.(?:hsforms|hubspot)\\.com`],
  ['embed', `js(?:-${R})?\\.(?:hs-scripts|hsforms|hubspot|hs-analytics|hs-banner)\\.(?:com|net)`],
  ['site', `(?:[a-z0-9-]+-)?(?<portal>[1-9]\\d{2,11})\\.hs-sites(?:-${R})?\\.com`],
  ['site', `(?:[a-z0-9-]+-)?(?<portal>[1-9]\\d{2,11})\\.hubspotpreview(?:-${R})?\\.com`],
  ['files', `(?<portal>[1-9]\\d{2,11})\\.fs1\\.hubspotusercontent-${R}\\.net`],
  ['files', `(?:cdn\\d?\\.hubspot|f\\.hubspotusercontent\\d{2}|f\\.hubspotusercontent-${R})\\.net`],
]
const HOSTS = ROWS.map(([host, pattern, base = 10]) => ({
  host,
  base,
  pattern: new RegExp(`^${pattern}$`),
}))

/** The host as one of a portal’s, or why it is none. */
export function knownHost(name: string): KnownHost | null {
  for (const { host, base, pattern } of HOSTS) {
    const found = pattern.exec(name)
    if (found)
      return {
        host,
        region: found.groups?.region ?? null,
        portal: found.groups?.portal ?? null,
        portalBase: base,
      }
  }
  return null
}

/** Why a host is none of a portal’s. */
export function strangeHost(name: string): LinkRefusalReason {
  if (SHORT.test(name)) return 'short_link'
  if (/(?:^|\.)(?:hubspot|hubapi|hsforms|hs-sites)\.com$/.test(name)) return 'hubspot_site'
  return looksLikeHubSpot(name) ? 'lookalike' : 'foreign'
}

/** HubSpot’s shortener, and the hosts through which its e-mails count clicks. */
const SHORT =
  /(?:^|\.)(?:hubs\.(?:ly|la|li)|hubspotlinks[a-z0-9-]*\.com|hs-sales-engage\.com|sidekickopen\d*\.com|hubspotemail\.net|hubspotstarter[a-z0-9-]*\.net)$/

/**
 * A name that a hurried reader takes for HubSpot’s: the word itself in another domain, or one that
 * becomes it when the usual swaps (0 for o, 1 for l, rn for m, vv for w, no hyphens) are undone.
 */
function looksLikeHubSpot(name: string): boolean {
  const plain = name
    .replace(/[-_.]/g, '')
    .replaceAll('0', 'o')
    .replaceAll('5', 's')
    .replaceAll('8', 'b')
    .replaceAll('vv', 'w')
  if (/hubspot|hubapi|hsforms|hssites/.test(plain)) return true
  return name.split('.').some((label) => label.split('-').some(isNearly))
}

/** One letter too many, too few, changed, or two exchanged: `hubspt`, `hubsspot`, `hubpsot`. */
function isNearly(word: string): boolean {
  const target = 'hubspot'
  if (Math.abs(word.length - target.length) > 1) return false
  let from = 0
  while (from < word.length && from < target.length && word[from] === target[from]) from++
  const [a, b] = [word.slice(from), target.slice(from)]
  if (a.length === b.length)
    return (
      a.slice(1) === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
    )
  return a.length > b.length ? a.slice(1) === b : a === b.slice(1)
}
