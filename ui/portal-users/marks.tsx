/** Small things about a portal user, as they stand in tables and on the user's page. */
import { Badge, StatusDot } from '../parts/badge.tsx'
import { Day, RelativeTime } from '../parts/time.tsx'
import type { AlertKind, PortalUser, Sealed } from './types.ts'
import { ALERTS, stateOf } from './words.ts'

export function UserState({ user }: { user: PortalUser }) {
  const { word, tone } = stateOf(user)
  return <StatusDot tone={tone}>{word}</StatusDot>
}

export const AlertBadge = ({ kind }: { kind: AlertKind }) => (
  <Badge tone={ALERTS[kind].tone}>{ALERTS[kind].title}</Badge>
)

/** What the API shows of permissions. */
export function Permissions({ user: { superAdmin, permissionSets } }: { user: PortalUser }) {
  if (!superAdmin && permissionSets.length === 0)
    return <span className="text-faint">none shown</span>
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      {superAdmin && <Badge tone="accent">Super admin</Badge>}
      {permissionSets.length > 0 && (
        <span>{permissionSets.map(({ name }) => name).join(', ')}</span>
      )}
    </span>
  )
}

/** Never "never": only the window that was read is known. */
export function LastLogin({
  user: { lastLoginAt },
  sealed,
}: {
  user: PortalUser
  sealed: Sealed | null
}) {
  if (lastLoginAt !== null) return <RelativeTime at={lastLoginAt} />
  if (sealed?.loginsFrom)
    return (
      <span className="text-faint">
        none since <Day at={sealed.loginsFrom} />
      </span>
    )
  return <span className="text-faint">not read</span>
}
