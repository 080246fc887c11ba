/**
 * The queues: what each is for, and how patient it is. What a job carries is ids alone: whoever
 * does it reads the rest, so that a job is never older than what it is about, and holds no secret.
 */

export interface QueueSpec {
  /** For whoever finds a job of it that failed. */
  readonly does: string
  /** After the first failure; then the job is dead, and kept for two weeks to be looked at. */
  readonly retries: number
  /** Seconds before the first retry. They double each time, up to an hour. */
  readonly retryAfterS: number
  /** What takes longer has lost its way: it is aborted, and counts as a failure. */
  readonly withinS: number
  /** How many one process does at the same time. */
  readonly atOnce: number
}

/** What the jobs of each queue carry. */
export interface Payloads {
  readonly 'notice.sweep': Readonly<Record<string, never>>
}

export type QueueName = keyof Payloads

export const QUEUES: Readonly<Record<QueueName, QueueSpec>> = {
  'notice.sweep': {
    does: 'removes notices that are too old',
    retries: 3,
    retryAfterS: 60,
    withinS: 300,
    atOnce: 1,
  },
}
