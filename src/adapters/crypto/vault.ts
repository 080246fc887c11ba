/**
 * The vault: stores each secret as the next version of a field of a connection, and opens the
 * current one. Holds no plaintext between calls, and has no way to list or export.
 */
import type { Repositories, Vault, World } from '../../application/ports.ts'
import { HubwardError } from '../../domain/errors.ts'
import { redacted, type Redacted } from '../../domain/redacted.ts'
import { openEnvelope, sealEnvelope, type Envelope, type Place } from './envelope.ts'
import type { KekProvider } from './kek.ts'

export function createVault(kek: KekProvider, world: World): Vault {
  const seal = (place: Place, secret: Redacted<string>) =>
    sealEnvelope(kek, place, secret.reveal(), world.randomBytes)

  const open = async (place: Place, envelope: Envelope): Promise<Redacted<string>> => {
    const text = await openEnvelope(kek, place, envelope)
    if (text === undefined) throw doesNotOpen(place, envelope)
    return redacted(text)
  }

  return {
    async seal(tx, connectionId, field, secret) {
      const previous = await tx.secrets.current(connectionId, field)
      const version = (previous?.version ?? 0) + 1
      const envelope = await seal(await placeIn(tx, connectionId, field, version), secret)
      await tx.secrets.insert({
        ...envelope,
        connectionId,
        field,
        version,
        createdAt: world.now(),
      })
      return version
    },

    async open(from, connectionId, field, version) {
      const sealed =
        version === undefined
          ? await from.secrets.current(connectionId, field)
          : await from.secrets.version(connectionId, field, version)
      if (!sealed) return undefined
      return open(await placeIn(from, connectionId, field, sealed.version), sealed)
    },

    wrap: async (from, { rowId, field }, secret) =>
      seal(await placeIn(from, rowId, field, ONLY_VERSION), secret),

    unwrap: async (from, { rowId, field }, sealed) =>
      open(await placeIn(from, rowId, field, ONLY_VERSION), sealed),
  }
}

/** What is not kept as versions is bound to a version that no field of a connection ever has. */
const ONLY_VERSION = 0

async function placeIn(
  from: Repositories,
  rowId: string,
  field: string,
  version: number,
): Promise<Place> {
  const organisation = await from.organisation.get()
  if (organisation) return { organisationId: organisation.id, rowId, field, version }
  throw new HubwardError(
    'resource.not_found',
    'There is no organisation yet, so nothing can be sealed for it. Run `hubward init` first.',
  )
}

const doesNotOpen = ({ rowId, field, version }: Place, { kekId, kekVersion }: Envelope) =>
  new HubwardError(
    'vault.sealed_row',
    `The secret "${field}" of ${rowId} does not open: its row was altered, moved or restored from ` +
      'elsewhere. Replace the credential of this connection.',
    { facts: { rowId, field, version, kekId, kekVersion } },
  )
