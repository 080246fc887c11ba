/**
 * What the beginning of a file tells about it, before it is sealed and sent. The vault decides by the
 * whole of it; but what it is sure to refuse would cost the sender a new link, so it is said here.
 */
import { bytesOfBase64url } from '../base64url.ts'
import { err, ok, type Result } from '../result.ts'
import { isAge, isArmoredAge, isZip } from './box.ts'
import { PAYLOAD_LIMITS } from './payload.ts'

export type HandedFileForm = 'age' | 'zip'

export type HandedFileFault = keyof typeof HANDED_FILE_FAULTS

export const HANDED_FILE_FAULTS = {
  too_large: 'The file is larger than 64 KiB. A key is one line.',
  plain:
    'This is neither an age file nor a ZIP, and was not sent. Do not send a key in a plain file.',
  age_passphrase:
    'The age file is encrypted with a passphrase, and was not sent. Encrypt it to the recipient of the request: age -r age1….',
  zip_entries: 'The ZIP must hold exactly one file, and no folder. It was not sent.',
  zip_not_encrypted:
    'The ZIP is not encrypted, and was not sent. Encrypt it with AES-256, or paste the key itself.',
  zip_legacy_encryption:
    'The ZIP is encrypted by the old ZipCrypto, which can be broken in minutes, and was not sent. Encrypt it with AES-256.',
  zip_weak_aes:
    'The ZIP is encrypted with AES-128 or AES-192, and was not sent. Encrypt it with AES-256.',
} as const

/** Never throws. Says nothing of what is inside. */
export function readHandedFile(bytes: Uint8Array): Result<HandedFileForm, HandedFileFault> {
  if (bytes.length > PAYLOAD_LIMITS.fileBytes) return err('too_large')
  if (isAge(bytes)) return hasPassphrase(bytes) ? err('age_passphrase') : ok('age')
  if (!isZip(bytes) || bytes.length < HEADER_BYTES) return err('plain')
  const fault = zipFault(bytes)
  return fault ? err(fault) : ok('zip')
}

const latin1 = (bytes: Uint8Array): string => String.fromCharCode(...bytes)

/** A passphrase has a stanza of its own, and is then the only one (age-encryption.org/v1 §scrypt). */
function hasPassphrase(bytes: Uint8Array): boolean {
  const text = latin1(bytes.subarray(0, 256))
  if (!isArmoredAge(bytes)) return SCRYPT.test(text)
  // The first line of 64 characters holds the first 48 bytes; the mark is within them.
  const line = text.split(/\r?\n/)[1] ?? ''
  const head = bytesOfBase64url(line.slice(0, 64).replaceAll('+', '-').replaceAll('/', '_'))
  return head !== undefined && SCRYPT.test(latin1(head))
}

const SCRYPT = /^[^\n]*\n-> scrypt /

/** Flags, method and extra field of the first entry (APPNOTE §4.3.7, §4.4.4; AES by WinZip's AE-2). */
function zipFault(bytes: Uint8Array): HandedFileFault | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const at = (offset: number): number =>
    offset + 2 <= bytes.length ? view.getUint16(offset, true) : 0
  const extra = HEADER_BYTES + at(26)
  if (bytes[extra - 1] === SLASH || entries(view) > 1) return 'zip_entries'
  if ((at(6) & ENCRYPTED) === 0) return 'zip_not_encrypted'
  if (at(8) !== METHOD_AES) return 'zip_legacy_encryption'
  for (let from = extra; from < extra + at(28); from += 4 + at(from + 2))
    if (at(from) === FIELD_AES)
      return (bytes[from + 8] ?? STRENGTH_256) === STRENGTH_256 ? undefined : 'zip_weak_aes'
  return undefined
}

/** As the end of the central directory says (APPNOTE §4.3.16); a ZIP without one is for the vault to refuse. */
function entries(view: DataView): number {
  for (let from = view.byteLength - END_BYTES; from >= 0; from -= 1)
    if (view.getUint32(from, true) === END_SIGNATURE) return view.getUint16(from + 10, true)
  return 1
}

const END_BYTES = 22
const END_SIGNATURE = 0x06054b50
const HEADER_BYTES = 30
/** At the end of a name: a folder. */
const SLASH = 0x2f
const ENCRYPTED = 0x0001
const METHOD_AES = 99
const FIELD_AES = 0x9901
const STRENGTH_256 = 3
