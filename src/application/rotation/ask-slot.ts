/** Has HubSpot say what a credential in a slot is: the canary before a promotion, and after a 401. */
import type { Connection } from '../../domain/connection/connection.ts'
import { isRefusal, type HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import type { CredentialKind } from '../../domain/credential/kind.ts'
import type { Result } from '../../domain/result.ts'
import type { AccountReading, PresentedCredential } from '../connection/ports.ts'
import type { Services } from '../context.ts'
import { openSlot, type Secrets } from './slot-secrets.ts'

/** Where to ask, and whom; of the slot's own facts where there are some, else of the connection. */
export type Asked = Pick<Connection, 'baseUrl' | 'portalId' | 'hubspotAppId'> & {
  readonly kind: CredentialKind
}

/** Asks HubSpot, out of whatever allowance it was made for. */
export type AskAccount = (
  presented: PresentedCredential,
) => Promise<Result<AccountReading, HubSpotFailure>>

/** `undefined` where its secrets are incomplete. */
export async function askSlot(
  ask: AskAccount,
  asked: Asked,
  secrets: Secrets,
): Promise<Result<AccountReading, HubSpotFailure> | undefined> {
  const presented = presentedOf(asked, secrets)
  return presented && ask(presented)
}

/**
 * HubSpot's word on the one in use, or why there is none; its secrets are incomplete: refused. Not for
 * OAuth, whose token may just have ended.
 */
export async function refusesCurrent(
  { vault, store }: Pick<Services, 'vault' | 'store'>,
  now: Connection,
  ask: AskAccount,
): Promise<boolean | HubSpotFailure> {
  const secrets = await openSlot(vault, store.read, now.id, 'current', now.kind)
  const reading = await askSlot(ask, now, secrets)
  if (reading === undefined) return true
  if (reading.ok) return false
  return isRefusal(reading.error) || reading.error
}

function presentedOf(
  { kind, baseUrl, portalId, hubspotAppId }: Asked,
  { token, accessToken, clientId, clientSecret }: Secrets,
): PresentedCredential | undefined {
  if (kind === 'oauth')
    return (
      accessToken &&
      clientId &&
      clientSecret && { kind, baseUrl, token: accessToken, app: { clientId, clientSecret } }
    )
  if (!token) return undefined
  if (kind === 'developer_key')
    return { kind, baseUrl, token, developer: { portalId, appId: hubspotAppId } }
  return { kind, baseUrl, token }
}
