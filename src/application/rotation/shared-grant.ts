import { slotField, type SlotName } from '../../domain/rotation/slot.ts'
import type { ChangedGrant } from '../connection/write-grant.ts'
import type { Services } from '../context.ts'
import type { Repositories } from '../ports.ts'

/**
 * A grant stands in more than one slot where its client secret alone was rotated. HubSpot may change the
 * refresh token with each refresh: the changed one goes wherever the one before it is, or a way back or
 * a next credential would be dead when it is wanted.
 *
 * @param of the slot that was refreshed; another one that does not open must not keep it from being written
 * @returns false where it is nowhere any more, for sure: the grant was ended here
 */
export async function changeRefreshToken(
  vault: Services['vault'],
  tx: Repositories,
  connectionId: string,
  of: SlotName,
  { used, changed }: Pick<ChangedGrant, 'used' | 'changed'>,
): Promise<boolean> {
  let stands = false
  for (const slot of ['current', 'previous', 'next'] as const) {
    const field = slotField(slot, 'refreshToken')
    const opened = vault.open(tx, connectionId, field)
    const held = await (slot === of ? opened : opened.catch(() => 'shut' as const))
    if (held === undefined) continue
    // What does not open may be it. And a write of ours may have arrived without our hearing of it.
    if (held === 'shut' || held.equals(changed)) {
      stands = true
      continue
    }
    if (!held.equals(used)) continue
    stands = true
    const version = await vault.seal(tx, connectionId, field, changed)
    // HubSpot may forget a change that it answered: of the one in use the one before is kept.
    await tx.secrets.removeBelow(connectionId, field, slot === 'current' ? version - 1 : version)
  }
  return stands
}
