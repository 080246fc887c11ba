/** What will change, line by line: a sign, a word for screen readers, and the thing itself. */
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export interface Change {
  readonly key: string
  readonly kind: 'added' | 'removed' | 'changed'
  readonly what: ReactNode
  /** What follows from it. */
  readonly detail?: ReactNode
}

const KINDS = {
  added: { sign: '+', word: 'Added', look: 'bg-good-wash text-good' },
  removed: { sign: '−', word: 'Removed', look: 'bg-bad-wash text-bad' },
  changed: { sign: '~', word: 'Changed', look: 'bg-warn-wash text-warn' },
} as const

export function DiffList({ changes, label }: { changes: readonly Change[]; label: string }) {
  return (
    <ul aria-label={label} className="flex flex-col gap-1.5">
      {changes.map(({ key, kind, what, detail }) => {
        const { sign, word, look } = KINDS[kind]
        return (
          <li key={key} className="flex items-start gap-2.5">
            <span
              aria-hidden="true"
              className={cx(
                'mt-px grid size-5 shrink-0 place-items-center rounded-sm font-mono text-sm leading-none',
                look,
              )}
            >
              {sign}
            </span>
            <span className="min-w-0">
              <span className="sr-only">{word}: </span>
              {what}
              {detail !== undefined && (
                <span className="block text-[0.8125rem] text-faint">{detail}</span>
              )}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
