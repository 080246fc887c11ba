/**
 * Ends an authorisation because of what happened in the protocol: the client gave it back, or a code
 * or refresh token was used twice, so that two hold what one should. Nobody asked us, so the record
 * has the door `system`.
 */
import {
  SUSPICIOUS,
  type Authorisation,
  type EndReason,
} from '../../domain/authorisation/authorisation.ts'
import { newId, type Services } from '../context.ts'
import { authorisationRecord } from './record.ts'

export async function endAuthorisation(
  services: Pick<Services, 'store' | 'world' | 'pictures' | 'log'>,
  id: string,
  because: EndReason,
): Promise<void> {
  const { store, world, pictures, log } = services
  const ended = await store.transaction(async (tx) => {
    const before = await tx.authorisations.getForUpdate(id)
    if (!before || before.revokedAt) return false
    const after: Authorisation = { ...before, revokedAt: world.now(), endedBecause: because }
    const principal = await tx.principals.get(before.principalId)
    const owner = principal?.email ?? principal?.name ?? before.principalId
    await tx.authorisations.end(id, world.now(), because)
    await tx.audit.append({
      type: 'change',
      version: 1,
      id: newId(world, 'change'),
      at: world.now().toISOString(),
      door: 'system',
      principalId: before.principalId,
      principalName: principal?.name ?? null,
      authenticatedBy: id,
      action: SUSPICIOUS.includes(because)
        ? 'authorisation.reuse_detected'
        : 'authorisation.revoke',
      targetKind: 'authorisation',
      targetId: id,
      targetName: `${before.client.name} of ${owner}`,
      connectionId: null,
      before: authorisationRecord(before),
      after: authorisationRecord(after),
    })
    return true
  })
  if (ended && SUSPICIOUS.includes(because))
    log.warn({ authorisation: id, because }, 'An AI client was cut off: a token was used twice')
  // It is written; a picture that cannot be read now is read within the second.
  await pictures.refresh().catch(() => undefined)
}
