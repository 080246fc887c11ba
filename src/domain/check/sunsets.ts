/**
 * Which parts of HubSpot's API end, when, and who said so (facts §0). Judged against what callers
 * of a connection really used, and what Hubward uses itself.
 */
import type { CredentialKind } from '../credential/kind.ts'

/** One version of one part of the API, as it was used. */
export interface VersionUse {
  /** First segment of the path: `crm`, `oauth`. */
  readonly family: string
  /** `v3`, `2026-09`; `null` where the path has none. */
  readonly version: string | null
  readonly calls: number
  /** How many principals called it. */
  readonly callers: number
  /** Names of operations, some of them. */
  readonly operations: readonly string[]
}

export interface Sunset {
  readonly id: string
  readonly what: string
  /** Whether it is several things: they end, it ends. */
  readonly many: boolean
  /** The first day on which it need not work any more: `2027-02-16`. */
  readonly ends: string
  /** HubSpot named a month without a day: the first of it is taken. */
  readonly monthOnly: boolean
  readonly source: string
  readonly instead: string
}

const CHANGELOG = 'https://developers.hubspot.com/changelog'

const OAUTH_V1: Sunset = {
  id: 'oauth_v1',
  what: 'The OAuth v1 endpoints',
  many: true,
  ends: '2027-02-16',
  monthOnly: false,
  source: `${CHANGELOG}/v1-oauth-api-deprecation`,
  instead: 'Call /oauth/2026-09/… instead.',
}

const V4: Sunset = {
  id: 'v4',
  what: 'APIs of version v4',
  many: true,
  ends: '2027-03-30',
  monthOnly: false,
  source: `${CHANGELOG}/deprecating-support-for-hubspot-v4-apis`,
  instead: 'Call the dated path instead, such as /crm/associations/2026-09/…',
}

const V1_TO_V3: Sunset = {
  id: 'v1_to_v3',
  what: 'APIs of versions v1 to v3',
  many: true,
  ends: '2027-09-01',
  monthOnly: true,
  source: `${CHANGELOG}/legacy-apis-and-legacy-apps-whats-going-unsupported-and-when`,
  instead: 'Call the dated path instead, such as /crm/objects/2026-09/contacts.',
}

const LEGACY_APPS: Sunset = {
  id: 'legacy_private_apps',
  what: 'Legacy private apps',
  many: true,
  ends: '2027-09-01',
  monthOnly: true,
  source: `${CHANGELOG}/legacy-apis-and-legacy-apps-whats-going-unsupported-and-when`,
  instead: 'Replace the credential by a service key: hubward rotate <name> --kind service_key.',
}

/** Those that are no matter of the date in a path. */
export const SUNSETS: readonly Sunset[] = [OAUTH_V1, V4, V1_TO_V3, LEGACY_APPS]

/** Eighteen months of support from the month of the release on (changelog of 30 March 2026). */
const SUPPORT_MONTHS = 18

/** When a version ends, or `undefined` where nobody has said so. */
export function sunsetOf({
  family,
  version,
}: Pick<VersionUse, 'family' | 'version'>): Sunset | undefined {
  if (version === null) return undefined
  if (family === 'oauth' && version === 'v1') return OAUTH_V1
  if (version === 'v4') return V4
  if (/^v[123]$/.test(version)) return V1_TO_V3
  return datedSunset(version)
}

export const sunsetOfKind = (kind: CredentialKind): Sunset | undefined =>
  kind === 'private_app' ? LEGACY_APPS : undefined

function datedSunset(version: string): Sunset | undefined {
  const [, year, month] = /^(\d{4})-(\d{2})(?:-beta)?$/.exec(version) ?? []
  if (!year || !month) return undefined
  const months = Number(year) * 12 + Number(month) - 1 + SUPPORT_MONTHS
  const ends = `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}-01`
  return {
    id: `dated_${version}`,
    what: `The API release ${version}`,
    many: false,
    ends,
    monthOnly: true,
    source: `${CHANGELOG}/introducing-date-based-api-versioning`,
    instead: 'Move to the newest release before then.',
  }
}

/** Takes a path apart: `/crm/v3/objects/contacts` is `crm`, `v3`. */
export function versionInPath(path: string): { family: string; version: string | null } {
  const segments = path.split('?', 1)[0]?.split('/').filter(Boolean) ?? []
  const version = segments.find((segment) => VERSION.test(segment)) ?? null
  return { family: segments[0] ?? '', version }
}

const VERSION = /^(?:v[1-9]|20\d{2}-(?:0[1-9]|1[0-2])(?:-beta)?)$/

/**
 * What Hubward asks of HubSpot by itself, for every connection: `tests/own-use.test.ts` reads the
 * paths out of the sources and compares.
 */
export const OWN_PATHS: readonly { readonly path: string; readonly why: string }[] = [
  { path: '/account-info/2026-09/details', why: 'which portal it is' },
  { path: '/account-info/v3/details', why: 'only where the dated one is not there' },
  {
    path: '/oauth/v2/private-apps/get/access-token-info',
    why: 'which scopes a key holds; HubSpot has no dated successor of it yet',
  },
  { path: '/account-info/2026-09/activity/security', why: 'what happened to the key at HubSpot' },
  {
    path: '/account-info/v3/activity/security',
    why: 'only where the dated one is not there',
  },
  { path: '/account-info/2026-09/activity/login', why: 'when portal users came in last' },
  { path: '/account-info/v3/activity/login', why: 'only where the dated one is not there' },
  { path: '/settings/users/2026-03', why: 'who is in the portal; there is no stable newer one' },
  { path: '/oauth/2026-09/token', why: 'a fresh token of an OAuth app' },
  { path: '/crm-object-schemas/2026-09/schemas', why: 'names of custom objects' },
  { path: '/crm-object-schemas/v3/schemas', why: 'only where the dated one is not there' },
  {
    path: '/analytics/v2/reports',
    why: 'the tool get_analytics; HubSpot has no dated successor yet',
  },
]
