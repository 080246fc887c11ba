/** Seals in this browser, and sends what nobody on the way can open. */
import { base64url, bytesOfBase64url } from '../../src/domain/base64url.ts'
import type { IntakeLink } from '../../src/domain/intake/link.ts'
import { writePayload, type PayloadText } from '../../src/domain/intake/payload.ts'
import type { OpenedView } from '../../src/surfaces/intake/contract/messages.ts'
import { sealPayload } from '../../src/surfaces/intake/contract/seal.ts'
import { hex, newSecret, sha256 } from './secrets.ts'
import { ask } from './server.ts'

export type Sent =
  | { readonly ok: true; readonly receiptKey: string; readonly sha256: string }
  | { readonly ok: false; readonly message: string }

export async function sealAndSend(
  { id, capability, fingerprint }: IntakeLink,
  request: OpenedView,
  payload: PayloadText,
): Promise<Sent> {
  const publicKey = bytesOfBase64url(request.publicKey) ?? new Uint8Array()
  const binding = { id, fingerprint, expiresAt: new Date(request.expiresAt) }
  const sealed = await sealPayload(publicKey, writePayload(payload), binding)
  const hash = hex(await sha256(sealed))
  const receiptKey = newSecret()
  const receipt = hex(await sha256(new TextEncoder().encode(receiptKey)))
  const sent = await ask(id, 'submit', { capability, sealed: base64url(sealed), receipt })
  if (sent.ok && sent.value.sha256 === hash) return { ok: true, receiptKey, sha256: hash }
  if (sent.ok)
    return { ok: false, message: 'Something was changed on its way. Ask for a new link.' }
  // The answer may have been lost after it arrived: who can see the outcome is who submitted.
  const outcome = await ask(id, 'outcome', { receiptKey })
  return outcome.ok && outcome.value.sha256 === hash
    ? { ok: true, receiptKey, sha256: hash }
    : { ok: false, message: sent.message }
}
