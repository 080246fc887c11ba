import type { Redacted } from '../../domain/redacted.ts'
import { slotField } from '../../domain/rotation/slot.ts'
import type { Services } from '../context.ts'
import type { Repositories } from '../ports.ts'

/**
 * A grant stands in more than one slot where its client secret alone was rotated. HubSpot may change the
 * refresh token with each refresh: the changed one goes wherever the one before it is, or a way back or
 * a next credential would be dead when it is wanted.
 *
 * @returns false where it is nowhere any more: the grant was ended here
 */
export async function changeRefreshToken(
  vault: Services['vault'],
  tx: Repositories,
  connectionId: string,
  used: Redacted<string>,
  changed: Redacted<string>,
): Promise<boolean> {
  let found = false
  for (const slot of ['current', 'previous', 'next'] as const) {
    const field = slotField(slot, 'refreshToken')
    // One that does not open is not the one that was just used, and must not keep that from being written.
    const held = await vault.open(tx, connectionId, field).catch(() => undefined)
    if (!held?.equals(used)) continue
    found = true
    if (changed.equals(used)) continue
    const version = await vault.seal(tx, connectionId, field, changed)
    // HubSpot may forget a change that it answered: of the one in use the one before is kept.
    await tx.secrets.removeBelow(connectionId, field, slot === 'current' ? version - 1 : version)
  }
  return found
}
