/** A slip of the finger must not use a link up, and a right passphrase must never be refused. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AES256, ZIP_PASSPHRASE, zipFile } from '../../../../tests/support/handed-files.ts'
import { opensZip } from './opens-zip.ts'

describe('a passphrase', () => {
  test('that was written with opens, whatever it is made of and however the file is called', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
        fc.stringMatching(/^[a-z]{1,20}\.txt$/),
        async (password, name) => {
          const zip = await zipFile('a key', { ...AES256, password }, [name])
          expect(await opensZip(zip, password)).toBe(true)
        },
      ),
      { numRuns: 25 },
    )
  })

  test('that is another one does not', async () => {
    const zip = await zipFile('a key')
    const others = [
      ` ${ZIP_PASSPHRASE}`,
      ZIP_PASSPHRASE.toUpperCase(),
      ZIP_PASSPHRASE.slice(1),
      'x',
    ]
    for (const other of others) expect(await opensZip(zip, other)).toBe(false)
  })

  test('of a file that is cut off is for the vault to judge', async () => {
    expect(await opensZip((await zipFile('a key')).slice(0, 45), 'x')).toBe(true)
  })
})
