/** The frame of pages before one is inside: one sheet in the middle, whose Hubward it is above. */
import type { ReactNode } from 'react'
import { cx } from '../parts/cx.ts'
import { useDocumentTitle } from '../parts/page.tsx'
import { Mark } from '../shell/mark.tsx'

interface DoorProps {
  readonly title: string
  readonly text?: ReactNode
  readonly organisation?: string | undefined
  readonly wide?: boolean
  readonly children: ReactNode
  readonly foot?: ReactNode
}

export function Door({ title, text, organisation, wide, children, foot }: DoorProps) {
  useDocumentTitle(title)
  return (
    <main
      className={cx(
        'flex min-h-dvh flex-col items-center px-4 pt-8 pb-10',
        wide ? 'sm:pt-[6vh]' : 'sm:pt-[14vh]',
      )}
    >
      <div className={cx('flex w-full flex-col', wide ? 'max-w-xl' : 'max-w-[25rem]')}>
        <div className="mb-6 flex items-center gap-3">
          <Mark size={32} />
          <div className="min-w-0 leading-tight">
            <p className="font-semibold">Hubward</p>
            {/* Keeps its line while the name is on its way. */}
            <p className="h-4 truncate text-xs text-faint">{organisation}</p>
          </div>
        </div>
        <div className="rounded-lg border border-line bg-surface p-5 shadow-card sm:p-7">
          <h1 className="text-xl font-semibold tracking-[-0.012em]">{title}</h1>
          {text !== undefined && <div className="mt-1.5 text-soft">{text}</div>}
          <div className="mt-5 flex flex-col gap-4">{children}</div>
        </div>
        {foot !== undefined && <div className="mt-4 text-[0.8125rem] text-faint">{foot}</div>}
      </div>
    </main>
  )
}

/** "or", between the main way in and the others. */
export const Or = () => (
  <div className="flex items-center gap-3 text-xs text-faint" aria-hidden="true">
    <span className="h-px grow bg-line" />
    or
    <span className="h-px grow bg-line" />
  </div>
)
