/** A word about a thing's state. Colour supports the word and never replaces it. */
import type { ReactNode } from 'react'
import type { Tone } from './callout.tsx'
import { cx } from './cx.ts'

const BADGES: Record<Tone, string> = {
  plain: 'bg-line/60 text-soft',
  accent: 'bg-accent-wash text-accent-strong',
  good: 'bg-good-wash text-good',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
}

export function Badge({
  tone = 'plain',
  mono,
  children,
}: {
  tone?: Tone
  mono?: boolean
  children: ReactNode
}) {
  return (
    <span
      className={cx(
        'inline-flex h-5.5 w-fit items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap',
        mono && 'font-mono font-normal',
        BADGES[tone],
      )}
    >
      {children}
    </span>
  )
}

const DOTS: Record<Tone, string> = {
  plain: 'border-line-strong',
  accent: 'border-accent bg-accent',
  good: 'border-good bg-good',
  warn: 'border-warn bg-warn',
  bad: 'border-bad bg-bad',
}

/** A dot with its word: "Active", "Paused". */
export function StatusDot({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span className={cx('size-2 shrink-0 rounded-full border', DOTS[tone])} aria-hidden="true" />
      {children}
    </span>
  )
}
