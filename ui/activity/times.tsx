/** Where the time of a call went: waiting for room in the budget, then HubSpot and the way there. */
import type { CallEvent } from '../../src/surfaces/admin/contract/audit.ts'
import { cx } from '../parts/cx.ts'
import { duration } from './event-words.ts'

export function Times({ event }: { event: CallEvent }) {
  const { durationMs, waitedMs, attempts } = event
  const waited = Math.min(waitedMs, durationMs)
  const parts = [
    { name: 'Waited for room in the budget', ms: waited, look: 'bg-warn' },
    {
      name:
        attempts === 0
          ? 'Decided here; HubSpot was not asked'
          : `HubSpot and the way there, ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`,
      ms: durationMs - waited,
      look: attempts === 0 ? 'bg-line-strong' : 'bg-accent',
    },
  ]
  return (
    <div>
      <div aria-hidden="true" className="flex h-2 gap-px overflow-hidden rounded-full bg-line">
        {parts.map(({ name, ms, look }) => (
          <span
            key={name}
            className={look}
            style={{ width: `${durationMs > 0 ? (ms / durationMs) * 100 : 0}%` }}
          />
        ))}
      </div>
      <dl className="mt-3 flex flex-col gap-1.5">
        {parts.map(({ name, ms, look }) => (
          <div key={name} className="flex items-center gap-2.5">
            <span aria-hidden="true" className={cx('size-2 rounded-sm', look)} />
            <dt className="grow text-soft">{name}</dt>
            <dd className="tabular-nums">{duration(ms)}</dd>
          </div>
        ))}
        <div className="flex items-center gap-2.5 border-t border-line pt-1.5 font-medium">
          <dt className="grow pl-4.5">In all</dt>
          <dd className="tabular-nums">{duration(durationMs)}</dd>
        </div>
      </dl>
    </div>
  )
}
