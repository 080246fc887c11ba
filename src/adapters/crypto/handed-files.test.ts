/** Which files a sender may hand over, and that no bytes whatever do harm. */
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  AES256,
  ageFile,
  agePassphraseFile,
  armored,
  REFUSED_ZIPS,
  ZIP_PASSPHRASE as PASSPHRASE,
  zipFile,
} from '../../../tests/support/handed-files.ts'
import { openAgeFile } from './age-file.ts'
import { readZip } from './zip-entry.ts'
import { openZipFile } from './zip-file.ts'

const TOKEN = 'pat-eu1-0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'
const identity = await generateX25519Identity()
const recipient = await identityToRecipient(identity)

const ageTo = (...recipients: string[]): Promise<Uint8Array> => ageFile(TOKEN, ...recipients)

const said = (result: Awaited<ReturnType<typeof openAgeFile>>) =>
  result.ok ? result.value.reveal() : result.error

describe('an age file', () => {
  it('opens where it is encrypted to the intake’s recipient, plain or armored', async () => {
    const file = await ageTo(recipient)
    expect(said(await openAgeFile(file, identity))).toBe(TOKEN)
    expect(said(await openAgeFile(armored(file), identity))).toBe(TOKEN)
  })

  it('opens where others may read it, too', async () => {
    const colleague = await identityToRecipient(await generateX25519Identity())
    expect(said(await openAgeFile(await ageTo(colleague, recipient), identity))).toBe(TOKEN)
  })

  it('is refused with a passphrase, before any work is done for it', async () => {
    const file = await agePassphraseFile(TOKEN, 'correct horse')
    expect(said(await openAgeFile(file, identity))).toBe('age_passphrase')
    // 2^62 rounds, were it asked.
    const hostile = Buffer.from(
      Buffer.from(file).toString('latin1').replace(/ 10\n/, ' 62\n'),
      'latin1',
    )
    expect(said(await openAgeFile(hostile, identity))).toBe('age_passphrase')
  })

  it('is refused for another recipient, and with more stanzas than anybody needs', async () => {
    const stranger = await identityToRecipient(await generateX25519Identity())
    expect(said(await openAgeFile(await ageTo(stranger), identity))).toBe('age_other_recipient')
    const crowd = Array.from({ length: 17 }, () => recipient)
    expect(said(await openAgeFile(await ageTo(...crowd), identity))).toBe('age_malformed')
  })

  it('never throws and never opens, whatever the bytes', async () => {
    const file = await ageTo(recipient)
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc
            .tuple(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }))
            .map(([at, by]) => file.map((byte, index) => (index === at ? byte ^ by : byte))),
          fc.nat(file.length - 1).map((length) => file.slice(0, length)),
        ),
        async (bytes) => {
          expect((await openAgeFile(bytes, identity)).ok).toBe(false)
        },
      ),
      { numRuns: 300 },
    )
  })
})

const zip = (options = AES256, names = ['token.txt'], text = TOKEN) => zipFile(text, options, names)

describe('a ZIP', () => {
  it('opens with AES-256 and its passphrase', async () => {
    expect(said(await openZipFile(await zip(AES256), PASSPHRASE))).toBe(TOKEN)
  })

  it.each(REFUSED_ZIPS)('is refused %s, and says why', async (_, options, reason) => {
    expect(said(await openZipFile(await zip(options), PASSPHRASE))).toBe(reason)
  })

  it('is refused with a wrong passphrase', async () => {
    expect(said(await openZipFile(await zip(AES256), 'another'))).toBe('zip_wrong_passphrase')
  })

  it('is refused with more than one file, with none, and with a folder', async () => {
    for (const names of [['a', 'b'], [], ['folder/']])
      expect(said(await openZipFile(await zip(AES256, names), PASSPHRASE))).toBe('zip_entries')
  })

  it('stops at 64 KiB, whatever the entry becomes', async () => {
    const bomb = await zip(AES256, ['token.txt'], 'a'.repeat(32 * 1024 * 1024))
    expect(bomb.length).toBeLessThan(64 * 1024)
    expect(said(await openZipFile(bomb, PASSPHRASE))).toBe('zip_too_large')
  })

  it('is given up after its time', async () => {
    expect(said(await openZipFile(await zip(AES256), PASSPHRASE, 0))).toBe('zip_timed_out')
  })

  it('never throws and never opens, whatever the bytes', async () => {
    const file = await zip(AES256)
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc
        .tuple(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }))
        .map(([at, by]) => file.map((byte, index) => (index === at ? byte ^ by : byte))),
      fc.nat(file.length - 1).map((length) => file.slice(0, length)),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (given) => {
        const opened = await readZip(given, PASSPHRASE)
        // Names, times and comments are nobody's secret: a change there may pass.
        if ('text' in opened) expect(Buffer.from(opened.text).toString()).toBe(TOKEN)
      }),
      { numRuns: 500 },
    )
  })
})
