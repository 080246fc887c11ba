/** A remark that stands in the page: a fact to know, a warning, a refusal. */
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad'

const TONES: Record<
  Tone,
  { readonly box: string; readonly mark: string; readonly icon: IconName }
> = {
  plain: { box: 'border-line bg-sunken', mark: 'text-soft', icon: 'info' },
  accent: { box: 'border-accent-line bg-accent-wash', mark: 'text-accent', icon: 'info' },
  good: { box: 'border-good/35 bg-good-wash', mark: 'text-good', icon: 'check' },
  warn: { box: 'border-warn/35 bg-warn-wash', mark: 'text-warn', icon: 'warning' },
  bad: { box: 'border-bad/35 bg-bad-wash', mark: 'text-bad', icon: 'warning' },
}

interface CalloutProps {
  readonly tone?: Tone
  readonly title?: ReactNode
  readonly icon?: IconName
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** Read aloud when it appears. */
  readonly alert?: boolean
}

export function Callout({ tone = 'plain', title, icon, children, actions, alert }: CalloutProps) {
  const { box, mark, icon: own } = TONES[tone]
  return (
    <div
      className={cx('flex gap-3 rounded-lg border px-4 py-3', box)}
      {...(alert && { role: 'alert', tabIndex: -1 })}
    >
      <Icon name={icon ?? own} className={cx('mt-px', mark)} />
      <div className="flex min-w-0 grow flex-col gap-2">
        <div className="max-w-prose">
          {title !== undefined && <p className="font-medium">{title}</p>}
          {children !== undefined && (
            <div className={title === undefined ? '' : 'mt-0.5 text-soft'}>{children}</div>
          )}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  )
}
