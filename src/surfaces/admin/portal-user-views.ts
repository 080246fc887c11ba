/** Portal users, readings and changes as the admin API shows them: ids with the names they have. */
import type { Connection } from '../../domain/connection/connection.ts'
import type {
  Catalogue,
  StoredAlert,
  StoredChange,
  StoredReading,
} from '../../application/people/ports.ts'
import { HUBWARD } from '../../application/people/provisioning/doer-of.ts'
import type { MatchedUser } from '../../application/people/show-users.ts'
import type { SyncProgress } from '../../application/people/progress.ts'
import { wordsOf } from '../../domain/people/incompleteness.ts'
import type { Match, Person } from '../../domain/people/match.ts'
import { displayNameOf } from '../../domain/people/portal-user.ts'
import type { Incompleteness } from '../../domain/people/seal.ts'
import type {
  AlertView,
  PortalUserView,
  ReadingView,
  SyncProgressView,
  UserChangeView,
} from './contract/people.ts'

export const readingView = (reading: StoredReading): ReadingView => ({
  id: reading.id,
  state: reading.state,
  askedBy: reading.askedBy,
  begunAt: reading.begunAt.toISOString(),
  endedAt: reading.endedAt?.toISOString() ?? null,
  calls: reading.calls,
  usersRead: reading.usersRead,
  reasons: reading.reasons.map(reasonView),
  sealed: reading.sealed && {
    snapshot: reading.sealed.seal,
    users: reading.sealed.users,
    digest: reading.sealed.digest,
    provenBy: reading.sealed.provenBy,
    facets: { ...reading.sealed.facets },
    loginsFrom: reading.sealed.loginsFrom?.toISOString() ?? null,
  },
})

const reasonView = (why: Incompleteness) => ({ reason: why.reason, ...wordsOf(why) })

/** Names of permission sets and teams, by id. What is not in the catalogue keeps its id as name. */
export interface Names {
  readonly sets: ReadonlyMap<string, string>
  readonly teams: ReadonlyMap<string, string>
}

export const namesOf = ({ permissionSets, teams }: Catalogue): Names => ({
  sets: new Map(permissionSets.map(({ id, name }) => [id, name])),
  teams: new Map(teams.map(({ id, name }) => [id, name])),
})

const named = (names: ReadonlyMap<string, string>, id: string) => ({
  id,
  name: names.get(id) ?? id,
})

export function portalUserView(
  { user, presence, match, alerts, firstSeenAt, lastSeenAt, goneAt }: MatchedUser,
  { sets, teams }: Names,
  people: ReadonlyMap<string, Person>,
): PortalUserView {
  return {
    id: user.userId,
    email: user.email,
    name: displayNameOf(user),
    presence,
    superAdmin: user.superAdmin,
    permissionSets: user.permissionSetIds.map((id) => named(sets, id)),
    primaryTeam: user.primaryTeamId === null ? null : named(teams, user.primaryTeamId),
    secondaryTeams: user.secondaryTeamIds.map((id) => named(teams, id)),
    seats: [...user.seats],
    ownerId: user.ownerId,
    crmUserId: user.crmUserId,
    deactivated: user.deactivated,
    inferredInvited: user.inferredInvited,
    lastLoginAt: user.lastLoginAt,
    firstSeenAt: firstSeenAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    goneAt: goneAt?.toISOString() ?? null,
    match: {
      how: match.how,
      people: keysOf(match)
        .flatMap((key) => people.get(key) ?? [])
        .map(personView),
    },
    alerts: [...alerts],
  }
}

const personView = ({ key, name, email }: Person) => ({ id: key, name, email })

function keysOf(match: Match): readonly string[] {
  if (match.how === 'none') return []
  return match.how === 'ambiguous' ? match.personKeys : [match.personKey]
}

export function changeView(
  change: StoredChange,
  names: Names,
  emails: ReadonlyMap<string, string>,
  { hubspotUserId }: Pick<Connection, 'hubspotUserId'>,
): UserChangeView {
  const { id, userId, kind, before, after, from, to, attribution, plan } = change
  const value = (text: string | null) => text && nameOfValue(kind, text, names)
  return {
    id,
    user: { id: userId, email: emails.get(userId) ?? null },
    kind,
    before: value(before),
    after: value(after),
    from: from?.toISOString() ?? null,
    to: to.toISOString(),
    certainty: attribution.certainty,
    by: attribution.events.map(({ at, type, actorId }) => ({
      at: at.toISOString(),
      type,
      actorId,
      actor: actorId === null ? null : (emails.get(actorId) ?? null),
      ownCredential: actorId !== null && actorId === String(hubspotUserId),
    })),
    plan: plan && {
      id: plan.id,
      appliedBy: plan.appliedBy.id === HUBWARD ? null : plan.appliedBy.name,
    },
  }
}

function nameOfValue(kind: StoredChange['kind'], text: string, { sets, teams }: Names): string {
  if (kind === 'permission_set') return sets.get(text) ?? text
  return kind === 'primary_team' || kind === 'secondary_team' ? (teams.get(text) ?? text) : text
}

export const alertView = (
  { id, userId, kind, saw, openedAt }: StoredAlert,
  emails: ReadonlyMap<string, string>,
): AlertView => ({
  id,
  user: { id: userId, email: emails.get(userId) ?? null },
  kind,
  saw,
  openedAt: openedAt.toISOString(),
})

export function syncProgressView(event: SyncProgress): SyncProgressView {
  if (event.event === 'done') return { event: 'done', reading: readingView(event.reading) }
  if (event.event === 'again') return { event: 'again', reasons: event.reasons.map(reasonView) }
  return event
}
