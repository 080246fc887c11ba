/** How far something is, and how much of something is used: Progress, Gauge. */
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

/** `share` from 0 to 1; without it something is under way and nobody knows how far. */
export function Progress({ share, label }: { share?: number | undefined; label: string }) {
  const percent =
    share === undefined ? undefined : Math.round(Math.min(1, Math.max(0, share)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className="h-1.5 w-full overflow-hidden rounded-full bg-line"
    >
      <div
        className={cx(
          'h-full rounded-full bg-accent transition-[width] duration-300',
          percent === undefined && 'shimmer w-1/3',
        )}
        style={percent === undefined ? undefined : { width: `${percent}%` }}
      />
    </div>
  )
}

const ARC = 'M10 50 A 40 40 0 0 1 90 50'
/** Half the circumference of radius 40. */
const LENGTH = Math.PI * 40

interface GaugeProps {
  readonly label: string
  readonly used: number
  readonly limit: number
  /** Below the number: "resets in 6 s". */
  readonly note?: ReactNode
}

/** A half-round gauge of what is used of a limit: calm, then amber from 70 %, red from 90 %. */
export function Gauge({ label, used, limit, note }: GaugeProps) {
  const share = limit > 0 ? Math.min(1, used / limit) : 0
  const tone = share >= 0.9 ? 'var(--bad)' : share >= 0.7 ? 'var(--warn)' : 'var(--accent)'
  return (
    <figure className="flex w-full max-w-40 flex-col items-center">
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={used}
        aria-valuetext={`${NUMBER.format(used)} of ${NUMBER.format(limit)}`}
        className="relative w-full"
      >
        <svg viewBox="0 0 100 56" className="w-full" aria-hidden="true">
          <path d={ARC} fill="none" stroke="var(--line)" strokeWidth="7" strokeLinecap="round" />
          <path
            d={ARC}
            fill="none"
            stroke={tone}
            strokeWidth="7"
            strokeLinecap="round"
            strokeDasharray={`${share * LENGTH} ${LENGTH}`}
            visibility={share === 0 ? 'hidden' : 'visible'}
            className="transition-[stroke-dasharray] duration-500 ease-out"
          />
        </svg>
        <p className="absolute inset-x-0 bottom-0 text-center leading-none">
          <span className="text-lg font-semibold tabular-nums">{SHORT.format(used)}</span>
          <span className="text-xs text-faint"> / {SHORT.format(limit)}</span>
        </p>
      </div>
      <figcaption className="mt-1.5 text-center">
        <span className="block text-[0.8125rem] font-medium">{label}</span>
        {note !== undefined && <span className="block text-xs text-faint">{note}</span>}
      </figcaption>
    </figure>
  )
}

const NUMBER = new Intl.NumberFormat('en')
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
