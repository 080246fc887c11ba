/**
 * What is known when a connection's health is judged: what came of asking HubSpot, what else could
 * be reached, how other portals fare. Collected elsewhere; here it is only named.
 */
import type { LimitPolicy } from '../hubspot/errors.ts'
import type { KeyEventMeaning } from './key-events.ts'

/** What came of asking the portal who it is, with the credential. */
export type Asked =
  | { readonly kind: 'portal'; readonly portalId: number }
  /** HubSpot accepts the credential and does not let it read the account. */
  | { readonly kind: 'account_shut' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'refused'; readonly saysSwitchedOff: boolean }
  /** HubSpot refuses it, and was asked in vain about the one before, which may take its place. */
  | { readonly kind: 'in_doubt' }
  /** The token endpoint no longer takes the refresh token. */
  | { readonly kind: 'grant_ended' }
  /** It was revoked here: there is no credential to ask with. */
  | { readonly kind: 'wiped_here' }
  | { readonly kind: 'migrating'; readonly retryAfterMs: number | null }
  | { readonly kind: 'wrong_hublet'; readonly hublet: string | null }
  | {
      readonly kind: 'rate_limited'
      readonly bucket: LimitPolicy
      readonly retryAfterMs: number | null
    }
  | { readonly kind: 'server_error'; readonly status: number }
  /** Something that is not HubSpot answered: no header of HubSpot's, no JSON, or 407. */
  | { readonly kind: 'not_hubspot'; readonly status: number }
  | { readonly kind: 'strange'; readonly status: number }
  | { readonly kind: 'unreached'; readonly failure: PathFailure; readonly host: string }

/** How far a connection came. `silent`: it stood, and no answer came in time. */
export type PathFailure = 'name' | 'refused' | 'timed_out' | 'tls' | 'silent'

export interface Evidence {
  readonly at: Date
  readonly asked: Asked
  /** HubSpot scopes by HubSpot's own word; `null` where it did not tell. */
  readonly scopesNow: readonly string[] | null
  /** As they were when a person last looked: at connecting, rotating, rechecking. */
  readonly scopesBefore: readonly string[]
  /** Scopes of Hubward that groups hold here and that need what is missing. */
  readonly affects: (missing: readonly string[]) => readonly string[]
  readonly portalId: number
  /** When the portal's day ends. */
  readonly dayEndsAt: Date
  readonly elsewhere: Elsewhere
  /** The newest event in HubSpot's security activity about this key, where it may be read. */
  readonly keyEvent: KeyEventMeaning | null
  /** A live call was refused because the key's maker lacks rights. */
  readonly creatorRefused: boolean
}

/** How the rest of the world fares, seen from here, within the last minutes. */
export interface Elsewhere {
  /** A host that is not HubSpot's was tried; `null` where there is none to try. */
  readonly referenceReached: boolean | null
  /** Its name alone was resolved. */
  readonly referenceResolved: boolean | null
  /** Other portals at the same host that HubSpot answered, with whatever status below 500. */
  readonly sameHostAnswered: number
  /** Other portals at other hosts of HubSpot that were answered so. */
  readonly otherHostAnswered: number
  /** Other portals that got errors of HubSpot's own. */
  readonly othersInError: number
}
