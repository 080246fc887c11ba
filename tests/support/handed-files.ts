/** Files as senders make them: age files by the library's writer, ZIPs by one that knows every encryption. */
import {
  TextReader,
  Uint8ArrayWriter,
  ZipWriter,
  type ZipWriterAddDataOptions,
} from '@zip.js/zip.js'
import { armor, Encrypter } from 'age-encryption'

export async function ageFile(text: string, ...recipients: string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  for (const one of recipients) encrypter.addRecipient(one)
  return encrypter.encrypt(text)
}

export async function agePassphraseFile(text: string, passphrase: string): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  encrypter.setScryptWorkFactor(10)
  return encrypter.encrypt(text)
}

export const armored = (file: Uint8Array): Uint8Array => Buffer.from(armor.encode(file))

export const ZIP_PASSPHRASE = 'seven-calm-otters-rowing-home'

export const AES256: ZipWriterAddDataOptions = { password: ZIP_PASSPHRASE, encryptionStrength: 3 }

/** What the vault refuses of a ZIP, and by which name. */
export const REFUSED_ZIPS = [
  ['without encryption', {}, 'zip_not_encrypted'],
  ['with ZipCrypto', { password: ZIP_PASSPHRASE, zipCrypto: true }, 'zip_legacy_encryption'],
  ['with AES-128', { password: ZIP_PASSPHRASE, encryptionStrength: 1 }, 'zip_weak_aes'],
  ['with AES-192', { password: ZIP_PASSPHRASE, encryptionStrength: 2 }, 'zip_weak_aes'],
] as const

/** @param names of its entries; one that ends in `/` is a folder */
export async function zipFile(
  text: string,
  options: ZipWriterAddDataOptions = AES256,
  names = ['token.txt'],
): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
  for (const name of names)
    await writer.add(name, name.endsWith('/') ? undefined : new TextReader(text), {
      ...options,
      ...(name.endsWith('/') && { directory: true }),
    })
  return writer.close()
}
