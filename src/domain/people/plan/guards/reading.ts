/** What the plan stands on: a sealed reading, fresh, and none since that failed. */
import { TAKES_AWAY } from '../plan.ts'
import { oneItem, wholePlan, type Judge } from './facts.ts'

const MINUTE_MS = 60_000

export const unsealed: Judge = ({ snapshot, items, input: { newestReading } }) => {
  if (!snapshot)
    return [
      wholePlan(
        'No reading of the portal is sealed, so nobody can be shown to be missing. Sync the users first.',
      ),
    ]
  if (snapshot.users.length === 0)
    return [
      wholePlan('The reading shows no user at all, which is never true. Sync the users again.'),
    ]
  if (!newestReading || newestReading.sealed || newestReading.at <= snapshot.endedAt) return []
  return items
    .filter(({ act }) => TAKES_AWAY.has(act))
    .map((item) =>
      oneItem(
        item,
        `The newest reading of the portal is incomplete, so nothing is taken from ${item.email}. Sync the users until a reading is sealed.`,
      ),
    )
}

export const staleSnapshot: Judge = ({ snapshot, when, input: { now, settings } }) => {
  if (!snapshot) return []
  const most = when === 'plan' ? settings.planReadingMinutes : settings.applyReadingMinutes
  const ageMs = now.getTime() - snapshot.endedAt.getTime()
  // A reading from the future has a clock behind it that nothing can be measured by.
  if (ageMs >= -MINUTE_MS && ageMs <= most * MINUTE_MS) return []
  return [
    wholePlan(
      ageMs < 0
        ? 'The reading is newer than now: a clock is wrong. Correct it and sync the users again.'
        : `The reading is ${Math.round(ageMs / MINUTE_MS)} minutes old, and ${most} are allowed. Sync the users again.`,
    ),
  ]
}

export const killSwitch: Judge = ({ input: { halted } }) =>
  halted
    ? [
        wholePlan(
          'Provisioning of this connection was halted. Nothing is written until somebody resumes it.',
        ),
      ]
    : []
