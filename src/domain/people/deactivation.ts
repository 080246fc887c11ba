/**
 * Who is deactivated, by what other lists say of a user: the CRM's record, or else the owner. There may
 * be several of either for one user (facts §4); a living one counts before an ended one.
 */
import type { FacetReadings, ListedCrmUser, ListedOwner } from './reading.ts'

export interface Records {
  readonly crmUsers: ReadonlyMap<string, ListedCrmUser>
  readonly owners: ReadonlyMap<string, ListedOwner>
}

/** By user id; of lists that ended whole. */
export function recordsOf({ crm_users: crm, owners }: FacetReadings): Records {
  const crmWhole = crm.state === 'read' && crm.value.chain.end === 'whole'
  const ownersWhole = owners.state === 'read' && owners.value.end === 'whole'
  return {
    crmUsers: livingFirst(crmWhole ? crm.value.chain.items : [], (one) => one.deactivated),
    owners: livingFirst(ownersWhole ? owners.value.items : [], (one) => one.archived),
  }
}

/** `null` where nothing tells. */
export const isDeactivated = ({ crmUsers, owners }: Records, userId: string): boolean | null =>
  crmUsers.get(userId)?.deactivated ?? owners.get(userId)?.archived ?? null

function livingFirst<T extends { readonly userId: string | null }>(
  items: readonly T[],
  hasEnded: (item: T) => boolean,
): ReadonlyMap<string, T> {
  const records = new Map<string, T>()
  for (const item of items) {
    const { userId } = item
    if (userId !== null && (!hasEnded(item) || !records.has(userId))) records.set(userId, item)
  }
  return records
}
