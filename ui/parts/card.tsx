/** A sheet on the page, and the label–value lists that stand on it. */
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

interface CardProps {
  readonly title?: ReactNode
  /** One sentence below the title. */
  readonly text?: ReactNode
  readonly actions?: ReactNode
  /** For tables and lists, which reach the edge. */
  readonly flush?: boolean
  readonly className?: string
  readonly children?: ReactNode
}

export function Card({ title, text, actions, flush, className, children }: CardProps) {
  return (
    <section
      className={cx('min-w-0 rounded-lg border border-line bg-surface shadow-card', className)}
    >
      {(title !== undefined || actions !== undefined) && (
        <header
          className={cx(
            'flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-3.5 sm:px-5',
            flush ? 'pb-3.5 border-b border-line' : children === undefined ? 'pb-4' : 'pb-1',
          )}
        >
          <div className="min-w-0 grow">
            {title !== undefined && <h2 className="text-[0.9375rem] font-semibold">{title}</h2>}
            {text !== undefined && <p className="mt-0.5 max-w-prose text-soft">{text}</p>}
          </div>
          {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
      )}
      {children !== undefined && (
        <div className={flush ? '' : 'px-4 pt-3 pb-4 sm:px-5'}>{children}</div>
      )}
    </section>
  )
}

/** Facts about one thing: name on the left, value on the right; below each other when narrow. */
export function Facts({
  facts,
}: {
  facts: readonly (readonly [name: ReactNode, value: ReactNode])[]
}) {
  return (
    <dl className="grid gap-x-6 gap-y-2.5 sm:grid-cols-[minmax(7rem,auto)_1fr]">
      {facts.map(([name, value], at) => (
        <div
          key={at}
          className="grid gap-y-0.5 sm:col-span-2 sm:grid-cols-subgrid sm:items-baseline"
        >
          <dt className="text-faint">{name}</dt>
          <dd className="min-w-0">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
