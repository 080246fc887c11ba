/** A stored credential as HubSpot must be shown it to tell who it is. */
import type { Connection } from '../../domain/connection/connection.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Context } from '../context.ts'
import { needsReauth } from './needs-reauth.ts'
import type { PresentedCredential } from './ports.ts'
import { openApp } from './refresh-grant.ts'

/** @throws HubwardError `connection.needs_reauth` where part of an OAuth grant is missing */
export async function presentedAs(
  { vault, store }: Pick<Context, 'vault' | 'store'>,
  connection: Connection,
  token: Redacted<string>,
): Promise<PresentedCredential> {
  const { kind, baseUrl, portalId, hubspotAppId } = connection
  if (kind === 'developer_key')
    return { kind, baseUrl, token, developer: { portalId, appId: hubspotAppId } }
  if (kind !== 'oauth') return { kind, baseUrl, token }
  const app = await openApp(vault, store, connection)
  if (!app) throw needsReauth(connection, 'Its grant is incomplete.')
  return { kind, baseUrl, token, app }
}
