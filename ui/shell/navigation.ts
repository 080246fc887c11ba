/** What stands in the sidebar and in the command palette, and who sees it. */
import type { Act, SignedIn } from '../api/session.ts'
import type { IconName } from '../parts/icon.tsx'

export interface Place {
  readonly to: string
  readonly label: string
  readonly icon: IconName
  /** Only for roles that may do this; without it for everybody. */
  readonly act?: Act
  /** More words by which the palette finds it. */
  readonly words?: string
}

export const PLACES: readonly Place[] = [
  { to: '/', label: 'Home', icon: 'home', words: 'overview health budget' },
  { to: '/connections', label: 'Connections', icon: 'plug', act: 'read', words: 'portal hubspot' },
  {
    to: '/intakes',
    label: 'Key requests',
    icon: 'key',
    act: 'read',
    words: 'intake hand over one-time link',
  },
  { to: '/groups', label: 'Groups', icon: 'group', act: 'read', words: 'grants scopes matrix' },
  {
    to: '/people',
    label: 'People',
    icon: 'person',
    act: 'read',
    words: 'members service accounts',
  },
  {
    to: '/requests',
    label: 'Access requests',
    icon: 'clock',
    words: 'ask elevation temporary approve',
  },
  {
    to: '/reviews',
    label: 'Access reviews',
    icon: 'check',
    words: 'campaign recertification attestation',
  },
  { to: '/activity', label: 'Activity', icon: 'activity', act: 'read', words: 'audit log calls' },
  { to: '/explain', label: 'Explain', icon: 'help', act: 'read', words: 'why refused chain' },
  { to: '/connect-your-ai', label: 'Connect your AI', icon: 'spark', words: 'claude cursor mcp' },
  { to: '/settings', label: 'Settings', icon: 'gear', act: 'read', words: 'organisation vault' },
]

/** Found by the palette, and behind the account menu. */
export const MORE_PLACES: readonly Place[] = [
  { to: '/account', label: 'My account', icon: 'passkey', words: 'passkeys sessions theme' },
  { to: '/connections/new', label: 'Connect a portal', icon: 'plus', act: 'secure' },
  { to: '/intakes/new', label: 'Ask for a key', icon: 'plus', act: 'secure' },
]

export const visible = (places: readonly Place[], { acts }: Pick<SignedIn, 'acts'>): Place[] =>
  places.filter(({ act }) => act === undefined || acts.includes(act))
