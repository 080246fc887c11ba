/** The rows of requests, and of those who may answer them. */
import type {
  AccessRequest,
  Elevation,
  RequestState,
} from '../../../domain/people/request/request.ts'

export interface Approver {
  readonly principalId: string
  /** For requests of this group's members; `null`: for all of the connection. */
  readonly groupId: string | null
}

/** What changes with a way: whatever is left out stays. */
export interface RequestChange {
  readonly state: RequestState
  readonly decided?: AccessRequest['decided']
  readonly planId?: string
  readonly elevation?: Elevation
  readonly userId?: string
  readonly grantedAt?: Date
  readonly endsAt?: Date
  readonly endedAt?: Date
  readonly held?: string | null
  readonly nextAt?: Date
  /** How often in a row its plan did not do it. */
  readonly tries?: number
}

/** Whose requests somebody may see: their own, and those that they were named for. */
export interface Reach {
  readonly principalId: string
  /** With those of before who had the address. */
  readonly selves: readonly string[]
  readonly email: string | null
}

export interface RequestRepository {
  /** @throws HubwardError `people.request_open` where the user has another one */
  insert(request: AccessRequest): Promise<void>
  get(id: string): Promise<AccessRequest | undefined>
  /** Newest first. */
  list(
    connectionId: string | null,
    which: {
      readonly open: boolean
      readonly limit: number
      /** `null`: everybody's. */
      readonly reach: Reach | null
    },
  ): Promise<readonly AccessRequest[]>
  /** One statement, whose condition is where it comes from. @returns false where it is elsewhere by now */
  go(id: string, from: readonly RequestState[], change: RequestChange): Promise<boolean>
  /**
   * Says what holds it up, and when to look again; its state stays.
   *
   * @param failed its plan did not do it: that is counted until it goes on
   * @returns false where it is in another state by now
   */
  hold(
    id: string,
    state: RequestState,
    why: { readonly held: string; readonly nextAt: Date; readonly failed: boolean },
  ): Promise<boolean>
  /** Whatever is open on the connection is looked at next. */
  wake(connectionId: string, now: Date): Promise<void>
  /**
   * Connections on which something is due. What was due is claimed, and comes again later; another request
   * of the same connection may come due for another process meanwhile.
   */
  claimDue(now: Date, again: Date, most: number): Promise<readonly string[]>
  /** Of a connection: in any of these states. */
  inStates(connectionId: string, states: readonly RequestState[]): Promise<readonly AccessRequest[]>
  /** Of all connections: whatever is open for a member. */
  openFor(principalId: string): Promise<readonly AccessRequest[]>
  /** Through whichever connection: elevated, or maybe. */
  elevatedIn(portalId: number): Promise<readonly AccessRequest[]>
  approvers(connectionId: string): Promise<readonly Approver[]>
  /** In the place of all that were there. */
  saveApprovers(connectionId: string, approvers: readonly Approver[]): Promise<void>
}
