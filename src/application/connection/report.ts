/** What an admin is shown of a credential that HubSpot accepted. Free of secrets. */
import { coverage, type CoverageRow } from '../../domain/hubspot/hubspot-scopes.ts'
import type { AccountType, Connection } from '../../domain/connection/connection.ts'
import { CREDENTIAL_KINDS, type CredentialKind } from '../../domain/credential/kind.ts'
import type { Repositories } from '../ports.ts'
import type { ValidCredential } from './validate-credential.ts'

export interface ConnectionReport {
  readonly kind: CredentialKind
  /** `service key`, `legacy private app`. */
  readonly kindTitle: string
  readonly baseUrl: string
  readonly portalId: number
  readonly portalName: string | null
  readonly accountType: AccountType
  readonly hublet: string
  readonly timeZone: string
  readonly hubspotUserId: number | null
  readonly hubspotAppId: number | null
  readonly hubspotScopes: readonly string[]
  /** Each Hubward scope: what it needs at HubSpot, whether it is held, and what to do if not. */
  readonly coverage: readonly CoverageRow[]
  /** Sentences worth reading: what was repaired, what could not be found out. */
  readonly notices: readonly string[]
}

/** @param except the connection that the credential is for, where there is one already */
export async function reportOn(
  from: Repositories,
  valid: ValidCredential,
  except?: string,
): Promise<ConnectionReport> {
  const { kind, reading } = valid
  return {
    kind,
    kindTitle: CREDENTIAL_KINDS[kind].title,
    baseUrl: reading.baseUrl,
    portalId: reading.portalId,
    portalName: reading.portalName,
    accountType: reading.accountType,
    hublet: reading.hublet,
    timeZone: reading.timeZone,
    hubspotUserId: reading.hubspotUserId,
    hubspotAppId: reading.hubspotAppId,
    hubspotScopes: reading.hubspotScopes,
    coverage: coverage(reading.hubspotScopes, kind),
    notices: [
      ...valid.notices,
      ...reading.notices,
      ...(kind === 'private_app' ? [LEGACY_ENDS] : []),
      ...samePortal(await from.connections.list(), reading.portalId, except),
    ],
  }
}

/** Facts sheet §0. */
const LEGACY_ENDS =
  'HubSpot stopped the making of legacy private apps on 26 October 2026 and supports the existing ones until September 2027. Plan to replace this credential by a service key.'

function samePortal(
  connections: readonly Connection[],
  portalId: number,
  except: string | undefined,
): string[] {
  const names = connections
    .filter((other) => other.portalId === portalId && other.id !== except)
    .filter(({ state }) => state !== 'disconnected')
    .map(({ name }) => `"${name}"`)
  if (names.length === 0) return []
  return [
    `This portal is already connected as ${names.join(' and ')}; HubSpot counts the daily allowance for all of them together.`,
  ]
}
