/**
 * Checks a developer API key. HubSpot takes it at app-management endpoints only, as a query
 * parameter, and no endpoint tells whose it is. So the admin names the developer account, and the
 * key is tried on the webhook settings of an app of that account where one is named; without an
 * app nothing can be checked, and the connection says so.
 *
 * @see facts sheet §1: specification scheme `developer_hapikey`
 */
import type { AccountReading, DeveloperAccount } from '../../application/connection/ports.ts'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import type { Ask } from './ask.ts'
import { refusalOf } from './refusal-of-answer.ts'

export async function readDeveloperAccount(
  ask: Ask,
  origin: string,
  key: Redacted<string>,
  { portalId, appId }: DeveloperAccount,
): Promise<Result<AccountReading, HubSpotFailure>> {
  if (appId !== null) {
    const refused = await tryOn(ask, origin, key.reveal(), appId)
    if (refused) return err(refused)
  }
  return ok({
    baseUrl: origin,
    portalId,
    portalName: null,
    accountType: 'APP_DEVELOPER',
    hublet: 'na1',
    uiDomain: 'app.hubspot.com',
    timeZone: 'UTC',
    hubspotUserId: null,
    hubspotAppId: appId,
    hubspotScopes: [],
    customObjectTypes: [],
    notices: [NO_DATA, ...(appId === null ? [UNCHECKED] : [])],
  })
}

/** @returns nothing where HubSpot accepts the key, even if the app has no webhook settings (404) */
async function tryOn(
  ask: Ask,
  origin: string,
  key: string,
  appId: number,
): Promise<HubSpotFailure | undefined> {
  const path = `/webhooks/v3/${appId}/settings?hapikey=${encodeURIComponent(key)}`
  const asked = await ask({ origin, method: 'GET', path })
  if (!asked.ok) return asked.error
  const { status } = asked.value
  return status === 200 || status === 404 ? undefined : refusalOf(asked.value)
}

const NO_DATA =
  "A developer key manages apps only. HubSpot accepts it at no endpoint of the CRM, so no group can be granted a portal's data through this connection."

const UNCHECKED =
  'The key was stored unchecked: HubSpot can only be asked together with an app id of the developer account.'
