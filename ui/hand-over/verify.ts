/** Whether the key that the server gives is the one that the link was made with. */
import { base64url, bytesOfBase64url } from '../../src/domain/base64url.ts'
import { keysToFingerprint } from '../../src/domain/intake/box.ts'
import type { IntakeLink } from '../../src/domain/intake/link.ts'
import type { OpenedView } from '../../src/surfaces/intake/contract/messages.ts'
import { sha256 } from './secrets.ts'

export async function isKeyOfLink(
  { id, fingerprint }: IntakeLink,
  { publicKey, ageRecipient }: OpenedView,
): Promise<boolean> {
  const hpke = bytesOfBase64url(publicKey)
  if (!hpke) return false
  return base64url(await sha256(keysToFingerprint(id, { hpke, ageRecipient }))) === fingerprint
}
