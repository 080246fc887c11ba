/** What an application asks of the portal, and what can come back. Statuses and JSON stay outside. */
import type { AccessState } from '../plan/access-state.ts'
import type { MovedRecords, RecordMove } from '../plan/plan.ts'

export interface ReadUser {
  readonly userId: string
  readonly email: string
  readonly superAdmin: boolean
  readonly state: AccessState
}

export type PortalRead =
  | { readonly ask: 'read'; readonly userId: string }
  | { readonly ask: 'find'; readonly email: string }
  /** The next records, a hundred at most, that name the owner. */
  | { readonly ask: 'owned'; readonly move: RecordMove }

export type PortalWrite =
  | {
      readonly ask: 'create'
      readonly email: string
      readonly state: AccessState
      readonly welcome: boolean
    }
  /** Always the whole state; names only where they may be written. */
  | {
      readonly ask: 'put'
      readonly userId: string
      readonly state: AccessState
      readonly names: boolean
    }
  | { readonly ask: 'remove'; readonly userId: string }
  | { readonly ask: 'move'; readonly records: MovedRecords; readonly toOwnerId: string }

export type PortalCall = PortalRead | PortalWrite

/** Why the whole run stops: going on would meet the same at once, or worse. */
export type StopReason =
  | 'limited'
  | 'unauthorised'
  | 'forbidden'
  | 'unreachable'
  | 'not_recorded'
  | 'unreadable'
  | 'halted'
  | 'overtaken'

export type PortalAnswer =
  | { readonly heard: 'user'; readonly user: ReadUser }
  /** A write was carried out. */
  | { readonly heard: 'done' }
  | { readonly heard: 'absent' }
  | { readonly heard: 'records'; readonly records: MovedRecords | null }
  /** HubSpot carried nothing out. `names`: because of the names alone. */
  | { readonly heard: 'refused'; readonly status: number; readonly names: boolean }
  /** Nothing was carried out, and nothing more shall be asked. */
  | { readonly heard: 'stop'; readonly why: StopReason }
  /** No answer, or one that tells nothing: a write may have been carried out. */
  | { readonly heard: 'nothing' }
