/**
 * Seals a payload to an intake's key: HPKE Base mode (RFC 9180 §5.1.1), fresh keys each time. Runs in
 * the sender's browser and in the sender's terminal; the server never does this.
 */
import { AEAD_AES_256_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_X25519_HKDF_SHA256 } from 'hpke'
import { boxAad, boxInfo, pad, writeBox, type Binding } from '../../../domain/intake/box.ts'

/** @returns the bytes to submit, whose SHA-256 is on the receipt */
export async function sealPayload(
  publicKey: Uint8Array,
  payload: Uint8Array,
  binding: Binding,
): Promise<Uint8Array> {
  const suite = new CipherSuite(KEM_DHKEM_X25519_HKDF_SHA256, KDF_HKDF_SHA256, AEAD_AES_256_GCM)
  const recipient = await suite.DeserializePublicKey(publicKey)
  const { encapsulatedSecret, ciphertext } = await suite.Seal(recipient, pad(payload), {
    info: boxInfo(binding),
    aad: boxAad(binding),
  })
  return writeBox(encapsulatedSecret, ciphertext)
}
