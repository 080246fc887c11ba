/** A file that the sender encrypted elsewhere, as the terminal takes it: looked at before it is sent. */
import { open } from 'node:fs/promises'
import { base64url } from '../../domain/base64url.ts'
import {
  HANDED_FILE_FAULTS,
  readHandedFile,
  type HandedFileForm,
} from '../../domain/intake/handed-file.ts'
import { PAYLOAD_LIMITS, type PayloadText } from '../../domain/intake/payload.ts'
import { opensZip, WRONG_PASSPHRASE } from '../intake/contract/opens-zip.ts'
import { CliFailure, EXIT } from './failure.ts'
import type { Io } from './io.ts'
import { readSecretBy } from './read-secret.ts'
import { unreadable } from './read-file.ts'

export interface HandedFile {
  readonly form: HandedFileForm
  readonly bytes: Uint8Array
}

/** @throws CliFailure where it cannot be read, or the vault would be sure to refuse it */
export async function openHandedFile(path: string): Promise<HandedFile> {
  const bytes = await beginOf(path, PAYLOAD_LIMITS.fileBytes + 1)
  const form = readHandedFile(bytes)
  if (!form.ok) throw new CliFailure(EXIT.failed, `${path}: ${HANDED_FILE_FAULTS[form.error]}`)
  return { form: form.value, bytes }
}

export interface PassphraseOptions {
  readonly passphraseStdin?: boolean
  readonly passphraseFile?: string
}

/** Asks for the passphrase of a ZIP; an age file needs none. */
export async function keyInFile(
  io: Io,
  { form, bytes }: HandedFile,
  { passphraseStdin: stdin, passphraseFile: file }: PassphraseOptions,
): Promise<PayloadText['key']> {
  if (form === 'age') return { age: base64url(bytes) }
  const ways = { option: 'passphrase', stdin, file } as const
  const passphrase = await readSecretBy(io, 'passphrase of the ZIP', ways)
  if (passphrase === '') throw new CliFailure(EXIT.usage, 'A ZIP needs its passphrase.')
  if (passphrase.length > PAYLOAD_LIMITS.passphrase)
    throw new CliFailure(
      EXIT.usage,
      `A passphrase has ${PAYLOAD_LIMITS.passphrase} characters at most.`,
    )
  if (!(await opensZip(bytes, passphrase))) throw new CliFailure(EXIT.failed, WRONG_PASSPHRASE)
  return { zip: base64url(bytes), passphrase }
}

/** No more of it than `most` bytes, however large it is. */
async function beginOf(path: string, most: number): Promise<Uint8Array> {
  try {
    const file = await open(path)
    try {
      const bytes = Buffer.alloc(most)
      let length = 0
      while (length < most) {
        const { bytesRead } = await file.read(bytes, length, most - length)
        if (bytesRead === 0) break
        length += bytesRead
      }
      return bytes.subarray(0, length)
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw unreadable(path, cause)
  }
}
