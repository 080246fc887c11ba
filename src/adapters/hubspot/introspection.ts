/**
 * Asks HubSpot who a credential is: the portal, then the token, then the custom object types. The
 * portal must answer; the rest may stay unknown and is then said as a notice.
 */
import { z } from 'zod'
import type { AccountReader, AccountReading } from '../../application/connection/ports.ts'
import type { CustomObjectType } from '../../domain/connection/connection.ts'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import { isHubSpotOrigin, originOfHublet } from '../../domain/connection/origin.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { readAccountDetails, type AccountDetails } from './account-details.ts'
import type { Ask } from './ask.ts'
import { readDeveloperAccount } from './developer-key.ts'
import { introspectAccessToken, readTokenInfo, type TokenHolder } from './token-holder.ts'

export function accountReader(asks: Ask, operatorOrigin: string | null): AccountReader {
  return {
    operatorOrigin,
    async read(presented, within, asking) {
      const ask: Ask = (question) => {
        asking?.()
        return asks({ ...question, within })
      }
      const { kind, baseUrl, token } = presented
      if (kind === 'developer_key')
        return readDeveloperAccount(ask, baseUrl, token, presented.developer)
      const readHolder: HolderReader =
        kind === 'oauth'
          ? () => introspectAccessToken(ask, baseUrl, presented.app, token)
          : (origin) => readTokenInfo(ask, origin, token)
      const first = await readBearer(ask, baseUrl, token, readHolder)
      if (first.ok || first.error.reason !== 'wrong_hublet') return first
      // The token is good, the host was not: HubSpot says which, and we know that host.
      const right = regionalOrigin(baseUrl, first.error)
      return right === undefined ? first : readBearer(ask, right, token, readHolder)
    },
  }
}

/** Only from one of HubSpot's own hosts to another: an operator's address is never left. */
function regionalOrigin(asked: string, failure: HubSpotFailure): string | undefined {
  if (failure.reason !== 'wrong_hublet' || failure.hublet === null) return undefined
  const right = isHubSpotOrigin(asked) ? originOfHublet(failure.hublet) : undefined
  return right === asked ? undefined : right
}

/** Who holds the credential, or nothing where HubSpot would not say. */
type HolderReader = (origin: string) => Promise<TokenHolder | undefined>

async function readBearer(
  ask: Ask,
  origin: string,
  token: Redacted<string>,
  readHolder: HolderReader,
): Promise<Result<AccountReading, HubSpotFailure>> {
  const headers = { authorization: `Bearer ${token.reveal()}` }
  const asked = await readAccountDetails(ask, origin, headers)
  const shut = !asked.ok && asked.error.reason === 'permission_missing'
  if (!asked.ok && !shut) return asked
  const holder = await readHolder(origin)
  if (!asked.ok && !holder) return asked
  const account = asked.ok ? asked.value : guessedDetails(token, holder?.portalId ?? 0)
  const { portalId, portalName, accountType, timeZone, uiDomain, dataHostingLocation } = account
  if (holder && holder.portalId !== portalId)
    return err({ reason: 'unexpected_answer', status: 200 })
  const types = await readCustomObjectTypes(ask, origin, headers)
  return ok({
    baseUrl: origin,
    portalId,
    portalName: portalName ?? null,
    accountType,
    hublet: dataHostingLocation,
    uiDomain,
    timeZone,
    hubspotUserId: holder?.hubspotUserId ?? null,
    hubspotAppId: holder?.hubspotAppId ?? null,
    hubspotScopes: holder?.hubspotScopes ?? [],
    customObjectTypes: types ?? [],
    notices: [
      ...(holder ? [] : [SCOPES_UNKNOWN]),
      ...(types ? [] : [TYPES_UNKNOWN]),
      ...(shut ? [ACCOUNT_SHUT] : []),
    ],
    unheard: [
      ...(shut ? (['account'] as const) : []),
      ...(holder ? [] : (['holder'] as const)),
      ...(types ? [] : (['customObjectTypes'] as const)),
    ],
  })
}

/**
 * HubSpot lets every service key read the account, by the scope `oauth` that it adds to them; for
 * other tokens this is not established. One that may not is still good for what it may.
 */
function guessedDetails(token: Redacted<string>, portalId: number): AccountDetails {
  const hublet = /^pat-([a-z]{2,3}\d{1,2})-/i.exec(token.reveal())?.[1]?.toLowerCase() ?? 'na1'
  return {
    portalId,
    portalName: null,
    accountType: 'UNKNOWN',
    timeZone: 'UTC',
    uiDomain: hublet === 'na1' ? 'app.hubspot.com' : `app-${hublet}.hubspot.com`,
    dataHostingLocation: hublet,
  }
}

const ACCOUNT_SHUT =
  'The credential may not read the account (HubSpot scope oauth), so its name, type and time zone are as they were known; of a new one they are not, and its day is taken to start at midnight UTC. Switch the scope on, or use a service key, to which HubSpot adds it.'

const SCOPES_UNKNOWN =
  'HubSpot did not tell which HubSpot scopes the credential holds: of one that is known those stay that were, of a new one none counts as held. Check the connection again later.'

const TYPES_UNKNOWN =
  'HubSpot did not tell which custom objects the portal has: of one that is known those stay that were, of a new one none are known. Check the connection again later.'

const schemas = z.object({
  results: z.array(
    z.object({
      name: z.string().max(200),
      objectTypeId: z.string().regex(/^2-\d+$/),
      fullyQualifiedName: z.string().max(200),
      archived: z.boolean().catch(false),
    }),
  ),
})

const SCHEMA_PATHS = ['/crm-object-schemas/2026-09/schemas', '/crm-object-schemas/v3/schemas']

/**
 * Empty where the credential may not read them: then it may not use such objects either. Nothing where
 * HubSpot did not say.
 */
async function readCustomObjectTypes(
  ask: Ask,
  origin: string,
  headers: Readonly<Record<string, string>>,
): Promise<readonly CustomObjectType[] | undefined> {
  for (const path of SCHEMA_PATHS) {
    const asked = await ask({ origin, method: 'GET', path, headers })
    if (!asked.ok) return undefined
    const { status, json } = asked.value
    if (status === 404) continue
    if (status === 401 || status === 403) return []
    const read = status === 200 ? schemas.safeParse(json) : undefined
    if (!read?.success) return undefined
    return read.data.results
      .filter(({ archived }) => !archived)
      .map(({ name, objectTypeId, fullyQualifiedName }) => ({
        name,
        objectTypeId,
        fullyQualifiedName,
      }))
  }
  return []
}
