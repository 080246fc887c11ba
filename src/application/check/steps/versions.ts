/** Which versions of the API callers used, by the audit, and when those end. */
import { judgeVersions } from '../../../domain/check/judge-versions.ts'
import type { Step } from '../check-run.ts'

const DAYS = 30
const DAY_MS = 86_400_000
/** Some seconds of the database's work at most: each event's path must be cut out of its text. */
const MOST_CALLS = 100_000

export const versionsStep: Step = {
  name: 'versions',
  needs: [],
  async run({ ctx, connection }) {
    const now = ctx.world.now()
    const since = new Date(now.getTime() - DAYS * DAY_MS)
    const read = await ctx.store.read.checks.versionUses(connection.id, since, MOST_CALLS)
    return judgeVersions({
      connection,
      uses: read.uses,
      looked: { calls: read.calls, whole: read.whole, days: DAYS },
      now,
    })
  },
}
