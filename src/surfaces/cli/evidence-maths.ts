/** What verifying needs of a platform: a hash and a signature, as Node has them. */
import { createPublicKey, hash, verify } from 'node:crypto'
import { spkiOf } from '../../domain/evidence/public-key.ts'
import type { EvidenceMaths } from '../../domain/evidence/verify-package.ts'

export const evidenceMaths: EvidenceMaths = {
  sha256: (bytes) => hash('sha256', bytes, 'hex'),
  verifies(publicKey, message, signature) {
    try {
      const der = Buffer.from(spkiOf(publicKey))
      const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
      return verify(null, message, key, signature)
    } catch {
      // 32 bytes that are no point of the curve.
      return false
    }
  },
}
