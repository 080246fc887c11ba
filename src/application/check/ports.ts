/** The rows of checks, and what the audit knows of the API versions that callers used. */
import type { CheckReport } from '../../domain/check/report.ts'
import type { VersionUse } from '../../domain/check/sunsets.ts'

/** `interrupted`: the process that ran it died. */
export type CheckState = 'running' | 'finished' | 'interrupted'

export interface StoredCheck {
  readonly id: string
  readonly connectionId: string
  readonly state: CheckState
  readonly startedAt: Date
  /** Principal id; `null` where the operator or a job asked. */
  readonly requestedBy: string | null
  /** With its test flow. */
  readonly testFlow: boolean
  /** `null` until it is finished. */
  readonly report: CheckReport | null
}

/** A record that a test flow made and has not been seen gone. */
export interface TestLeftover {
  readonly checkId: string
  readonly email: string
  /** `null` where no answer came to the creation. */
  readonly recordId: string | null
}

export interface VersionReading {
  readonly uses: readonly VersionUse[]
  /** How many calls were looked at, the newest first. */
  readonly calls: number
  /** There were no more in that time. */
  readonly whole: boolean
}

/** How often a connection is checked by itself, and when next. */
export interface CheckSchedule {
  readonly connectionId: string
  readonly everyDays: number
  readonly nextAt: Date
}

export interface CheckScheduleRepository {
  get(connectionId: string): Promise<CheckSchedule | undefined>
  /** Writes it whatever stood there. */
  put(schedule: CheckSchedule): Promise<void>
  remove(connectionId: string): Promise<void>
  /**
   * The connection that is due the longest, of those that calls may flow through or did; its next time
   * is moved on with that, so that nobody else takes it.
   */
  take(now: Date): Promise<string | undefined>
}

export interface CheckRepository {
  readonly schedules: CheckScheduleRepository
  /**
   * Begins one where none runs on the connection. One that has given no sign of life for
   * `deadAfterMs` is marked as interrupted and stands in nobody's way.
   *
   * @returns false where another is running
   */
  begin(check: StoredCheck, deadAfterMs: number): Promise<boolean>
  /** A sign of life. */
  beat(id: string): Promise<void>
  finish(id: string, report: CheckReport, at: Date): Promise<void>
  get(id: string): Promise<StoredCheck | undefined>
  /** Newest first. */
  list(connectionId: string, limit: number): Promise<readonly StoredCheck[]>
  /** Whether any of it was finished, whatever came of it. */
  isChecked(connectionId: string): Promise<boolean>
  /** Pending ones that came by an intake approved before then, and of which no check was finished. */
  unchecked(approvedBefore: Date): Promise<readonly string[]>
  /** The last finished one of the same connection that began before. */
  before(check: Pick<StoredCheck, 'id' | 'connectionId'>): Promise<StoredCheck | undefined>
  /** Written before the record is made, so that no crash can hide it. */
  noteTestRecord(id: string, email: string): Promise<void>
  noteTestRecordId(id: string, recordId: string): Promise<void>
  /** It was seen that the record is gone. */
  clearTestRecord(id: string): Promise<void>
  /** Of checks that do not run any more. */
  leftovers(connectionId: string): Promise<readonly TestLeftover[]>
  /** By the newest `most` calls through doors since then that were let through. */
  versionUses(connectionId: string, since: Date, most: number): Promise<VersionReading>
}
