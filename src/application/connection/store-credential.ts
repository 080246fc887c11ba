/** Writes what a validated credential brings: sealed secrets, the token's age, the portal's facts. */
import type { Connection } from '../../domain/connection/connection.ts'
import type { Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import type { ValidCredential } from './validate-credential.ts'

/**
 * Seals every field as its next version and wipes all else, a next and a previous credential too.
 * Versions go on counting where a field stays, so that an old row of it can never be put back.
 */
export async function storeSecrets(
  tx: Repositories,
  ctx: Context,
  connectionId: string,
  { kind, reading, secrets, life }: ValidCredential,
  now = ctx.world.now(),
): Promise<void> {
  for (const [field, secret] of Object.entries(secrets)) {
    const version = await ctx.vault.seal(tx, connectionId, field, secret)
    await tx.secrets.removeBelow(connectionId, field, version)
  }
  await tx.secrets.keepOnly(connectionId, Object.keys(secrets))
  if (life) await tx.oauth.begin({ connectionId, ...life })
  else await tx.oauth.end(connectionId)
  await tx.slots.removeAll(connectionId)
  await tx.slots.put({
    connectionId,
    slot: 'current',
    kind,
    facts: { reading, life },
    storedAt: now,
    endsAt: null,
    remindedAtDays: null,
  })
}

/** What HubSpot said, as members of a connection. */
export const portalFacts = (
  { kind, reading }: Pick<ValidCredential, 'kind' | 'reading'>,
  checkedAt: Date,
) =>
  ({
    kind,
    baseUrl: reading.baseUrl,
    portalId: reading.portalId,
    portalName: reading.portalName,
    accountType: reading.accountType,
    hublet: reading.hublet,
    uiDomain: reading.uiDomain,
    timeZone: reading.timeZone,
    hubspotUserId: reading.hubspotUserId,
    hubspotAppId: reading.hubspotAppId,
    hubspotScopes: reading.hubspotScopes,
    customObjectTypes: reading.customObjectTypes,
    checkedAt,
  }) satisfies Partial<Connection>
