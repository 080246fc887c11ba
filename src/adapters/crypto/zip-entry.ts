/**
 * Reads the one entry of a ZIP. AES-256 alone: the library also reads the broken ZipCrypto, and of an
 * entry without encryption it takes any passphrase for the right one. What comes out is counted while
 * it comes, whatever size the entry claims.
 */
import { configure, Uint8ArrayReader, ZipReader, type Entry } from '@zip.js/zip.js'
import { PAYLOAD_LIMITS } from '../../domain/intake/payload.ts'
import type { IntakeRefusalName } from '../../domain/intake/refusals.ts'

export type ZipAnswer =
  { readonly text: Uint8Array<ArrayBuffer> } | { readonly refused: IntakeRefusalName }

// In the thread that asks; no further workers of the library's own.
configure({ useWebWorkers: false })

/** Never throws. */
export async function readZip(file: Uint8Array, passphrase: string): Promise<ZipAnswer> {
  const reader = new ZipReader(new Uint8ArrayReader(file))
  let entry: Entry
  try {
    const entries = await reader.getEntries()
    const [first] = entries
    if (first === undefined || entries.length !== 1 || first.directory) return refuse('zip_entries')
    entry = first
  } catch {
    return refuse('zip_malformed')
  }
  const refused = refusalOf(entry)
  if (refused) return refuse(refused)
  return read(entry, passphrase)
}

function refuse(refused: IntakeRefusalName): ZipAnswer {
  return { refused }
}

/** WinZip's AE-2: strength 1 is AES-128, 2 AES-192, 3 AES-256. */
function refusalOf(entry: Entry): IntakeRefusalName | undefined {
  if (!entry.encrypted) return 'zip_not_encrypted'
  if (entry.zipCrypto || !entry.extraFieldAES) return 'zip_legacy_encryption'
  return entry.extraFieldAES.strength === 3 ? undefined : 'zip_weak_aes'
}

async function read(entry: Entry, passphrase: string): Promise<ZipAnswer> {
  if (entry.directory) return refuse('zip_entries')
  const pieces: Uint8Array[] = []
  let length = 0
  let tooLarge = false
  const counted = new WritableStream<Uint8Array>({
    write(piece) {
      length += piece.length
      tooLarge = length > PAYLOAD_LIMITS.fileBytes
      if (tooLarge) throw new Error('too large')
      pieces.push(piece)
    },
  })
  try {
    await entry.getData(counted, { password: passphrase, checkSignature: true })
    return { text: new Uint8Array(Buffer.concat(pieces)) }
  } catch (error) {
    if (tooLarge) return refuse('zip_too_large')
    return refuse(/password/i.test(String(error)) ? 'zip_wrong_passphrase' : 'zip_malformed')
  }
}
