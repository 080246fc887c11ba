/** By what somebody proved who they are. Only a description: nothing here opens anything. */

/**
 * - `key`: a client key, sent with every request.
 * - `session`: a person's sign-in in a browser.
 * - `authorisation`: an AI client or program that a person let in by OAuth; it sends access tokens.
 */
export type MeansKind = 'key' | 'session' | 'authorisation'

export interface Means {
  readonly kind: MeansKind
  /** `key_…`, `ses_…` or `aut_…`: what the audit names, and what is revoked. */
  readonly id: string
  /** The key's name, the client's, or the browser's. */
  readonly name: string
  readonly expiresAt: Date | null
}
