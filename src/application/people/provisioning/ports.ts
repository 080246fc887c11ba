/** The rows of plans, their applications and what follows from them. */
import type { Ending, History, Outcome } from '../../../domain/people/apply/outcome.ts'
import type { PortalWrite } from '../../../domain/people/apply/portal-call.ts'
import type { WrittenItem } from '../../../domain/people/apply/written-by.ts'
import type { DesiredUser } from '../../../domain/people/desired-user.ts'
import type { GuardId } from '../../../domain/people/plan/guards/table.ts'
import type { MovedRecords, Plan, PlanItem } from '../../../domain/people/plan/plan.ts'
import type {
  Counts,
  GuardSettings,
  Leaving,
  RecordFate,
  SourceDescriptor,
  UnclearWish,
} from '../../../domain/people/plan/plan-input.ts'
import type { PeopleRules } from '../../../domain/people/rules.ts'
import type { Task } from '../../../domain/people/plan/task.ts'

/** Somebody as they are kept with what they did. */
export interface Doer {
  /** Principal id, or `operator`. */
  readonly id: string
  readonly name: string
}

/** What a plan was made of besides the portal: asked again when it is applied. */
export interface Wanted {
  readonly desired: readonly DesiredUser[]
  readonly unclear?: readonly UnclearWish[]
  readonly setsToMake: readonly string[]
  readonly sources: readonly SourceDescriptor[]
  /** Addresses that nothing may happen to. */
  readonly breakGlass: readonly string[]
  readonly settings: GuardSettings
  /** As they were in the file: in force once the plan is carried out. Plans of before have none. */
  readonly rules?: PeopleRules
  /** No file was given: they were in force when the plan was made, and are not put in force by it. */
  readonly rulesKept?: boolean
  /** By user id. */
  readonly owned: Readonly<Record<string, number>>
  readonly fates: Readonly<Record<string, RecordFate>>
}

export interface StoredPlan {
  readonly id: string
  readonly connectionId: string
  readonly undoOf: string | null
  readonly madeAt: Date
  readonly madeBy: Doer
  readonly hash: string
  readonly plan: Plan
  readonly wanted: Wanted
}

export interface StoredRelease {
  readonly guard: GuardId
  readonly by: Doer
  readonly at: Date
}

export interface StoredRun {
  readonly planId: string
  readonly connectionId: string
  readonly state: 'running' | 'stopped' | 'finished'
  readonly holder: string
  readonly begunAt: Date
  readonly endedAt: Date | null
  readonly stoppedBy: string | null
  readonly appliedBy: Doer
}

export interface StoredOutcome {
  readonly itemId: string
  readonly ending: Ending
  readonly detail: string | null
  readonly userId: string | null
  readonly at: Date
}

export interface StoredTask extends Task {
  readonly id: string
  readonly planId: string
  readonly reason: string
  readonly closedAt: Date | null
  readonly closedByReading: string | null
}

export interface BeginRun {
  readonly planId: string
  readonly connectionId: string
  readonly holder: string
  readonly appliedBy: Doer
  readonly at: Date
  /** A running one that has given no sign of life for so long is taken over. */
  readonly deadAfterMs: number
}

/** Who switched it on that wishes are carried out without a person, and when. */
export interface Automatic {
  readonly by: Doer
  readonly at: Date
}

/** What the last round saw and told: the same again is no work. */
export interface AutomaticMark {
  readonly connectionId: string
  readonly seen: string | null
  readonly told: string | null
}

