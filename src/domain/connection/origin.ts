/**
 * Where HubSpot's API may be reached: a short list of exact origins, and the one that the operator
 * set. It is a lookup, not a parser: a text that is not letter for letter one of them is refused,
 * so user info, ports, paths, trailing dots and look-alike letters have nothing to work on.
 */
import { err, ok, type Result } from '../result.ts'

/** The origin that serves every region, as HubSpot's own SDK and CLI use it. */
export const GLOBAL_ORIGIN = 'https://api.hubapi.com'

/**
 * Hublets with a host of their own. `eu1` has been seen in use, the others follow its pattern; a
 * hublet that is not listed still works through {@link GLOBAL_ORIGIN}.
 */
export const HUBLETS = ['na1', 'na2', 'na3', 'eu1', 'ap1', 'ca1'] as const

const KNOWN_ORIGINS: ReadonlySet<string> = new Set([
  GLOBAL_ORIGIN,
  'https://api.hubspot.com',
  ...HUBLETS.map((hublet) => `https://api-${hublet}.hubapi.com`),
])

export const isHubSpotOrigin = (origin: string): boolean => KNOWN_ORIGINS.has(origin)

/**
 * Reads the base URL that an admin typed. `operatorOrigin` is the operator's setting
 * (`HUBWARD_HUBSPOT_BASE_URL`), already read by {@link readOperatorOrigin}; nothing typed means
 * the operator's, else HubSpot's global one.
 *
 * @returns an origin without a trailing slash, or the sentence for the person who typed it
 */
export function readOrigin(
  typed: string | undefined,
  operatorOrigin: string | null,
): Result<string, string> {
  if (typed === undefined || typed.trim() === '') return ok(operatorOrigin ?? GLOBAL_ORIGIN)
  const origin = asciiLower(typed.trim()).replace(/\/$/, '')
  if (KNOWN_ORIGINS.has(origin) || origin === operatorOrigin) return ok(origin)
  return err(
    `HubSpot's API is at ${GLOBAL_ORIGIN} or a regional host such as https://api-eu1.hubapi.com; ` +
      'leave the base URL empty unless HubSpot told you another of these. ' +
      'Any other address must be set by the operator in HUBWARD_HUBSPOT_BASE_URL.',
  )
}

/** Reads the operator's setting: an exact http or https origin and nothing more. */
export function readOperatorOrigin(setting: string): Result<string, string> {
  const text = asciiLower(setting.trim()).replace(/\/$/, '')
  // An absolute URL of printable ASCII whose serialised origin is the very text that was given.
  if (/^https?:\/\/[\x21-\x7e]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text)
    return ok(text)
  return err('It must be an origin such as http://127.0.0.1:4010: scheme, host and port only.')
}

/** The regional origin of a hublet, where one is known. */
export function originOfHublet(hublet: string): string | undefined {
  const origin = `https://api-${hublet}.hubapi.com`
  return KNOWN_ORIGINS.has(origin) ? origin : undefined
}

/** OAuth token endpoints are global even for regional accounts; an operator's origin serves all. */
export const tokenOriginOf = (baseUrl: string): string =>
  isHubSpotOrigin(baseUrl) ? GLOBAL_ORIGIN : baseUrl

/** Unlike `toLowerCase`, leaves letters such as the Kelvin sign alone. */
const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
