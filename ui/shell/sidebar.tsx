/** The way around: whose Hubward it is, search, the pages one's role may see, the account. */
import { Link } from '@tanstack/react-router'
import { useSession } from '../api/session.ts'
import { Bell } from '../notices/bell.tsx'
import { Icon } from '../parts/icon.tsx'
import { AccountMenu } from './account-menu.tsx'
import { LiveState } from './live-state.tsx'
import { Mark } from './mark.tsx'
import { PLACES, visible } from './navigation.ts'

const ITEM =
  'flex h-9 items-center gap-3 rounded-md px-2.5 font-medium text-soft transition-colors hover:bg-hover hover:text-ink'

export function Sidebar({ onSearch, onGo }: { onSearch: () => void; onGo?: () => void }) {
  const session = useSession()
  return (
    <div className="flex h-full flex-col">
      <div className="flex items-center gap-3 px-4 pt-4 pb-3">
        <Mark />
        <div className="min-w-0 grow leading-tight">
          <p className="font-semibold tracking-[-0.01em]">Hubward</p>
          <p className="truncate text-xs text-faint">{session.organisation.name}</p>
        </div>
        {!onGo && <Bell />}
      </div>
      <div className="px-3 pb-3">
        <button
          type="button"
          onClick={onSearch}
          className="flex h-9 w-full items-center gap-2.5 rounded-md border border-line bg-canvas px-2.5 text-faint hover:border-line-strong"
        >
          <Icon name="search" size={16} />
          <span className="grow text-left">Go to…</span>
          <kbd className="rounded-sm border border-line px-1 text-[0.6875rem]">{SHORTCUT}</kbd>
        </button>
      </div>
      <nav aria-label="Pages" className="min-h-0 grow overflow-y-auto px-3">
        <ul className="flex flex-col gap-0.5">
          {visible(PLACES, session).map(({ to, label, icon }) => (
            <li key={to}>
              <Link
                to={to}
                activeOptions={{ exact: to === '/' }}
                activeProps={{
                  className: 'bg-accent-wash text-accent-strong! hover:bg-accent-wash',
                }}
                className={ITEM}
                {...(onGo && { onClick: onGo })}
              >
                <Icon name={icon} />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <LiveState />
      <div className="border-t border-line p-2">
        <AccountMenu />
      </div>
    </div>
  )
}

const SHORTCUT = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'
