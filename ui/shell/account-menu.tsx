/** Behind one's own name: account, theme, sign out. */
import { signOut, useSession } from '../api/session.ts'
import { refusalOf } from '../api/refusal.ts'
import { Icon } from '../parts/icon.tsx'
import { Menu } from '../parts/menu.tsx'
import { say } from '../parts/toast.tsx'
import { setTheme, THEMES, useTheme, type Theme } from './theme.ts'

export const ROLE_NAMES: Record<string, string> = {
  admin: 'Admin',
  security_admin: 'Security admin',
  approver: 'Approver',
  auditor: 'Auditor',
  operator: 'Operator',
  member: 'Member',
}

export function AccountMenu() {
  const { person, role } = useSession()
  const theme = useTheme()
  return (
    <Menu
      align="start"
      side="top"
      trigger={
        <button
          type="button"
          className="flex w-full items-center gap-2.5 rounded-md p-2 text-left hover:bg-hover data-[state=open]:bg-hover"
        >
          <Initials name={person.name} />
          <span className="min-w-0 grow leading-tight">
            <span className="block truncate font-medium">{person.name}</span>
            <span className="block truncate text-xs text-faint">{ROLE_NAMES[role] ?? role}</span>
          </span>
          <Icon name="sort" size={16} className="text-faint" />
        </button>
      }
      head={
        <>
          <span className="block truncate font-medium">{person.name}</span>
          <span className="block truncate text-[0.8125rem] text-faint">{person.email}</span>
        </>
      }
      items={[
        { label: 'My account', icon: 'passkey', to: '/account' },
        'line',
        {
          choice: 'Theme',
          stays: true,
          value: theme,
          onChange: (value) => setTheme(value as Theme),
          options: THEMES,
        },
        'line',
        {
          label: 'Sign out',
          icon: 'door',
          onSelect: () =>
            void signOut().catch((thrown: unknown) =>
              say(refusalOf(thrown).message, { tone: 'bad' }),
            ),
        },
      ]}
    />
  )
}

/** A person's initials, where others would fetch a picture from a third party. */
export function Initials({ name }: { name: string }) {
  const letters = name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .filter((letter) => /[\p{L}\p{N}]/u.test(letter))
  return (
    <span
      aria-hidden="true"
      className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-wash text-xs font-semibold text-accent-strong uppercase"
    >
      {letters[0]}
      {letters.length > 1 && letters.at(-1)}
    </span>
  )
}
