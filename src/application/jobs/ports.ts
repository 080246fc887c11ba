/** Work that outlives the request that asked for it, and work that comes round by the clock. */
import type { Context } from '../context.ts'
import type { Payloads, QueueName } from './queues.ts'

export interface SendOptions {
  /** Not before this moment, by the database's clock. */
  readonly startAfter?: Date
  /** While a job of this key waits in the queue, another adds nothing. */
  readonly singletonKey?: string
}

/** Part of the caller's transaction: a job is there if, and only if, the change is. */
export interface JobRepository {
  send<Q extends QueueName>(queue: Q, payload: Payloads[Q], options?: SendOptions): Promise<void>
}

/**
 * Does one job. It may be run again after a failure, a lost process or a slow answer, so it must
 * bear being run twice. Throwing is failing: the queue's row says how often it is tried.
 *
 * @param ctx acts as the job (`actor.kind` is `job`, the door is `system`)
 * @param signal aborted when the process stops or the job has taken too long
 */
export type JobHandler<Payload> = (
  ctx: Context,
  payload: Payload,
  signal: AbortSignal,
) => Promise<void>

/** Who does what of each queue; every queue has somebody. */
export type JobHandlers = { readonly [Q in QueueName]: JobHandler<Payloads[Q]> }

/** Queues whose job comes round by itself: one for each stretch of so many seconds, over all replicas. */
export type JobSchedules = { readonly [Q in QueueName]?: { readonly everyS: number } }