export interface ProvisioningRepository {
  savePlan(plan: StoredPlan): Promise<void>
  plan(id: string): Promise<StoredPlan | undefined>
  /** Newest first, with their applications. */
  plans(
    connectionId: string,
    limit: number,
  ): Promise<readonly { readonly plan: StoredPlan; readonly run: StoredRun | undefined }[]>
  /** The newest that is not of requests, with its application. */
  newestPlan(
    connectionId: string,
  ): Promise<{ readonly plan: StoredPlan; readonly run: StoredRun | undefined } | undefined>
  /**
   * Whether another one was made since, that people would look at in its place: none of requests, and
   * none that was made by itself, unless that one was as well.
   */
  isOutdated(plan: Pick<StoredPlan, 'id' | 'connectionId'>): Promise<boolean>
  /** What a person applied last, however it ended; none of requests. */
  lastByPerson(connectionId: string): Promise<StoredPlan | undefined>
  /** Idempotent. */
  release(planId: string, release: StoredRelease): Promise<void>
  releases(planId: string): Promise<readonly StoredRelease[]>
  /**
   * Begins an application, or goes on with one that stopped or died. @returns false where another
   * one runs on the connection, or this one is finished
   */
  beginRun(run: BeginRun): Promise<boolean>
  run(planId: string): Promise<StoredRun | undefined>
  /** Whether any runs, or died and was not taken over yet. */
  isRunning(connectionId: string): Promise<boolean>
  /** A sign of life. */
  beat(planId: string, holder: string): Promise<void>
  /** Only by its holder. */
  endRun(planId: string, holder: string, at: Date, stoppedBy: string | null): Promise<void>
  history(planId: string, itemId: string): Promise<History>
  /** Items of which a write left for HubSpot, and may be carried out. */
  written(planId: string): Promise<ReadonlySet<string>>
  /** What was moved by each item, as the journal tells. */
  moved(planId: string): Promise<ReadonlyMap<string, readonly MovedRecords[]>>
  /** Written only while the holder holds the run and nobody has halted the connection. */
  intend(
    intent: {
      readonly planId: string
      readonly holder: string
      readonly connectionId: string
      readonly itemId: string
      readonly call: PortalWrite
    },
    at: Date,
  ): Promise<number | 'overtaken' | 'halted'>
  didNothing(intent: number): Promise<void>
  /** @returns false where it had ended before, or the holder was overtaken */
  conclude(
    ended: {
      readonly planId: string
      readonly holder: string
      readonly connectionId: string
      readonly item: PlanItem
      readonly outcome: Outcome
      readonly counted: keyof Counts | null
    },
    at: Date,
  ): Promise<boolean>
  outcomes(planId: string): Promise<readonly StoredOutcome[]>
  /** Steps for directories that were tried without a person, and how they ended, where not well. */
  failedByItself(
    connectionId: string,
    since: Date,
  ): Promise<readonly { readonly item: PlanItem; readonly ending: Ending; readonly at: Date }[]>
  /** @param exceptPlan whose own steps do not count */
  countsSince(connectionId: string, since: Date, exceptPlan?: string): Promise<Counts>
  /** Of applications that did not go on: written, and nobody noted how it ended. As for `countsSince`. */
  leftOpenSince(
    connectionId: string,
    since: Date,
    exceptPlan?: string,
  ): Promise<readonly PlanItem[]>
  /** Whatever left for HubSpot since, and was not refused for sure. */
  writtenSince(connectionId: string, since: Date): Promise<readonly WrittenItem[]>
  leaving(connectionId: string): Promise<ReadonlyMap<string, Leaving>>
  saveLeaving(connectionId: string, leaving: Leaving): Promise<void>
  endLeaving(connectionId: string, userId: string): Promise<void>
  /** @param exceptPlan whose own invitations do not count */
  invited(connectionId: string, exceptPlan?: string): Promise<ReadonlySet<string>>
  /** Idempotent while one like it is open. */
  openTask(connectionId: string, task: StoredTask): Promise<void>
  tasks(connectionId: string, which: 'open' | 'all'): Promise<readonly StoredTask[]>
  closeTask(id: string, readingId: string, at: Date): Promise<void>
  /** Nobody wants it any more; the audit has that there was one. */
  dropTask(id: string): Promise<void>
  sources(connectionId: string): Promise<readonly SourceDescriptor[]>
  /** In the place of all that were there. */
  saveSources(connectionId: string, sources: readonly SourceDescriptor[], at: Date): Promise<void>
  /** Of the plan with rules that was carried out last: made by a person, from a file, and no way back. */
  lastWanted(connectionId: string): Promise<Wanted | undefined>
  automatic(connectionId: string): Promise<Automatic | null>
  saveAutomatic(connectionId: string, automatic: Automatic | null): Promise<void>
  /** Of all connections where it is on. */
  automatics(): Promise<readonly AutomaticMark[]>
  saveAutomaticMark(connectionId: string, mark: Omit<AutomaticMark, 'connectionId'>): Promise<void>
  halted(connectionId: string): Promise<boolean>
  halt(connectionId: string, by: string, at: Date): Promise<void>
  resume(connectionId: string): Promise<void>
}
