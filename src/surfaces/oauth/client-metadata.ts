/**
 * What a client says of itself, cut down to what it can be here. Clients are written for many
 * servers; what else they would like is left out, not refused (RFC 7591 §2). Refused is what
 * would mislead the person who is asked.
 */
import { errors } from 'oidc-provider'
import { isPlainRedirect } from '../../domain/authorisation/redirect.ts'
import { ID_PREFIXES } from '../../domain/ids.ts'

/** VS Code's document, for one, also names the device flow. */
const OFFERED = {
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
} as const

/** Changes `metadata` in place, as the library wants it. */
export function narrow(metadata: object): void {
  const given = metadata as Record<string, unknown>
  // Of service accounts we wrote it ourselves.
  if (String(given['client_id']).startsWith(`${ID_PREFIXES.service_account}_`)) return
  // It may use no unencrypted address but those of the person's own device, and answers go into the
  // address: no page of ours with a script posts them. What it may ask for, it is asked each time.
  Object.assign(given, {
    application_type: 'native',
    response_modes: ['query'],
    scope: undefined,
    // For subjects that differ by site, of which there are none; the library would fetch it.
    sector_identifier_uri: undefined,
  })
  for (const [name, offered] of Object.entries(OFFERED)) {
    const wanted = given[name]
    const left = Array.isArray(wanted) ? offered.filter((one) => wanted.includes(one)) : []
    // Where nothing is left, the library says why.
    if (left.length > 0) given[name] = left
  }
  const addresses = given['redirect_uris']
  if (!Array.isArray(addresses)) return
  if (addresses.every((one) => typeof one !== 'string' || isPlainRedirect(one))) return
  throw new errors.InvalidClientMetadata(
    'redirect_uris must be plain ASCII without user names, spaces and backslashes',
  )
}
