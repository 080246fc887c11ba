/** The tables as Kysely sees them: what a row holds, column by column, kept equal to migrations/. */
import type { ColumnType, Generated, GeneratedAlways, JSONColumnType } from 'kysely'
import type { PrincipalKind, Principal, Role } from '../../domain/access/entities.ts'
import type {
  AccountType,
  BudgetSettings,
  ConnectionState,
  CustomObjectType,
} from '../../domain/connection/connection.ts'
import type { CredentialKind } from '../../domain/credential/kind.ts'
import type { AuthorisationSchema } from './authorisation/schema.ts'
import type { HealthSchema } from './health/schema.ts'
import type { IntakeSchema } from './intake/schema.ts'
import type { NoticeSchema } from './notice/schema.ts'
import type { ScimSchema } from './scim/schema.ts'
import type { SlotRow } from './credential-slots.ts'
import type { PeopleSchema } from './people/schema.ts'
import type { ProvisioningSchema } from './provisioning/schema.ts'
import type { ReviewSchema } from './review/schema.ts'
import type { RequestSchema } from './requests/schema.ts'
import type { SignInSchema } from './sign-in/schema.ts'

export interface Schema
  extends
    AuthorisationSchema,
    HealthSchema,
    IntakeSchema,
    NoticeSchema,
    PeopleSchema,
    ScimSchema,
    ProvisioningSchema,
    ReviewSchema,
    RequestSchema,
    SignInSchema {
  /** Which file made what: written by the migrator, see migrate.ts. */
  migration_checksum: { name: string; sha256: string }
  organisation: {
    id: string
    name: string
    created_at: Generated<Date>
    the_one: Generated<boolean>
  }
  principal: {
    id: string
    kind: PrincipalKind
    name: string
    email: string | null
    role: Role
    state: Principal['state']
    created_at: Date
  }
  client_key: {
    id: string
    principal_id: string
    name: string
    hash: Buffer
    created_at: Date
    expires_at: Date | null
    revoked_at: Date | null
  }
  access_group: {
    id: string
    name: string
    title: string
    description: Generated<string>
    context: Generated<string>
    created_at: Generated<Date>
    /** Raised by triggers. */
    revision: ColumnType<number, never, never>
  }
  group_member: { group_id: string; principal_id: string }
  connection: {
    id: string
    name: string
    title: string
    kind: CredentialKind
    state: ConnectionState
    state_reason: string | null
    base_url: string
    portal_id: number
    portal_name: string | null
    account_type: AccountType
    hublet: string
    ui_domain: string
    time_zone: string
    hubspot_user_id: number | null
    hubspot_app_id: number | null
    hubspot_scopes: string[]
    custom_object_types: JSONColumnType<CustomObjectType[]>
    budget: JSONColumnType<BudgetSettings>
    created_at: Date
    checked_at: Date
  }
  connection_check: {
    id: string
    sequence: GeneratedAlways<number>
    connection_id: string
    state: 'running' | 'finished' | 'interrupted'
    started_at: Date
    alive_at: Date
    finished_at: Date | null
    requested_by: string | null
    test_flow: boolean
    report: ColumnType<unknown, string | null, string>
    test_email: string | null
    test_record_id: string | null
  }
  check_schedule: {
    connection_id: string
    every_days: number
    next_at: Date
  }
  access_grant: {
    id: string
    group_id: string
    connection_id: string
    scopes: string[]
    expires_at: Date | null
    created_at: Generated<Date>
  }
  secret_version: {
    connection_id: string
    field: string
    version: number
    kek_id: string
    kek_version: number
    wrapped_key: Buffer
    ciphertext: Buffer
    created_at: Date
  }
  credential_slot: {
    connection_id: string
    slot: SlotRow['slot']
    kind: CredentialKind
    facts: ColumnType<SlotRow['facts'], string | null, string | null>
    stored_at: Date
    ends_at: Date | null
    reminded_at_days: number | null
  }
  oauth_life: {
    connection_id: string
    generation: number
    issued_at: Date
    expires_at: Date
    ended: Generated<boolean>
  }
  oauth_authorization: {
    state_hash: string
    id: string
    begun_by: string
    request: JSONColumnType<object>
    created_at: Date
    expires_at: Date
  }
  oauth_authorization_secret: {
    state_hash: string
    field: string
    kek_id: string
    kek_version: number
    wrapped_key: Buffer
    ciphertext: Buffer
  }
  kek_check: {
    kek_id: string
    kek_version: number
    fingerprint: string
    sealed: Buffer
    state: Generated<'added' | 'active' | 'replaced'>
    created_at: Generated<Date>
  }
  kek_retired: {
    kek_id: string
    kek_version: number
    fingerprint: string
    added_at: Date
    retired_at: Date
  }
  vault_holder: {
    process_id: string
    host: string
    fingerprints: string[]
    seen_at: ColumnType<Date, Date, Date>
  }
  /** Raised by triggers; read and locked, never written from here. */
  picture_version: { the_one: boolean; version: ColumnType<number, never, never> }
  /** Kept by activity/count-calls.ts alone. */
  audit_cursor: { the_one: boolean; counted_through: ColumnType<number, never, never> }
  audit_hour: {
    bucket: Date
    first_sequence: number
    last_sequence: number
    events: number
  }
  last_use: { id: string; at: Date; sequence: number }
  saved_filter: {
    id: string
    owner_id: string
    name: string
    shared: boolean
    filter: JSONColumnType<Record<string, string>>
    created_at: Date
  }
  audit_event: {
    sequence: GeneratedAlways<number>
    at: Date
    type: 'call' | 'change'
    principal_id: string | null
    connection_id: string | null
    decision: string | null
    operation: string | null
    /** The event's canonical JSON, byte for byte. */
    body: Buffer
    /** These four of calls only, for the counting; older rows have none. */
    group_id: string | null
    door: string | null
    authenticated_by: string | null
    status: number | null
  }
}
