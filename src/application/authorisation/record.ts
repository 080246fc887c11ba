/** An authorisation as the audit shows it: who let what in, and how far. */
import type { Authorisation } from '../../domain/authorisation/authorisation.ts'

export const authorisationRecord = (one: Authorisation) => ({
  client: one.client.name,
  clientId: one.client.id,
  clientHost: one.client.host,
  redirectUri: one.redirectUri,
  resource: one.resource,
  access: one.access,
  expiresAt: one.expiresAt.toISOString(),
  endedBecause: one.endedBecause,
})
