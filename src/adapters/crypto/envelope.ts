/**
 * Envelope encryption: a fresh data key per secret, wrapped by the provider's master key. Both
 * layers are bound to the place the secret lives in, so a row that is moved, rolled back, renamed
 * or relabelled in the database does not open. Knows nothing of tables.
 */
import type { RandomBytes } from './aead.ts'
import { aeadOpen, aeadSeal } from './aead.ts'
import { frame } from './framing.ts'
import type { KekProvider } from './kek.ts'

/** The place of a secret. Every field takes part in the associated data of both layers. */
export interface Place {
  readonly organisationId: string
  /** The row it belongs to: a connection, a pending authorisation. */
  readonly rowId: string
  readonly field: string
  readonly version: number
}

export interface Envelope {
  readonly kekId: string
  readonly kekVersion: number
  readonly wrappedKey: Uint8Array
  readonly ciphertext: Uint8Array
}

const DATA_KEY_BYTES = 32

export async function sealEnvelope(
  kek: KekProvider,
  kekVersion: number,
  place: Place,
  plaintext: string,
  randomBytes: RandomBytes,
): Promise<Envelope> {
  const dataKey = Buffer.from(randomBytes(DATA_KEY_BYTES))
  try {
    const ciphertext = aeadSeal(dataKey, secretContext(place), Buffer.from(plaintext), randomBytes)
    const wrappedKey = await kek.wrap(kekVersion, dataKey, keyContext(place, kek.id, kekVersion))
    return { kekId: kek.id, kekVersion, wrappedKey, ciphertext }
  } finally {
    dataKey.fill(0)
  }
}

/** @returns `undefined` for whatever was not sealed for exactly this place */
export async function openEnvelope(
  kek: KekProvider,
  place: Place,
  envelope: Envelope,
): Promise<string | undefined> {
  if (envelope.kekId !== kek.id) return undefined
  const dataKey = await openDataKey(kek, place, envelope)
  if (!dataKey) return undefined
  const plaintext = aeadOpen(dataKey, secretContext(place), envelope.ciphertext)
  dataKey.fill(0)
  const text = plaintext?.toString('utf8')
  plaintext?.fill(0)
  return text
}

/**
 * The same secret under another version of the master key: only the wrapping of its data key
 * changes. @returns `undefined` for whatever was not sealed for exactly this place
 */
export async function rewrapEnvelope(
  kek: KekProvider,
  kekVersion: number,
  place: Place,
  envelope: Envelope,
): Promise<Pick<Envelope, 'kekVersion' | 'wrappedKey'> | undefined> {
  const dataKey = await openDataKey(kek, place, envelope)
  if (!dataKey) return undefined
  const wrappedKey = await kek.wrap(kekVersion, dataKey, keyContext(place, kek.id, kekVersion))
  dataKey.fill(0)
  return { kekVersion, wrappedKey }
}

async function openDataKey(
  kek: KekProvider,
  place: Place,
  envelope: Omit<Envelope, 'ciphertext'>,
): Promise<Uint8Array | undefined> {
  const context = keyContext(place, envelope.kekId, envelope.kekVersion)
  const dataKey = await kek.unwrap(envelope.kekVersion, envelope.wrappedKey, context)
  return dataKey?.length === DATA_KEY_BYTES ? dataKey : undefined
}

const secretContext = (place: Place) =>
  frame('hubward/secret/v1', place.organisationId, place.rowId, place.field, place.version)

const keyContext = (place: Place, kekId: string, kekVersion: number) =>
  frame(
    'hubward/data-key/v1',
    place.organisationId,
    place.rowId,
    place.field,
    place.version,
    kekId,
    kekVersion,
  )
