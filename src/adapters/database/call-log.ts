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

/** Events in one commit; a larger batch gains nothing and holds its first caller up. */
const BATCH = 500
/** Events waiting at most: some 40 MB. Beyond it the database is not keeping up. */
const QUEUE = 50_000
/** A commit slower than this counts as the database being away. */
const COMMIT_TIMEOUT_MS = 5_000

// Each column travels as one text, a line per event, because nothing in it can hold a line break:
// ids and names of operations are ours, and canonical JSON has none. As an array every quote of
// every body would be escaped here and unescaped there, which cost a third of the whole insert.
const INSERT = {
  name: 'call_log_insert',
  text: `insert into audit_event (at, type, principal_id, connection_id, decision, operation, body)
    select at::timestamptz, 'call', nullif(principal_id, ''), nullif(connection_id, ''), decision,
           nullif(operation, ''), convert_to(body, 'UTF8')
    from unnest(string_to_array($1::text, E'\\n'), string_to_array($2::text, E'\\n'),
                string_to_array($3::text, E'\\n'), string_to_array($4::text, E'\\n'),
                string_to_array($5::text, E'\\n'), string_to_array($6::text, E'\\n'))
      as batch (at, principal_id, connection_id, decision, operation, body)`,
}

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
  let client: pg.Client | null = null
  let flushing: Promise<void> | null = null
  let closed = false

  const connected = async (): Promise<pg.Client> => {
    if (client) return client
    const fresh = new pg.Client({
      ...options.config,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
      statement_timeout: timeoutMs,
    })
    fresh.on('error', () => drop(fresh))
    await fresh.connect()
    client = fresh
    return fresh
  }
  const drop = (broken: pg.Client): void => {
    if (client === broken) client = null
    void broken.end().catch(() => undefined)
  }

  const commit = async (batch: readonly Waiting[]): Promise<void> => {
    let used: pg.Client | null = null
    try {
      used = await connected()
      await used.query({ ...INSERT, values: columnsOf(batch) })
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
    for (let seen = 0; seen < queue.length && queue.length < BATCH;) {
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
      await client?.end()
    },
  }
}

function columnsOf(batch: readonly Waiting[]): string[] {
  const column = (of: (event: CallEvent) => string | null): string =>
    batch.map(({ event }) => of(event) ?? '').join('\n')
  return [
    column((event) => event.at),
    column((event) => event.principalId),
    column((event) => event.connectionId),
    column((event) => event.decision),
    column((event) => event.operation),
    column(eventText),
  ]
}
