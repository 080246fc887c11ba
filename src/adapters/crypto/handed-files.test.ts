/** Which files a sender may hand over, and that no bytes whatever do harm. */
import {
  TextReader,
  Uint8ArrayWriter,
  ZipWriter,
  type ZipWriterAddDataOptions,
} from '@zip.js/zip.js'
import { armor, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openAgeFile } from './age-file.ts'
import { readZip } from './zip-entry.ts'
import { openZipFile } from './zip-file.ts'

const TOKEN = 'pat-eu1-0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9'
const identity = await generateX25519Identity()
const recipient = await identityToRecipient(identity)

async function ageTo(...recipients: string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  for (const one of recipients) encrypter.addRecipient(one)
  return encrypter.encrypt(TOKEN)
}

const said = (result: Awaited<ReturnType<typeof openAgeFile>>) =>
  result.ok ? result.value.reveal() : result.error

describe('an age file', () => {
  it('opens where it is encrypted to the intake’s recipient, plain or armored', async () => {
    const file = await ageTo(recipient)
    expect(said(await openAgeFile(file, identity))).toBe(TOKEN)
    expect(said(await openAgeFile(Buffer.from(armor.encode(file)), identity))).toBe(TOKEN)
  })

  it('opens where others may read it, too', async () => {
    const colleague = await identityToRecipient(await generateX25519Identity())
    expect(said(await openAgeFile(await ageTo(colleague, recipient), identity))).toBe(TOKEN)
  })

  it('is refused with a passphrase, before any work is done for it', async () => {
    const encrypter = new Encrypter()
    encrypter.setPassphrase('correct horse')
    encrypter.setScryptWorkFactor(10)
    const file = await encrypter.encrypt(TOKEN)
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

const PASSPHRASE = 'seven-calm-otters-rowing-home'

async function zip(
  options: ZipWriterAddDataOptions,
  names = ['token.txt'],
  text = TOKEN,
): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
  for (const name of names)
    await writer.add(name, name.endsWith('/') ? undefined : new TextReader(text), {
      ...options,
      ...(name.endsWith('/') && { directory: true }),
    })
  return writer.close()
}

const AES256: ZipWriterAddDataOptions = { password: PASSPHRASE, encryptionStrength: 3 }

describe('a ZIP', () => {
  it('opens with AES-256 and its passphrase', async () => {
    expect(said(await openZipFile(await zip(AES256), PASSPHRASE))).toBe(TOKEN)
  })

  it.each([
    ['without encryption', {}, 'zip_not_encrypted'],
    ['with ZipCrypto', { password: PASSPHRASE, zipCrypto: true }, 'zip_legacy_encryption'],
    ['with AES-128', { password: PASSPHRASE, encryptionStrength: 1 }, 'zip_weak_aes'],
    ['with AES-192', { password: PASSPHRASE, encryptionStrength: 2 }, 'zip_weak_aes'],
  ] as const)('is refused %s, and says why', async (_, options, reason) => {
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
