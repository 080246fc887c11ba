/**
 * Writes call events so that they are durable before the caller hears the end of its answer.
 * Group commit without a timer: while one batch is being committed the next gathers, so a lone
 * call waits for one commit and a thousand calls share one. Refuses when the queue is full or
 * the database is away: a call that cannot be recorded is not made or not finished.
 */
import pg from 'pg'
import type { CallLog, Log } from '../../application/ports.ts'
import type { CallEvent } from '../../domain/audit/event.ts'
import { eventText } from '../../domain/audit/event-bytes.ts'
import { HubwardError } from '../../domain/errors.ts'
import { copyIn, CopyRows } from './copy-in.ts'

/**
 * So many share a commit well enough: gathering on would save PostgreSQL little, but bring all
 * calls into step, so that nobody works while their one batch is being committed.
 */
const ENOUGH = 16
/** Events in one commit; a larger batch gains nothing and holds its first caller up. */
const BATCH = 500
/** Events waiting at most: some 40 MB. Beyond it the database is not keeping up. */
const QUEUE = 50_000
/** A commit slower than this counts as the database being away. */
const COMMIT_TIMEOUT_MS = 5_000

/** In the order in which {@link addRow} writes them. */
const COLUMNS = [
  'at',
  'type',
  'principal_id',
  'connection_id',
  'decision',
  'operation',
  'body',
  'group_id',
  'door',
  'authenticated_by',
  'status',
]

interface Waiting {
  readonly event: CallEvent
  /** `performance.now()` when it came. */
  readonly since: number
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

export interface CallLogOptions {
  readonly config: pg.ClientConfig
  readonly log: Log
  /** {@link COMMIT_TIMEOUT_MS} unless told otherwise. */
  readonly commitTimeoutMs?: number
}

export function createCallLog(options: CallLogOptions): CallLog & { close(): Promise<void> } {
  const timeoutMs = options.commitTimeoutMs ?? COMMIT_TIMEOUT_MS
  let queue: Waiting[] = []
  let connection: { client: pg.Client; rows: CopyRows } | null = null
  let flushing: Promise<void> | null = null
  let closed = false

  const connected = async () => {
    if (connection) return connection
    const fresh = new pg.Client({
      ...options.config,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      statement_timeout: timeoutMs,
    })
    fresh.on('error', () => drop(fresh))
    await fresh.connect()
    connection = { client: fresh, rows: new CopyRows('audit_event', COLUMNS) }
    return connection
  }
  const drop = (broken: pg.Client): void => {
    if (connection?.client === broken) connection = null
    void broken.end().catch(() => undefined)
  }

  const commit = async (batch: readonly Waiting[]): Promise<void> => {
    let used: pg.Client | null = null
    try {
      const { client, rows } = await connected()
      used = client
      rows.clear()
      for (const { event } of batch) addRow(rows, event)
      await copyIn(client, rows)
      for (const waiting of batch) waiting.resolve()
    } catch (cause) {
      if (used) drop(used)
      refuse(batch, cause)
    }
  }
  const refuse = (batch: readonly Waiting[], cause: unknown): void => {
    options.log.error({ err: cause, events: batch.length }, 'audit: calls could not be recorded')
    const error = new HubwardError('audit.unavailable', undefined, { cause })
    for (const waiting of batch) waiting.reject(error)
  }

  /**
   * Goes round the event loop while that brings more: who is nearly done comes along, and nobody
   * waits for a clock. At 64 connections this made a quarter more calls of the same CPU.
   */
  const gather = async (): Promise<void> => {
    for (let seen = 0; seen < queue.length && queue.length < ENOUGH;) {
      seen = queue.length
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  const flush = async (): Promise<void> => {
    while (queue.length > 0) {
      await gather()
      // Who waited a whole commit in vain is not made to wait for another, one batch after the next.
      const late = performance.now() - timeoutMs
      const fresh = queue.findIndex(({ since }) => since > late)
      if (fresh !== 0) {
        refuse(fresh === -1 ? queue : queue.slice(0, fresh), new Error('the queue stands still'))
        queue = fresh === -1 ? [] : queue.slice(fresh)
        continue
      }
      const batch = queue.slice(0, BATCH)
      queue = queue.length > BATCH ? queue.slice(BATCH) : []
      await commit(batch)
    }
    flushing = null
  }

  return {
    record(event) {
      if (closed || queue.length >= QUEUE)
        return Promise.reject(new HubwardError('audit.unavailable'))
      return new Promise((resolve, reject) => {
        queue.push({ event, since: performance.now(), resolve, reject })
        flushing ??= flush()
      })
    },
    async close() {
      closed = true
      await flushing
      await connection?.client.end()
    },
  }
}

function addRow(rows: CopyRows, event: CallEvent): void {
  rows.begin()
  rows.time(timeOf(event.at))
  rows.text('call')
  rows.text(event.principalId)
  rows.text(event.connectionId)
  rows.text(event.decision)
  rows.text(event.operation)
  rows.text(eventText(event))
  rows.text(event.groupId)
  rows.text(event.door)
  rows.text(event.authenticatedBy)
  rows.smallint(event.status)
}

/** Calls that begin in the same millisecond share its text: on a busy gateway, most do. */
let lastAt = ''
let lastMs = 0
function timeOf(at: string): number {
  if (at !== lastAt) {
    lastMs = Date.parse(at)
    lastAt = at
  }
  return lastMs
}
