/**
 * Seals in this browser, and sends what nobody on the way can open. Where the answer was lost, the very
 * same is sent again: the server takes one submission, and tells who sent it that it got through.
 */
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

interface Sealing {
  /** What was sealed, to tell whether it is still what the form says. */
  readonly of: string
  readonly sealed: string
  readonly sha256: string
  readonly receiptKey: string
}

/** Of one form: it remembers what it sent last, until that is known to have arrived or not. */
export function sealAndSend(
  { id, capability, fingerprint }: IntakeLink,
  request: OpenedView,
): (payload: PayloadText) => Promise<Sent> {
  let last: Sealing | undefined
  return async (payload) => {
    const of = JSON.stringify(payload)
    if (last && last.of !== of) {
      // Changed after an answer was lost. If the first arrived, it is the one that counts.
      const outcome = await ask(id, 'outcome', { receiptKey: last.receiptKey })
      if (outcome.ok) return { ok: true, ...last }
      if (outcome.code !== 'intake.not_available') return outcome
      last = undefined
    }
    last ??= await seal(payload, of)
    let sent = await send(last)
    if (!sent.ok && sent.code === 'away') sent = await send(last)
    if (!sent.ok) return sent
    return sent.value.sha256 === last.sha256
      ? { ok: true, ...last }
      : { ok: false, message: 'Something was changed on its way. Ask for a new link.' }
  }

  async function send({ sealed, receiptKey }: Sealing) {
    const receipt = hex(await sha256(new TextEncoder().encode(receiptKey)))
    return ask(id, 'submit', { capability, sealed, receipt })
  }

  async function seal(payload: PayloadText, of: string): Promise<Sealing> {
    const publicKey = bytesOfBase64url(request.publicKey) ?? new Uint8Array()
    const binding = { id, fingerprint, expiresAt: new Date(request.expiresAt) }
    const sealed = await sealPayload(publicKey, writePayload(payload), binding)
    const hash = hex(await sha256(sealed))
    return { of, sealed: base64url(sealed), sha256: hash, receiptKey: newSecret() }
  }
}
