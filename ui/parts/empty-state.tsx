/** Nothing there yet: says what would be, why one wants it, and how to get the first one. */
import type { ReactNode } from 'react'
import { Drawing, type DrawingName } from './drawing.tsx'

interface EmptyProps {
  readonly drawing: DrawingName
  readonly title: ReactNode
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** Where it is all that there is on the page. */
  readonly whole?: boolean
}

export function EmptyState({ drawing, title, children, actions, whole }: EmptyProps) {
  const Title = whole ? 'h1' : 'p'
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-4 py-12 text-center">
      <Drawing name={drawing} />
      <Title className="mt-5 text-base font-semibold">{title}</Title>
      {children !== undefined && <div className="mt-1.5 text-soft">{children}</div>}
      {actions !== undefined && (
        <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>
      )}
    </div>
  )
}
