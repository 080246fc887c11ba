/**
 * The vault: stores each secret as the next version of a field of a connection, and opens the
 * current one. Holds no plaintext between calls, and has no way to list or export.
 */
import type { Repositories, Vault, World } from '../../application/ports.ts'
import { HubwardError } from '../../domain/errors.ts'
import { redacted, type Redacted } from '../../domain/redacted.ts'
import {
  openEnvelope,
  rewrapEnvelope,
  sealEnvelope,
  type Envelope,
  type Place,
} from './envelope.ts'
import type { KekProvider } from './kek.ts'

export function createVault(kek: KekProvider, world: World): Vault {
  /** Under the key that the database says seals now; one that is not held here is never guessed. */
  const seal = async (from: Repositories, place: Place, secret: Redacted<string>) => {
    const active = await from.vaultKeys.active()
    if (!active) throw keyless()
    if (!(await kek.holds(active.version))) throw notHeld(active.fingerprint, 'seals')
    return sealEnvelope(kek, active.version, place, secret.reveal(), world.randomBytes)
  }

  const demandHeld = async (from: Repositories, { kekVersion }: Envelope): Promise<void> => {
    if (await kek.holds(kekVersion)) return
    const key = await from.vaultKeys.get(kekVersion)
    throw notHeld(key?.fingerprint ?? `of version ${kekVersion}`, 'sealed')
  }

  const open = async (
    from: Repositories,
    place: Place,
    envelope: Envelope,
  ): Promise<Redacted<string>> => {
    await demandHeld(from, envelope)
    const text = await openEnvelope(kek, place, envelope)
    if (text === undefined) throw doesNotOpen(place, envelope)
    return redacted(text)
  }

  return {
    async seal(tx, connectionId, field, secret) {
      const previous = await tx.secrets.current(connectionId, field)
      const version = (previous?.version ?? 0) + 1
      const place = await placeIn(tx, connectionId, field, version)
      const envelope = await seal(tx, place, secret)
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
      return open(from, await placeIn(from, connectionId, field, sealed.version), sealed)
    },

    wrap: async (from, { rowId, field }, secret) =>
      seal(from, await placeIn(from, rowId, field, ONLY_VERSION), secret),

    unwrap: async (from, { rowId, field }, sealed) =>
      open(from, await placeIn(from, rowId, field, ONLY_VERSION), sealed),

    async rewrap(from, { rowId, field, version, sealed }, kekVersion) {
      await demandHeld(from, sealed)
      await demandHeld(from, { ...sealed, kekVersion })
      const place = await placeIn(from, rowId, field, version)
      const rewrapped = await rewrapEnvelope(kek, kekVersion, place, sealed)
      if (!rewrapped) throw doesNotOpen(place, sealed)
      return rewrapped
    },
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

const keyless = () =>
  new HubwardError(
    'vault.key_missing',
    'This database has no master key that seals. Run `hubward init` once.',
  )

const notHeld = (fingerprint: string, verb: 'seals' | 'sealed') =>
  new HubwardError(
    'vault.key_missing',
    `The master key with the fingerprint ${fingerprint} ${verb === 'seals' ? 'seals new secrets' : 'sealed this'}, and this process does not hold it. ` +
      'Give it as the first or the second master key; a file in its place is found without a restart.',
    { facts: { wanted: fingerprint } },
  )

const doesNotOpen = ({ rowId, field, version }: Place, { kekId, kekVersion }: Envelope) =>
  new HubwardError(
    'vault.sealed_row',
    `The secret "${field}" of ${rowId} does not open: its row was altered, moved or restored from ` +
      'elsewhere. Replace the credential of this connection.',
    { facts: { rowId, field, version, kekId, kekVersion } },
  )
