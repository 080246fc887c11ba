/**
 * What changed between what was known of a portal's users and a sealed snapshot. Only what both sides
 * know is compared: a facet that could not be read this time changes nothing.
 */
import type { PortalUser } from './portal-user.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * `present`: in the newest snapshot. `missing`: not in it, and nothing else says that they left.
 * `removed`: missing from two in a row, or HubSpot said so.
 */
export type Presence = 'present' | 'missing' | 'removed'

export interface KnownUser {
  readonly user: PortalUser
  readonly presence: Presence
}

export const CHANGE_KINDS = [
  'added',
  'missing',
  'removed',
  'returned',
  'email',
  'name',
  'super_admin',
  'permission_set',
  'primary_team',
  'secondary_team',
  'seat',
  'deactivated',
] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

export interface UserChange {
  readonly userId: string
  readonly kind: ChangeKind
  /** Permission sets, teams, flags: what was given or taken. `null`: there is none. */
  readonly before: string | null
  readonly after: string | null
}

/** In order of users, then of {@link CHANGE_KINDS}. */
export function difference(
  known: ReadonlyMap<string, KnownUser>,
  snapshot: Snapshot,
  /** Of those who are not in the snapshot: who is proven to be gone. */
  gone: ReadonlySet<string>,
): readonly UserChange[] {
  const changes: UserChange[] = []
  const seen = new Set<string>()
  for (const user of snapshot.users) {
    seen.add(user.userId)
    const before = known.get(user.userId)
    if (!before) changes.push(plain(user.userId, 'added', null, user.email))
    else {
      if (before.presence !== 'present')
        changes.push(plain(user.userId, 'returned', before.presence, user.email))
      changes.push(...between(before.user, user))
    }
  }
  for (const [userId, { user, presence }] of known) {
    if (seen.has(userId) || presence === 'removed') continue
    if (presence === 'missing' || gone.has(userId))
      changes.push(plain(userId, 'removed', user.email, null))
    else changes.push(plain(userId, 'missing', user.email, null))
  }
  return changes
}

const plain = (
  userId: string,
  kind: ChangeKind,
  before: string | null,
  after: string | null,
): UserChange => ({ userId, kind, before, after })

function between(before: PortalUser, after: PortalUser): UserChange[] {
  const { userId } = after
  const changes: UserChange[] = []
  const value = (kind: ChangeKind, a: string | null, b: string | null): void => {
    if (a !== b) changes.push(plain(userId, kind, a, b))
  }
  const set = (kind: ChangeKind, a: readonly string[], b: readonly string[]): void => {
    for (const id of a) if (!b.includes(id)) changes.push(plain(userId, kind, id, null))
    for (const id of b) if (!a.includes(id)) changes.push(plain(userId, kind, null, id))
  }
  value('email', before.email, after.email)
  value('name', nameOf(before), nameOf(after))
  value('super_admin', String(before.superAdmin), String(after.superAdmin))
  set('permission_set', before.permissionSetIds, after.permissionSetIds)
  value('primary_team', before.primaryTeamId, after.primaryTeamId)
  set('secondary_team', before.secondaryTeamIds, after.secondaryTeamIds)
  set('seat', before.seats, after.seats)
  if (before.deactivated !== null && after.deactivated !== null)
    value('deactivated', String(before.deactivated), String(after.deactivated))
  return changes
}

const nameOf = ({ firstName, lastName }: PortalUser): string | null =>
  [firstName, lastName].filter(Boolean).join(' ') || null
