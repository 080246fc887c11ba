/**
 * Who did it: a change between two snapshots beside what HubSpot's security activity tells of that
 * user in the time between. What HubSpot has no word for stays without a name, and says so.
 */
import type { ChangeKind, UserChange } from './difference.ts'
import type { UserEvent } from './reading.ts'

/** Types of HubSpot's security activity that tell of each kind of change (facts §4). */
const TOLD_BY: Readonly<Partial<Record<ChangeKind, (change: UserChange) => readonly string[]>>> = {
  // Who was deactivated and in no list looks new, once reactivated.
  added: () => ['ADD_USER', 'REACTIVATE_USER'],
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

/** Milliseconds by which HubSpot's clock and ours may differ. */
const SKEW_MS = 5 * 60_000

/**
 * @param events `null` where the security activity was not read. They reach back further than the
 *   time between, since entries may show late
 * @param since when the reading of the snapshot before began: what was earlier was seen by it
 */
export function attribute(
  change: UserChange,
  events: readonly UserEvent[] | null,
  since: Date | null,
): Attribution {
  const types = TOLD_BY[change.kind]?.(change)
  if (!types) return { certainty: 'untold', events: [] }
  if (events === null) return { certainty: 'unread', events: [] }
  const from = since?.getTime() ?? 0
  const near = events
    .filter(({ type, userId }) => types.includes(type) && isNamed(change, userId))
    .filter(({ at }) => at.getTime() >= from - SKEW_MS)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
  const within = near.filter(({ at }) => at.getTime() >= from)
  // What is earlier by a difference of clocks may as well be earlier indeed.
  if (within.length === 0)
    return { certainty: near.length > 0 ? 'several' : 'silent', events: near }
  const actors = new Set(within.map(({ actorId }) => actorId))
  const isTold = actors.size === 1 && within.some(({ userId }) => userId === change.userId)
  return { certainty: isTold ? 'told' : 'several', events: within }
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
