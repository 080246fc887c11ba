/** The named link to one HubSpot portal: its state, and what is known of the portal. */
import type { CredentialKind } from '../credential/kind.ts'

/**
 * `pending`: stored, but no check of it was green yet, so no call goes through. `active`: calls flow. `suspended`: an admin paused it. `needs_reauth`: HubSpot no longer
 * accepts the credential. `disconnected`: ended, secrets wiped, kept for the audit's sake.
 */
export type ConnectionState = 'pending' | 'active' | 'suspended' | 'needs_reauth' | 'disconnected'

/** HubSpot's words; `UNKNOWN` where it said none of them, or the credential may not read the account. */
export type AccountType = 'STANDARD' | 'DEVELOPER_TEST' | 'SANDBOX' | 'APP_DEVELOPER' | 'UNKNOWN'

const ACCOUNT_TYPES: Readonly<Record<string, string>> = {
  STANDARD: 'a standard account',
  DEVELOPER_TEST: 'a developer test account',
  SANDBOX: 'a sandbox',
  APP_DEVELOPER: 'an app developer account',
  UNKNOWN: 'of a type that HubSpot does not tell',
} satisfies Readonly<Record<AccountType, string>>

/** The same for people, in the middle of a sentence. */
export const accountTypeWords = (type: string): string => ACCOUNT_TYPES[type] ?? type

/** A custom object type of the portal, so that its names and `2-…` id mean one thing. */
export interface CustomObjectType {
  /** HubSpot's short name: `car`. */
  readonly name: string
  /** `2-987`. */
  readonly objectTypeId: string
  /** `p123_car`. */
  readonly fullyQualifiedName: string
}

/** What an admin may set by hand about the portal's allowance; `null` means: by account tier. */
export interface BudgetSettings {
  /** Calls per rolling 10 seconds. */
  readonly burst: number | null
  /** Search calls per second. */
  readonly search: number | null
  /** Association calls per rolling 10 seconds. */
  readonly associations: number | null
  /** Calls per day in the portal's time zone. */
  readonly daily: number | null
}

export interface Connection {
  readonly id: string
  /** Unique slug, part of every path: `/hubspot/<name>/…`. */
  readonly name: string
  /** The friendly name as typed. */
  readonly title: string
  readonly kind: CredentialKind
  readonly state: ConnectionState
  /** Why it is not active, for people. */
  readonly stateReason: string | null
  /** Origin of HubSpot's API for this portal, without a trailing slash. */
  readonly baseUrl: string
  readonly portalId: number
  readonly portalName: string | null
  readonly accountType: AccountType
  /** `na1`, `eu1`, … */
  readonly hublet: string
  /** `app.hubspot.com`, for links to records. */
  readonly uiDomain: string
  /** IANA name; the daily budget resets at its midnight. */
  readonly timeZone: string
  /** HubSpot user and app behind the credential, where HubSpot tells. */
  readonly hubspotUserId: number | null
  readonly hubspotAppId: number | null
  /** HubSpot scopes that the credential holds. */
  readonly hubspotScopes: readonly string[]
  readonly customObjectTypes: readonly CustomObjectType[]
  readonly budget: BudgetSettings
  readonly createdAt: Date
  readonly checkedAt: Date
}
