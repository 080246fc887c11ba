/** What is told of a file before it is sent is what the vault would have said, and it never breaks. */
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AES256,
  ageFile,
  agePassphraseFile,
  armored,
  REFUSED_ZIPS,
  zipFile,
} from '../../../tests/support/handed-files.ts'
import { readHandedFile } from './handed-file.ts'
import { PAYLOAD_LIMITS } from './payload.ts'

const TOKEN = 'pat-eu1-0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'
const recipient = await identityToRecipient(await generateX25519Identity())

describe('a file that the vault may take', () => {
  it('is known by its form, plain or armored, whatever the name in it', async () => {
    const age = await ageFile(TOKEN, recipient, recipient)
    for (const file of [age, armored(age)])
      expect(readHandedFile(file)).toEqual({ ok: true, value: 'age' })
    for (const name of ['token.txt', 'x', 'schlüssel für später.txt'])
      expect(readHandedFile(await zipFile(TOKEN, AES256, [name]))).toEqual({
        ok: true,
        value: 'zip',
      })
  })
})

describe('a file that it is sure to refuse', () => {
  it.each(REFUSED_ZIPS)('is named before it is sent: %s', async (_, options, reason) => {
    expect(readHandedFile(await zipFile(TOKEN, options))).toEqual({ ok: false, error: reason })
  })

  it('is one with a folder, with a passphrase of age, or in no encryption at all', async () => {
    const age = await agePassphraseFile(TOKEN, 'correct horse')
    for (const [file, error] of [
      [await zipFile('', AES256, ['folder/', 'token.txt']), 'zip_entries'],
      [await zipFile(TOKEN, AES256, ['token.txt', 'another.txt']), 'zip_entries'],
      [age, 'age_passphrase'],
      [armored(age), 'age_passphrase'],
      [Buffer.from(TOKEN), 'plain'],
      [Buffer.from('PK\u0003\u0004'), 'plain'],
      [new Uint8Array(0), 'plain'],
      [new Uint8Array(PAYLOAD_LIMITS.fileBytes + 1), 'too_large'],
    ] as const)
      expect(readHandedFile(file)).toEqual({ ok: false, error })
  })
})

it('reads whatever bytes there are, to their end and no further', async () => {
  const files = [await zipFile(TOKEN), await ageFile(TOKEN, recipient)]
  const broken = fc
    .tuple(fc.constantFrom(...files), fc.nat(400), fc.nat(255), fc.nat(200))
    .map(([file, length, byte, at]) => {
      const cut = file.slice(0, length)
      if (at < cut.length) cut[at] = byte
      return cut
    })
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), broken), (bytes) => {
      expect(readHandedFile(bytes)).toHaveProperty('ok')
    }),
    { numRuns: 2_000 },
  )
})
