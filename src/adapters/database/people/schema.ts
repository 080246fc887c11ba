/** The tables of migration 0018, as Kysely sees them. */
import type { GeneratedAlways, Generated, JSONColumnType } from 'kysely'
import type { Catalogue, ReadingState } from '../../../application/people/ports.ts'
import type { AlertKind, AlertRules } from '../../../domain/people/alerts.ts'
import type { Attribution } from '../../../domain/people/attribution.ts'
import type { ChangeKind, Presence } from '../../../domain/people/difference.ts'
import type { PortalUser } from '../../../domain/people/portal-user.ts'
import type { Incompleteness } from '../../../domain/people/seal.ts'
import type { Facets, Proof } from '../../../domain/people/snapshot.ts'

/** A user without what changes daily. */
export type StoredUser = Omit<PortalUser, 'lastLoginAt' | 'inferredInvited'>

/** An event as it is stored: its time as text. */
export interface StoredEvent {
  readonly hubspotId: string
  readonly at: string
  readonly type: string
  readonly actorId: string | null
  readonly userId: string | null
}

export interface PeopleSchema {
  people_reading: {
    id: string
    connection_id: string
    state: ReadingState
    asked_by: string | null
    begun_at: Date
    ended_at: Date | null
    alive_at: Date
    calls: Generated<number>
    users_read: Generated<number>
    reasons: JSONColumnType<readonly Incompleteness[]>
    facets: JSONColumnType<Facets> | null
    proven_by: Proof | null
    logins_from: Date | null
    hubspot_scopes: JSONColumnType<readonly string[]> | null
    catalogue: JSONColumnType<Catalogue> | null
    users: number | null
    digest: string | null
    seal: number | null
  }
  portal_user_version: {
    connection_id: string
    user_id: string
    from_seal: number
    to_seal: number | null
    data: JSONColumnType<StoredUser>
  }
  portal_user: {
    connection_id: string
    user_id: string
    email: string
    email_key: string
    name: string
    presence: Presence
    super_admin: boolean
    data: JSONColumnType<StoredUser>
    last_login_at: Date | null
    inferred_invited: boolean
    first_seen_at: Date
    last_seen_at: Date
    gone_at: Date | null
  }
  portal_user_change: {
    id: GeneratedAlways<number>
    connection_id: string
    reading_id: string
    user_id: string
    kind: ChangeKind
    before: string | null
    after: string | null
    between_from: Date | null
    between_to: Date
    certainty: Attribution['certainty']
    events: JSONColumnType<readonly StoredEvent[]>
    /** Of migration 0027. */
    plan_id: string | null
  }
  portal_user_link: {
    connection_id: string
    user_id: string
    person_key: string
    linked_by: string
    linked_at: Date
  }
  portal_user_alert: {
    id: GeneratedAlways<number>
    connection_id: string
    user_id: string
    kind: AlertKind
    saw: string
    opened_at: Date
    closed_at: Date | null
    closed_by: string | null
  }
  people_settings: {
    connection_id: string
    every_hours: number | null
    next_at: Date | null
    rules: JSONColumnType<AlertRules>
  }
}
