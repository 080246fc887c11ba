/** Holds the place of what is being fetched, in the size that it will have. */
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

/** Give it the height and width of the real thing: `className="h-9 w-48"`. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span
    aria-hidden="true"
    className={cx('shimmer block rounded-md bg-line', className ?? 'h-4 w-full')}
  />
)

/** Around skeletons: said once to screen readers. */
export function Loading({ label = 'Loading', children }: { label?: string; children: ReactNode }) {
  return (
    <div role="status" aria-busy="true" className="w-full">
      <span className="sr-only">{label}…</span>
      {children}
    </div>
  )
}

const WIDTHS = ['w-2/5', 'w-3/5', 'w-1/2', 'w-1/3', 'w-2/3'] as const

/** Rows of a table or a list that is on its way. */
export const SkeletonRows = ({ rows = 6 }: { rows?: number }) => (
  <Loading>
    <BlankRows rows={rows} />
  </Loading>
)

/** The same below rows that are there: nobody waits for them before they scroll that far. */
export const BlankRows = ({ rows }: { rows: number }) =>
  Array.from({ length: rows }, (_, at) => (
    <div
      key={at}
      aria-hidden="true"
      className="flex h-11 items-center gap-6 border-b border-line px-4 last:border-0"
    >
      <Skeleton className={cx('h-3.5', WIDTHS[at % WIDTHS.length])} />
      <Skeleton className="ml-auto h-3.5 w-16" />
    </div>
  ))
