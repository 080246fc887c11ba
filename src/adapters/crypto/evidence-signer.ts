/**
 * Signs evidence by Ed25519 (RFC 8032), with the one key that this installation has for it. It is made
 * when it is first needed, and lies sealed by the vault.
 */
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import {
  EVIDENCE_FIELD,
  type EvidenceKey,
  type EvidenceKeys,
  type EvidenceSigner,
} from '../../application/review/ports.ts'
import type { Store, Vault, World } from '../../application/ports.ts'
import { ID_RANDOM_BYTES, makeId } from '../../domain/ids.ts'
import { redacted } from '../../domain/redacted.ts'
import { hashBytes } from './hash-key.ts'
import { PUBLIC_KEY_BYTES, spkiOf } from '../../domain/evidence/public-key.ts'

export interface EvidenceSignerParts {
  readonly keys: EvidenceKeys
  readonly vault: Vault
  readonly store: Store
  readonly world: Pick<World, 'now' | 'randomBytes'>
}

export function createEvidenceSigner(parts: EvidenceSignerParts): EvidenceSigner {
  const { keys, vault, store } = parts
  const current = async () => {
    const there = await keys.get()
    if (there) return there
    await makeKey(parts)
    const made = await keys.get()
    if (made) return made
    throw new Error('the key for evidence was just made')
  }
  const shown = ({ id, publicKey }: { id: string; publicKey: Uint8Array }): EvidenceKey => ({
    id,
    publicKey,
    fingerprint: hashBytes(spkiOf(publicKey)),
  })
  return {
    key: async () => shown(await current()),
    async sign(message) {
      const { id, sealed } = await current()
      const text = await vault.unwrap(store.read, { rowId: id, field: EVIDENCE_FIELD }, sealed)
      const pkcs8 = Buffer.from(text.reveal(), 'base64')
      try {
        const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
        return sign(null, message, key)
      } finally {
        pkcs8.fill(0)
      }
    },
  }
}

/** Several processes may come here at once: one's key stays, and all use it. */
async function makeKey({ keys, vault, store, world }: EvidenceSignerParts): Promise<void> {
  const id = makeId('evidence_key', world.randomBytes(ID_RANDOM_BYTES))
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' })
  const secret = redacted(pkcs8.toString('base64'))
  pkcs8.fill(0)
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  await keys.insertUnlessThere({
    id,
    publicKey: new Uint8Array(spki.subarray(spki.length - PUBLIC_KEY_BYTES)),
    sealed: await vault.wrap(store.read, { rowId: id, field: EVIDENCE_FIELD }, secret),
    createdAt: world.now(),
  })
}
