/**
 * The vault: stores each secret as the next version of a field of a connection, and opens the
 * current one. Holds no plaintext between calls, and has no way to list or export.
 */
import type { Repositories, Vault, World } from '../../application/ports.ts'
import { HubwardError } from '../../domain/errors.ts'
import { redacted } from '../../domain/redacted.ts'
import { openEnvelope, sealEnvelope } from './envelope.ts'
import type { KekProvider } from './kek.ts'

export function createVault(kek: KekProvider, world: World): Vault {
  return {
    async seal(tx, connectionId, field, secret) {
      const previous = await tx.secrets.current(connectionId, field)
      const place = {
        organisationId: await organisationId(tx),
        rowId: connectionId,
        field,
        version: (previous?.version ?? 0) + 1,
      }
      const envelope = await sealEnvelope(kek, place, secret.reveal(), world.randomBytes)
      await tx.secrets.insert({
        ...envelope,
        connectionId,
        field,
        version: place.version,
        createdAt: world.now(),
      })
    },

    async open(from, connectionId, field) {
      const sealed = await from.secrets.current(connectionId, field)
      if (!sealed) return undefined
      const place = {
        organisationId: await organisationId(from),
        rowId: connectionId,
        field,
        version: sealed.version,
      }
      const text = await openEnvelope(kek, place, sealed)
      if (text === undefined)
        throw new HubwardError(
          'vault.sealed_row',
          `The secret "${field}" of connection ${connectionId} does not open: its row was altered, ` +
            'moved or restored from elsewhere. Replace the credential of this connection.',
          { facts: { connectionId, field, version: sealed.version, kekVersion: sealed.kekVersion } },
        )
      return redacted(text)
    },
  }
}

async function organisationId(from: Repositories): Promise<string> {
  const organisation = await from.organisation.get()
  if (organisation) return organisation.id
  throw new HubwardError(
    'resource.not_found',
    'There is no organisation yet, so nothing can be sealed for it. Run `hubward init` first.',
  )
}
