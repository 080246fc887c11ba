/**
 * Opens an age file that was encrypted to an intake's own recipient. Only that: a passphrase stanza
 * would let the sender choose how much work the vault does (age-encryption.org/v1 §scrypt, work
 * factor), so it is refused before any of it is done.
 */
import { armor, Decrypter, type Identity } from 'age-encryption'
import { isArmoredAge } from '../../domain/intake/box.ts'
import { PAYLOAD_LIMITS } from '../../domain/intake/payload.ts'
import type { IntakeRefusalName } from '../../domain/intake/refusals.ts'
import { redacted, type Redacted } from '../../domain/redacted.ts'
import { err, ok, type Result } from '../../domain/result.ts'

/** Each X25519 stanza costs one scalar multiplication; nobody encrypts to more people than this. */
const MOST_STANZAS = 16

/** Header and tags beside the text. */
const OVERHEAD_BYTES = 16 * 1024

export async function openAgeFile(
  file: Uint8Array,
  identity: string,
): Promise<Result<Redacted<string>, IntakeRefusalName>> {
  if (file.length > (PAYLOAD_LIMITS.fileBytes + OVERHEAD_BYTES) * 1.5) return err('age_malformed')
  let refused: IntakeRefusalName | undefined
  let matched = false
  const guard: Identity = {
    unwrapFileKey(stanzas) {
      if (stanzas.some(({ args }) => args[0] === 'scrypt')) refused = 'age_passphrase'
      else if (stanzas.length > MOST_STANZAS) refused = 'age_malformed'
      else return null
      throw new Error('refused')
    },
  }
  // Asked last: the library asks in the order in which they were added.
  const otherwise: Identity = {
    unwrapFileKey() {
      refused ??= 'age_other_recipient'
      return null
    },
  }
  const decrypter = new Decrypter()
  decrypter.addIdentity(guard)
  decrypter.addIdentity(identity)
  decrypter.addIdentity(otherwise)
  try {
    const binary = isArmoredAge(file) ? armor.decode(Buffer.from(file).toString('latin1')) : file
    const bytes = await decrypter.decrypt(binary)
    matched = true
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    bytes.fill(0)
    return ok(redacted(text))
  } catch {
    return err(matched ? 'age_malformed' : (refused ?? 'age_malformed'))
  }
}
