/**
 * HubSpot's security activity, as far as it concerns keys and the people who made them: which of
 * its types mean what, and whether an entry is about the key that we hold.
 *
 * @see HubSpot's account activity API: `type` has some 139 words, of which these concern keys
 */
import type { CredentialKind } from '../credential/kind.ts'

export const KEY_EVENT_MEANINGS = [
  'created',
  'revealed',
  'rotated',
  'deactivated',
  'scopes_changed',
  'secret_revealed',
  'secret_changed',
  'uninstalled',
  'creator_removed',
  'creator_demoted',
  'creator_restored',
] as const
export type KeyEventMeaning = (typeof KEY_EVENT_MEANINGS)[number]

type Family = 'service_key' | 'private_app' | 'public_app' | 'integration' | 'user'

interface Row {
  readonly means: KeyEventMeaning
  readonly family: Family
}

export const KEY_EVENTS: Readonly<Record<string, Row>> = {
  SERVICE_KEY_CREATE: { means: 'created', family: 'service_key' },
  SERVICE_KEY_REVEAL: { means: 'revealed', family: 'service_key' },
  SERVICE_KEY_ROTATE: { means: 'rotated', family: 'service_key' },
  SERVICE_KEY_DEACTIVATE: { means: 'deactivated', family: 'service_key' },
  SERVICE_KEY_PERMISSIONS_UPDATE: { means: 'scopes_changed', family: 'service_key' },
  PRIVATE_APP_ACCESS_TOKEN_CREATE: { means: 'created', family: 'private_app' },
  PRIVATE_APP_ACCESS_TOKEN_VIEW: { means: 'revealed', family: 'private_app' },
  PRIVATE_APP_ACCESS_TOKEN_ROTATE: { means: 'rotated', family: 'private_app' },
  PRIVATE_APP_ACCESS_TOKEN_DEACTIVATE: { means: 'deactivated', family: 'private_app' },
  PRIVATE_APP_SCOPE_GROUPS_UPDATE: { means: 'scopes_changed', family: 'private_app' },
  PRIVATE_APP_CLIENT_SECRET_VIEW: { means: 'secret_revealed', family: 'private_app' },
  PRIVATE_APP_CLIENT_SECRET_WRITE: { means: 'secret_changed', family: 'private_app' },
  PUBLIC_APP_CLIENT_SECRET_VIEW: { means: 'secret_revealed', family: 'public_app' },
  PUBLIC_APP_CLIENT_SECRET_WRITE: { means: 'secret_changed', family: 'public_app' },
  UNINSTALL_INTEGRATION: { means: 'uninstalled', family: 'integration' },
  REMOVE_USER: { means: 'creator_removed', family: 'user' },
  DEACTIVATE_USER: { means: 'creator_removed', family: 'user' },
  REMOVE_ADMIN_PERMISSIONS: { means: 'creator_demoted', family: 'user' },
  REMOVE_ADMIN_USER: { means: 'creator_demoted', family: 'user' },
  REACTIVATE_USER: { means: 'creator_restored', family: 'user' },
  ADD_ADMIN_PERMISSIONS: { means: 'creator_restored', family: 'user' },
}

/** Which families a credential of each kind belongs to. Static apps are taken to be like private ones. */
const FAMILIES: Readonly<Record<CredentialKind, readonly Family[]>> = {
  service_key: ['service_key', 'user'],
  private_app: ['private_app', 'user'],
  static_app: ['private_app', 'service_key', 'user'],
  oauth: ['public_app', 'private_app', 'integration'],
  developer_key: [],
}

/** An entry of HubSpot's security activity, as it came. */
export interface SecurityEntry {
  readonly id: string
  readonly at: Date
  readonly type: string
  /** Who did it. */
  readonly actorId: number | null
  readonly objectId: string | null
}

/** `this`: it names our key. `perhaps`: it is about a key of this kind and does not say which. */
export type Concern = 'this' | 'perhaps'

/** The key that we hold, as HubSpot numbers it. */
export interface OurKey {
  readonly kind: CredentialKind
  readonly appId: number | null
  readonly creatorId: number | null
  /** An event named our key by its app id before: then one that names another is not about ours. */
  readonly idsProven: boolean
}

/**
 * Whether an entry is about our key. That `objectId` is the app's id is not established: until it
 * proved right once, an entry that names something else stays possible.
 */
export function concernOf(
  entry: SecurityEntry,
  ours: OurKey,
): { readonly means: KeyEventMeaning; readonly concern: Concern } | null {
  const row = Object.hasOwn(KEY_EVENTS, entry.type) ? KEY_EVENTS[entry.type] : undefined
  if (!row) return null
  // Which kind it is was said by whoever pasted it; HubSpot's own number of it says more.
  const named = row.family !== 'user' && ours.appId !== null
  if (named && entry.objectId === String(ours.appId)) return { means: row.means, concern: 'this' }
  if (!FAMILIES[ours.kind].includes(row.family)) return null
  if (row.family === 'user')
    return ours.creatorId !== null && entry.objectId === String(ours.creatorId)
      ? { means: row.means, concern: 'this' }
      : null
  if (entry.objectId !== null && ours.idsProven) return null
  return { means: row.means, concern: 'perhaps' }
}

/** What each means for people: raised as a notice where `alarming`. */
export const KEY_EVENT_WORDS: Readonly<
  Record<KeyEventMeaning, { readonly title: string; readonly alarming: boolean }>
> = {
  created: { title: 'Key created', alarming: false },
  revealed: { title: 'Key shown to somebody', alarming: true },
  rotated: { title: 'Key rotated', alarming: true },
  deactivated: { title: 'Key deactivated', alarming: true },
  scopes_changed: { title: 'HubSpot scopes changed', alarming: true },
  secret_revealed: { title: 'Client secret shown to somebody', alarming: true },
  secret_changed: { title: 'Client secret changed', alarming: true },
  uninstalled: { title: 'App uninstalled', alarming: true },
  creator_removed: { title: 'The key’s maker was removed', alarming: true },
  creator_demoted: { title: 'The key’s maker lost admin rights', alarming: true },
  creator_restored: { title: 'The key’s maker has rights again', alarming: false },
}
