/** How much of one budget is used, on one line: for lists. */
import { cx } from '../parts/cx.ts'
import { BUDGETS, count, usedOf, windowOf } from './budgets.ts'
import type { Gauge } from './types.ts'

export function BudgetBar({ gauge }: { gauge: Gauge }) {
  const used = usedOf(gauge)
  const share = gauge.limit > 0 ? used / gauge.limit : 0
  const { title } = BUDGETS[gauge.name]
  return (
    <div className="w-36 max-w-full">
      <div
        role="meter"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={gauge.limit}
        aria-valuenow={used}
        aria-valuetext={`${count(used)} of ${count(gauge.limit)} ${windowOf(gauge)}`}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div
          className={cx(
            'h-full rounded-full transition-[width] duration-500',
            share >= 0.9 ? 'bg-bad' : share >= 0.7 ? 'bg-warn' : 'bg-accent',
          )}
          style={{ width: `${share * 100}%` }}
        />
      </div>
      <p className="mt-1 text-xs whitespace-nowrap text-faint tabular-nums">
        {count(used)} / {count(gauge.limit)} {windowOf(gauge)}
      </p>
    </div>
  )
}
