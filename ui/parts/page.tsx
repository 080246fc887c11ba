/** A page's frame: title, what it is for, its main action. Sets the document's title as well. */
import { Link, type LinkComponentProps } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { Icon } from './icon.tsx'

interface PageProps {
  /** Also the document's title. */
  readonly title: string
  /** What one does here, in a sentence. */
  readonly text?: ReactNode
  /** Beside the title: a state. */
  readonly mark?: ReactNode
  /** The main action last. */
  readonly actions?: ReactNode
  /** The list that this is one of. */
  readonly back?: {
    readonly to: string
    readonly search?: LinkComponentProps['search']
    readonly label: string
  }
  /** Forms and reading pages are narrow, tables are not. */
  readonly width?: 'narrow' | 'normal' | 'full'
  readonly children: ReactNode
}

const WIDTHS = { narrow: 'max-w-2xl', normal: 'max-w-6xl', full: 'max-w-none' } as const

export function Page({ title, text, mark, actions, back, width = 'normal', children }: PageProps) {
  useDocumentTitle(title)
  return (
    <div className={cx('mx-auto w-full px-4 pt-5 pb-16 sm:px-8 sm:pt-8', WIDTHS[width])}>
      <header className="mb-6 flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 grow basis-72">
          {back && (
            <Link
              {...({ to: back.to, search: back.search ?? {} } as LinkComponentProps)}
              className="mb-1.5 inline-flex items-center gap-1.5 text-[0.8125rem] text-soft hover:text-ink print:hidden"
            >
              <Icon name="arrow-left" size={14} />
              {back.label}
            </Link>
          )}
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-[1.375rem] leading-8 font-semibold tracking-[-0.012em]">{title}</h1>
            {mark}
          </div>
          {text !== undefined && <p className="mt-1 max-w-prose text-soft">{text}</p>}
        </div>
        {actions !== undefined && (
          <div className="flex flex-wrap items-center gap-2 pt-0.5 print:hidden">{actions}</div>
        )}
      </header>
      {children}
    </div>
  )
}

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Hubward`
  }, [title])
}
