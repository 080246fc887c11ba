/**
 * Who did it: a change between two snapshots beside what HubSpot's security activity tells of that
 * user in the time between. What HubSpot has no word for stays without a name, and says so.
 */
import type { ChangeKind, UserChange } from './difference.ts'
import type { UserEvent } from './reading.ts'

/** Types of HubSpot's security activity that tell of each kind of change (facts §4). */
const TOLD_BY: Readonly<Partial<Record<ChangeKind, (change: UserChange) => readonly string[]>>> = {
  added: () => ['ADD_USER'],
  returned: () => ['ADD_USER', 'REACTIVATE_USER'],
  missing: () => ['REMOVE_USER'],
  removed: () => ['REMOVE_USER'],
  deactivated: ({ after }) => (after === 'true' ? ['DEACTIVATE_USER'] : ['REACTIVATE_USER']),
  super_admin: ({ after }) =>
    after === 'true'
      ? ['ADD_ADMIN_USER', 'ADD_ADMIN_PERMISSIONS']
      : ['REMOVE_ADMIN_USER', 'REMOVE_ADMIN_PERMISSIONS'],
  primary_team: () => ['TEAM_USER_ADDED', 'TEAM_USER_DELETED'],
  secondary_team: ({ after }) => (after === null ? ['TEAM_USER_DELETED'] : ['TEAM_USER_ADDED']),
}

export interface Attribution {
  /**
   * `told`: one person did all that fits. `several`: one of these, or perhaps somebody else's change of
   * the same team. `silent`: HubSpot has
   * a word for it and did not say it. `untold`: HubSpot has no word for it. `unread`: could not be read.
   */
  readonly certainty: 'told' | 'several' | 'silent' | 'untold' | 'unread'
  /** Those events, oldest first. */
  readonly events: readonly UserEvent[]
}

/** @param events `null` where the security activity was not read */
export function attribute(change: UserChange, events: readonly UserEvent[] | null): Attribution {
  const types = TOLD_BY[change.kind]?.(change)
  if (!types) return { certainty: 'untold', events: [] }
  if (events === null) return { certainty: 'unread', events: [] }
  const fitting = events
    .filter(({ type, userId }) => types.includes(type) && isNamed(change, userId))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
  if (fitting.length === 0) return { certainty: 'silent', events: [] }
  const actors = new Set(fitting.map(({ actorId }) => actorId))
  const isTold = actors.size === 1 && fitting.some(({ userId }) => userId === change.userId)
  return { certainty: isTold ? 'told' : 'several', events: fitting }
}

/**
 * Whether an event about a team's members names the user or the team is not established (facts §10). One
 * that names the team may be about another user of it, so it is never told for certain.
 */
function isNamed({ kind, userId, before, after }: UserChange, named: string | null): boolean {
  if (named === userId) return true
  return (
    (kind === 'primary_team' || kind === 'secondary_team') &&
    named !== null &&
    (named === before || named === after)
  )
}

/** Types worth keeping of the security activity. */
export const USER_EVENT_TYPES: ReadonlySet<string> = new Set([
  'ADD_USER',
  'REMOVE_USER',
  'DEACTIVATE_USER',
  'REACTIVATE_USER',
  'ADD_ADMIN_USER',
  'REMOVE_ADMIN_USER',
  'ADD_ADMIN_PERMISSIONS',
  'REMOVE_ADMIN_PERMISSIONS',
  'TEAM_USER_ADDED',
  'TEAM_USER_DELETED',
])
