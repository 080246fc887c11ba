/**
 * The vault's side of an intake: makes its keys, opens what was sealed to them. The private half is
 * a `Redacted` from its making to its use; it is stored only as the vault wraps it. Two keys, since
 * one that serves two protocols can be no stronger than the weaker of them.
 */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import type { IntakeBox, OpenedSubmission } from '../../application/intake/ports.ts'
import { bytesOfBase64url } from '../../domain/base64url.ts'
import { boxAad, boxInfo, unpad, type Binding, type SealedForm } from '../../domain/intake/box.ts'
import type { HandedKey } from '../../domain/intake/payload.ts'
import { readFileText, readPayload } from '../../domain/intake/payload.ts'
import type { IntakeRefusalName } from '../../domain/intake/refusals.ts'
import { redacted, type Redacted } from '../../domain/redacted.ts'
import { err, ok, type Result } from '../../domain/result.ts'
import { openAgeFile } from './age-file.ts'
import { openZipFile } from './zip-file.ts'

export const intakeSuite = (): CipherSuite =>
  new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM)

export function createIntakeBox(): IntakeBox {
  const suite = intakeSuite()
  return {
    async newKeys() {
      const pair = await suite.GenerateKeyPair(true)
      const hpke = await suite.SerializePublicKey(pair.publicKey)
      const secret = await suite.SerializePrivateKey(pair.privateKey)
      const identity = await generateX25519Identity()
      const ageRecipient = await identityToRecipient(identity)
      const text = [secret, hpke].map((key) => Buffer.from(key).toString('base64url'))
      secret.fill(0)
      return { keys: { hpke, ageRecipient }, secret: redacted([...text, identity].join('.')) }
    },

    async open(secret, sealed, binding) {
      const [privateText = '', publicText = '', identity = ''] = secret.reveal().split('.')
      if (sealed.form === 'age') {
        const text = await openAgeFile(sealed.file, identity)
        return text.ok ? fromAgeAlone(text.value) : text
      }
      const pair = { secret: bytesOf(privateText), public: bytesOf(publicText) }
      const padded = await openBox(suite, pair, sealed, binding)
      pair.secret.fill(0)
      if (!padded) return err('does_not_open')
      const payload = unpad(padded)
      const read = payload && readPayload(payload, bytesOfBase64url)
      padded.fill(0)
      if (!read?.ok) return err('payload_malformed')
      const { key, ...rest } = read.value
      const token = await tokenOf(key, identity)
      return token.ok ? ok({ ...rest, token: token.value }) : token
    },
  }
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'base64url')

async function openBox(
  suite: CipherSuite,
  pair: { readonly secret: Uint8Array; readonly public: Uint8Array },
  { enc, ciphertext }: SealedForm & { form: 'box' },
  binding: Binding,
): Promise<Uint8Array | undefined> {
  try {
    const privateKey = await suite.DeserializePrivateKey(pair.secret)
    const publicKey = await suite.DeserializePublicKey(pair.public)
    const context = { info: boxInfo(binding), aad: boxAad(binding) }
    return await suite.Open({ privateKey, publicKey }, enc, ciphertext, context)
  } catch {
    // A wrong key, intake, time or byte: all one (RFC 9180 §9.1 tells not to distinguish).
    return undefined
  }
}

async function tokenOf(
  key: HandedKey,
  identity: string,
): Promise<Result<Redacted<string>, IntakeRefusalName>> {
  if (key.from === 'text') return ok(key.token)
  const text =
    key.from === 'age'
      ? await openAgeFile(key.file, identity)
      : await openZipFile(key.file, key.passphrase.reveal())
  return text.ok ? ok(readFileText(text.value.reveal()).token) : text
}

/** An age file that came by itself holds the same JSON as a box, or the token alone. */
function fromAgeAlone(text: Redacted<string>): Result<OpenedSubmission, IntakeRefusalName> {
  const read = readPayload(Buffer.from(text.reveal()), bytesOfBase64url)
  if (!read.ok) {
    const { token } = readFileText(text.reveal())
    return ok({ kind: 'service_key', portalId: null, links: [], context: '', email: null, token })
  }
  const { key, ...rest } = read.value
  return key.from === 'text' ? ok({ ...rest, token: key.token }) : err('payload_malformed')
}
