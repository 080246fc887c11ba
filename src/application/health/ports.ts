/** What watching over connections needs of the world: looks at HubSpot, and rows of what was seen. */
import type { Connection } from '../../domain/connection/connection.ts'
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import type { Condition, Diagnosis } from '../../domain/health/condition.ts'
import type { Asked } from '../../domain/health/evidence.ts'
import type { Concern, KeyEventMeaning, SecurityEntry } from '../../domain/health/key-events.ts'
import type { Vital } from '../../domain/health/vital.ts'
import type { Redacted } from '../../domain/redacted.ts'
import type { Result } from '../../domain/result.ts'
import type { PresentedCredential } from '../connection/ports.ts'

/** One look at a portal with its credential: two cheap questions, none of which changes anything. */
export interface Look {
  readonly asked: Asked
  /** HubSpot scopes by HubSpot's own word, sorted; `null` where it was not asked or did not tell. */
  readonly scopes: readonly string[] | null
  readonly latencyMs: number
  /** Of the first answer, for the portal's budget; `null` where none came. */
  readonly answer: {
    readonly status: number
    header(name: string): string | undefined
  } | null
}

export interface Reference {
  readonly resolved: boolean
  readonly reached: boolean
}

export interface HealthProbe {
  look(presented: PresentedCredential): Promise<Look>
  /** Tries a host that is not HubSpot's API; `null` where the operator names none. Sends nothing. */
  reference(): Promise<Reference | null>
  /** One stretch of HubSpot's security activity, whole, in no certain order. */
  securityActivity(
    origin: string,
    token: Redacted<string>,
    from: Date,
    to: Date,
  ): Promise<Result<SecurityPages, HubSpotFailure>>
}

export interface SecurityPages {
  readonly entries: readonly SecurityEntry[]
  /** There were more pages than are read at once. */
  readonly cut: boolean
}

/** What a live call met that says something of the connection's health. */
export type Witness =
  | 'unauthorised'
  | 'migrating'
  | 'wrong_hublet'
  | 'rate_limited'
  | 'server_error'
  | 'unreached'
  | 'creator_refused'

export type Outcome = 'answered' | 'error' | 'unreached'

export interface HealthRecord {
  readonly connectionId: string
  readonly vital: Vital
  readonly seenAt: Date | null
  readonly outcome: Outcome | null
  readonly latencyMs: number | null
  readonly nextLookAt: Date
  readonly witness: Witness | null
  readonly witnessedAt: Date | null
  readonly creatorRefusedAt: Date | null
}

export interface HealthPeriod {
  readonly condition: Condition
  readonly diagnosis: Diagnosis
  readonly beganAt: Date
  /** `null`: it lasts. */
  readonly endedAt: Date | null
}

export interface KeyEvent {
  readonly hubspotId: string
  readonly at: Date
  readonly type: string
  readonly meaning: KeyEventMeaning
  readonly concern: Concern
  readonly actorId: number | null
  readonly objectId: string | null
}

export interface KeyEventCursor {
  readonly connectionId: string
  readonly readThrough: Date
  readonly askedAt: Date
  readonly outcome: 'read' | 'not_permitted' | 'failed'
  readonly idsProven: boolean
  readonly gap: { readonly from: Date; readonly to: Date } | null
}

export interface HealthRepository {
  /** Ids of connections that want a look now, taken by this process for a minute. */
  claimDue(most: number): Promise<string[]>
  list(): Promise<HealthRecord[]>
  get(connectionId: string): Promise<HealthRecord | undefined>
  /** Makes the row where there is none. Locks it. */
  getForUpdate(connection: Connection): Promise<HealthRecord>
  /** @param nextLookInS by the database's clock */
  save(record: Omit<HealthRecord, 'nextLookAt'>, nextLookInS: number): Promise<void>
  /** Lets the next look come at once; notes what a live call met, where it was one. */
  witness(connectionId: string, witness: Witness | null, at: Date): Promise<void>
  /** Nothing could be concluded: what is believed stays, and the next look comes in so many seconds. */
  defer(connectionId: string, seconds: number): Promise<void>
  /** Lets the others be looked at soon, where the last look is older than so many seconds. */
  hurryOthers(connectionId: string, olderThanS: number): Promise<void>
  /** Ends the open period, where there is one, and begins the next. */
  turn(connectionId: string, diagnosis: Diagnosis, at: Date): Promise<void>
  /** Newest first. */
  periods(connectionId: string, most: number): Promise<HealthPeriod[]>

  cursor(connectionId: string): Promise<KeyEventCursor | undefined>
  saveCursor(cursor: KeyEventCursor): Promise<void>
  /** @returns the ones that were not known */
  addKeyEvents(connectionId: string, events: readonly KeyEvent[], now: Date): Promise<KeyEvent[]>
  /** Newest first. */
  keyEvents(connectionId: string, most: number): Promise<KeyEvent[]>
}
