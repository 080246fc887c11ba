/**
 * Signs a webhook as Standard Webhooks has it: HMAC-SHA256 over id, second and body, so that a
 * receiver can tell who sent it, that it is whole, and that it is not an old one sent once more.
 *
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { createHmac } from 'node:crypto'
import { signedContent } from '../../domain/notice/as-event.ts'

/** @param key `whsec_` and the key in base64 */
export function signatureHeaders(
  key: string,
  id: string,
  at: Date,
  body: string,
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const secret = Buffer.from(key.replace(/^whsec_/, ''), 'base64')
  const mac = createHmac('sha256', secret).update(signedContent(id, timestamp, body))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac.digest('base64')}`,
  }
}
