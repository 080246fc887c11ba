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
  return {
    operatorOrigin: accounts.operatorOrigin,
    async read(presented, connection, patienceMs = PATIENCE_MS) {
      if (!connection) return accounts.read(presented)
      const taken = await Promise.allSettled(
        Array.from({ length: QUESTIONS }, async () =>
          budget.take({ ...ROOM, connection, patienceMs }),
        ),
      )
      try {
        return await accounts.read(presented)
      } finally {
        // Which of them HubSpot counted is not told, so all are held for a window.
        for (const one of taken)
          if (one.status === 'fulfilled' && one.value.ok) one.value.value.lost()
      }
    },
  }
}
