/**
 * What Hubward itself asks about a credential counts at HubSpot as any call does. Not booked, it is
 * the one call too many under full load, and HubSpot's 429 then stops everybody for a window.
 */
import type { Allowance, Budget, BudgetRequest } from '../ports.ts'
import type { AccountReader, HubSpotAccounts } from './ports.ts'

/** One `read`: the account, the token, the custom object types. Seldom one or two more. */
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
export function withinAllowance(reader: AccountReader, budget: Budget): HubSpotAccounts {
  const reserve: HubSpotAccounts['reserve'] = async (
    connection,
    reads,
    patienceMs = PATIENCE_MS,
  ) => {
    const answers = await Promise.allSettled(
      Array.from({ length: QUESTIONS * reads }, async () =>
        budget.take({ ...ROOM, connection, patienceMs }),
      ),
    )
    const room = answers.flatMap((one): Allowance[] =>
      one.status === 'fulfilled' && one.value.ok ? [one.value.value] : [],
    )
    return {
      async read(presented, within) {
        const taken = room.splice(0, QUESTIONS)
        const asked: Allowance[] = []
        try {
          return await reader.read(presented, within, () => asked.push(...taken.splice(0, 1)))
        } finally {
          // Whether HubSpot counted them is not told, so they are held for a window.
          for (const allowance of asked) allowance.lost()
          for (const allowance of taken) allowance.cancel()
        }
      },
      end() {
        for (const allowance of room.splice(0)) allowance.cancel()
      },
    }
  }
  return {
    operatorOrigin: reader.operatorOrigin,
    reserve,
    async read(presented, connection) {
      if (!connection) return reader.read(presented)
      const room = await reserve(connection, 1)
      return room.read(presented)
    },
  }
}
