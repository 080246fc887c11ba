/** Few things below each other, each with a title, remarks and its own actions. */
import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

export const List = ({ label, children }: { label: string; children: ReactNode }) => (
  <ul aria-label={label} className="divide-y divide-line">
    {children}
  </ul>
)

interface RowProps {
  readonly icon?: IconName
  readonly title: ReactNode
  /** Beside the title: badges. */
  readonly mark?: ReactNode
  readonly text?: ReactNode
  readonly actions?: ReactNode
}

export function ListRow({ icon, title, mark, text, actions }: RowProps) {
  return (
    <li className="flex items-start gap-3 px-4 py-3 sm:px-5">
      {icon && <Icon name={icon} className="mt-0.5 text-soft" />}
      <div className="min-w-0 grow">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="font-medium">{title}</span>
          {mark}
        </div>
        {text !== undefined && <div className="mt-0.5 text-[0.8125rem] text-faint">{text}</div>}
      </div>
      {actions !== undefined && <div className="-my-0.5 flex shrink-0 gap-1">{actions}</div>}
    </li>
  )
}
