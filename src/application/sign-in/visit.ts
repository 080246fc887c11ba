/**
 * A browser at the door: where it comes from, and what its cookies are known by. The secrets
 * themselves stay in the door; here they are hashes.
 */
import type { Hash } from './ports.ts'

export interface Visit {
  /** The peer's, or what a trusted proxy says. */
  readonly address: string
  /** `User-Agent`. */
  readonly agent: string
  /** Of the session cookie; `null` where none came or a client key was sent. */
  readonly session: Hash | null
  /** Of the cookie that binds a visit to an identity provider to this browser. */
  readonly flow: Hash | null
  /** Asked by a page of itself, with nobody before it: it keeps no session alive. */
  readonly unattended: boolean
}
