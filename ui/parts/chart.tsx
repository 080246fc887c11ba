/**
 * Small charts by hand in SVG: Sparkline, and BarTimeline with a choosable span. Each is summed up
 * in words for those who do not see it; the numbers stand in the table beside it.
 */
import { useId, type ReactNode } from 'react'
import { cx } from './cx.ts'

export function Sparkline({
  values,
  label,
  height = 28,
}: {
  values: readonly number[]
  label: string
  height?: number
}) {
  const most = Math.max(1, ...values)
  const points = values.map(
    (value, at) =>
      `${((at / Math.max(1, values.length - 1)) * 98 + 1).toFixed(2)},${(height - 2 - (value / most) * (height - 4)).toFixed(2)}`,
  )
  return (
    <svg
      viewBox={`0 0 100 ${height}`}
      preserveAspectRatio="none"
      className="w-full overflow-visible"
      height={height}
      role="img"
      aria-label={`${label}: ${summary(values)}`}
    >
      <polygon points={`1,${height} ${points.join(' ')} 99,${height}`} fill="var(--accent-wash)" />
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        strokeLinejoin="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  )
}

export interface Bar {
  readonly key: string
  /** "14:00", "Tue 3". */
  readonly label: string
  /** Stacked from below: permitted, refused, failed. */
  readonly parts: readonly { readonly tone: 'accent' | 'warn' | 'bad'; readonly value: number }[]
}

const TONES = { accent: 'bg-accent', warn: 'bg-warn', bad: 'bg-bad' } as const

interface TimelineProps {
  readonly label: string
  readonly bars: readonly Bar[]
  /** Narrows the page to one bar's span. */
  readonly onPick?: (bar: Bar) => void
  /** Which parts mean what. */
  readonly legend?: readonly (readonly [tone: Bar['parts'][number]['tone'], name: string])[]
  readonly height?: number
  readonly note?: ReactNode
}

export function BarTimeline({
  label,
  bars,
  onPick,
  legend = [],
  height = 96,
  note,
}: TimelineProps) {
  const id = useId()
  const sums = bars.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0))
  const most = Math.max(1, ...sums)
  const Piece = onPick ? 'button' : 'div'
  return (
    <figure aria-labelledby={id} className="min-w-0">
      <figcaption id={id} className="sr-only">
        {label}: {summary(sums)}
      </figcaption>
      <div className="flex items-end gap-px" style={{ height }}>
        {bars.map((bar, at) => (
          <Piece
            key={bar.key}
            {...(onPick ? { type: 'button' as const, onClick: () => onPick(bar) } : {})}
            title={`${bar.label}: ${sums[at]}`}
            {...(onPick && { 'aria-label': `${bar.label}: ${sums[at]}` })}
            className={cx(
              'flex h-full min-w-0 grow flex-col-reverse rounded-t-sm',
              onPick && 'hover:bg-hover',
            )}
          >
            {bar.parts.map(({ tone, value }) => (
              <span
                key={tone}
                className={cx('block w-full first:rounded-b-none last:rounded-t-sm', TONES[tone])}
                style={{ height: `${(value / most) * 100}%`, minHeight: value > 0 ? 2 : 0 }}
              />
            ))}
          </Piece>
        ))}
      </div>
      <div className="mt-1.5 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-t border-line pt-1.5 text-xs text-faint tabular-nums">
        <span>{bars[0]?.label}</span>
        <span className="flex flex-wrap gap-3">
          {legend.map(([tone, name]) => (
            <span key={tone} className="inline-flex items-center gap-1.5">
              <span className={cx('size-2 rounded-sm', TONES[tone])} aria-hidden="true" />
              {name}
            </span>
          ))}
          {note}
        </span>
        <span>{bars.at(-1)?.label}</span>
      </div>
    </figure>
  )
}

const NUMBER = new Intl.NumberFormat('en')

/** "24 values, 310 in all, at most 41". */
export function summary(values: readonly number[]): string {
  const all = values.reduce((sum, value) => sum + value, 0)
  return values.length === 0
    ? 'no values'
    : `${values.length} values, ${NUMBER.format(all)} in all, at most ${NUMBER.format(Math.max(...values))}`
}
