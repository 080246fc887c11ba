/**
 * The last week of a connection's health as a band, and its turns as a list with how long each
 * lasted. The band is for the eye; the list says all of it.
 */
import { cx } from '../parts/cx.ts'
import { Moment, useNow } from '../parts/time.tsx'
import { lasted, segmentsOf, WEEK_MS } from './health-segments.ts'
import { HealthState, toneOf, type Period } from './health-state.tsx'

const FILLS = {
  good: 'bg-good',
  accent: 'bg-accent',
  warn: 'bg-warn',
  bad: 'bg-bad',
  plain: 'bg-line',
} as const

/** More turns than these are looked up in Activity. */
const MOST_TURNS = 12

export function HealthTimeline({ periods }: { periods: readonly Period[] }) {
  const now = useNow()
  if (periods.length === 0)
    return <p className="text-faint">Its past begins with the first look, within a minute.</p>
  return (
    <div>
      <h3 className="font-medium">The last seven days</h3>
      <div
        className="mt-2 flex h-3 overflow-hidden rounded-sm bg-line"
        role="img"
        aria-label="Health over the last seven days; the list below says the same"
      >
        {segmentsOf(periods, now - WEEK_MS, now).map(({ share, period }, at) => (
          <span
            key={at}
            style={{ flexGrow: share, flexBasis: 0 }}
            className={cx('h-full', FILLS[period ? toneOf(period.diagnosis.severity) : 'plain'])}
          />
        ))}
      </div>
      <div className="mt-1 flex justify-between text-xs text-faint" aria-hidden="true">
        <span>7 days ago</span>
        <span>now</span>
      </div>
      <ul aria-label="Turns of its health" className="mt-3 divide-y divide-line">
        {periods.slice(0, MOST_TURNS).map((period) => (
          <li key={period.beganAt} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2">
            <span className="w-52">
              <HealthState diagnosis={period.diagnosis} />
            </span>
            <span className="text-soft">
              from <Moment at={period.beganAt} />
            </span>
            <span className="text-soft">
              {period.endedAt === null ? 'for ' : 'lasted '}
              {lasted(period, now)}
              {period.endedAt === null && ' so far'}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
