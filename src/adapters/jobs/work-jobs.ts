/**
 * Does the jobs, for as long as the process runs. Every replica works every queue; pg-boss hands a
 * job to one of them. It begins beside the start of the doors, and again after a failure to begin.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import type { Job, JobResult, PgBoss } from 'pg-boss'
import type { Log } from '../../application/ports.ts'
import type { QueueTable } from './install-jobs.ts'
import { JOB_SCHEMA } from './schema.ts'

export interface JobWorkers {
  /** Resolves when every queue has its worker, for tests. */
  readonly ready: Promise<void>
  /** No further job begins; those under way get the time that is left, and are then aborted. */
  stop(graceMs: number): Promise<void>
}

export interface WorkOptions {
  readonly config: pg.PoolConfig
  readonly log: Log
  readonly queues: QueueTable
  /** Does one job of that queue. */
  run(queue: string, payload: unknown, signal: AbortSignal): Promise<void>
  /** Seconds; see `JobSchedules`. */
  readonly schedules: Readonly<Record<string, number>>
  /** How often jobs are looked for that a dead process held. */
  readonly superviseS?: number
}

/** A notification brings a job in some 4 ms; this is for those whose time comes later. */
const LOOK_EVERY_S = 10
const SUPERVISE_S = 30
const TRY_AGAIN_MS = 5_000

export function workJobs(options: WorkOptions): JobWorkers {
  const { log } = options
  const stopped = new AbortController()
  const running = new Set<Promise<unknown>>()
  const timers = new Set<NodeJS.Timeout>()
  let boss: PgBoss | undefined

  const begin = async (): Promise<void> => {
    const next = await createBoss(options)
    if (stopped.signal.aborted) return
    boss = next
    next.on('error', (err) => log.warn({ err }, 'jobs: something failed'))
    next.on('warning', (warning) => log.warn({ warning: warning.message }, 'jobs: a warning'))
    await next.start()
    for (const queue of Object.keys(options.queues)) await work(next, queue)
    for (const [queue, everyS] of Object.entries(options.schedules)) comeRound(next, queue, everyS)
  }

  /** One worker for each job that may run at the same time, so that a slow one holds up no other. */
  const work = async (on: PgBoss, queue: string): Promise<void> => {
    const how = { perJobResults: true, notifyPollingIntervalSeconds: LOOK_EVERY_S } as const
    for (let worker = 0; worker < (options.queues[queue]?.atOnce ?? 1); worker++) {
      const id = on.work(queue, how, async ([job]: Job<unknown>[]): Promise<JobResult[]> => {
        if (!job) return []
        const done = one(queue, job)
        running.add(done)
        try {
          return [await done]
        } finally {
          running.delete(done)
          // Where there was one there may be more: look again at once, not in ten seconds.
          on.notifyWorker(await id)
        }
      })
      await id
    }
  }

  const one = async (queue: string, job: Job<unknown>): Promise<JobResult> => {
    const signal = AbortSignal.any([job.signal, stopped.signal])
    try {
      await options.run(queue, job.data, signal)
      return { id: job.id, status: 'completed' }
    } catch (err) {
      const attempt = job.retryCount + 1
      log.warn({ err, queue, job: job.id, attempt }, 'jobs: a job failed')
      // Of the error only its sentence is kept: what else it holds was not made to be stored.
      return { id: job.id, status: 'failed', output: { message: sentenceOf(err) } }
    }
  }

  /** One for each stretch of time: whichever replica sends first, the others' are the same one. */
  const comeRound = (on: PgBoss, queue: string, everyS: number): void => {
    const send = (): void => {
      on.send(queue, {}, { singletonKey: 'comes round', singletonSeconds: everyS }).catch(
        (err: unknown) => log.warn({ err, queue }, 'jobs: what comes round was not sent'),
      )
    }
    send()
    const timer = setInterval(send, everyS * 1_000)
    timer.unref()
    timers.add(timer)
  }

  const tirelessly = async (): Promise<void> => {
    for (;;) {
      try {
        return await begin()
      } catch (err) {
        if (stopped.signal.aborted) return
        log.warn({ err }, 'jobs: not begun; tried again soon')
        await boss?.stop({ graceful: false }).catch(() => undefined)
        await pause(TRY_AGAIN_MS, stopped.signal)
      }
    }
  }

  const ready = tirelessly()
  return {
    ready,
    async stop(graceMs) {
      for (const timer of timers) clearInterval(timer)
      if (!boss) stopped.abort()
      await ready
      const on = boss
      if (!on) return
      const idle = Promise.all(Object.keys(options.queues).map((queue) => on.offWork(queue)))
      await Promise.race([idle, pause(graceMs, stopped.signal)])
      stopped.abort()
      await Promise.allSettled(running)
      await on.stop({ graceful: false })
    },
  }
}

async function createBoss({ config, superviseS = SUPERVISE_S }: WorkOptions): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss')
  const { connectionString, host, port, user, password, database } = config
  const where =
    connectionString === undefined ? { host, port, user, database } : { connectionString }
  return new PgBoss({
    ...where,
    ...(password !== undefined && { password }),
    application_name: 'hubward jobs',
    schema: JOB_SCHEMA,
    max: 3,
    useListenNotify: true,
    // Our own start has brought the tables to this release; what comes round is sent by us.
    migrate: false,
    createSchema: false,
    schedule: false,
    superviseIntervalSeconds: superviseS,
    monitorIntervalSeconds: superviseS,
    queueCacheIntervalSeconds: 3_600,
    // There are no flows here, and no warnings table is read.
    flowIntervalSeconds: 3_600,
  })
}

const sentenceOf = (err: unknown): string => (err instanceof Error ? err.message : String(err))

const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
}
