/**
 * What Hubward itself asks about a credential counts at HubSpot as any call does. Not booked, it is
 * the one call too many under full load, and HubSpot's 429 then stops everybody for a window.
 */
import type { BudgetRequest, Budget } from '../ports.ts'
import type { HubSpotAccounts } from './ports.ts'

/** One `read`: the account, the token, the custom object types. */
const QUESTIONS = 3

/** One window. Nothing holds up a rotation for longer: then it asks all the same. */
const PATIENCE_MS = 10_000

const ROOM: Omit<BudgetRequest, 'connection' | 'patienceMs'> = {
  buckets: ['burst', 'daily'],
  lane: 'interactive',
  // Takes its turn beside the groups, however many calls of theirs wait.
  groupId: 'credential',
  // A spent day is no reason to leave a refused credential in place.
  despiteDay: true,
}

/** Accounts whose questions about a known connection come out of its allowance. */
export function withinAllowance(accounts: HubSpotAccounts, budget: Budget): HubSpotAccounts {
  const reserve: HubSpotAccounts['reserve'] = async (
    connection,
    reads,
    patienceMs = PATIENCE_MS,
  ) => {
    const taken = await Promise.allSettled(
      Array.from({ length: QUESTIONS * reads }, async () =>
        budget.take({ ...ROOM, connection, patienceMs }),
      ),
    )
    // Which of them HubSpot will count is not told, so all are held for a window.
    return () => {
      for (const one of taken)
        if (one.status === 'fulfilled' && one.value.ok) one.value.value.lost()
    }
  }
  return {
    operatorOrigin: accounts.operatorOrigin,
    reserve,
    async read(presented, connection) {
      if (!connection) return accounts.read(presented)
      const release = await reserve(connection, 1)
      try {
        return await accounts.read(presented)
      } finally {
        release()
      }
    },
  }
}
