/**
 * Keeps the access picture current. A notification tells at once that something changed; a poll
 * of one number tells it even when notifications fail; and whoever asks for the picture gets one
 * that the database confirmed within the last second, or nothing. So a revoked key is dead within
 * a second on every replica, whatever breaks: without the database, every call is refused.
 */
import type pg from 'pg'
import type { AccessPictures, Log } from '../../application/ports.ts'
import { buildPicture, type AccessPicture } from '../../domain/access/picture.ts'
import { HubwardError } from '../../domain/errors.ts'
import { listen } from './listen.ts'
import { readPictureRows } from './picture-rows.ts'

/** Confirmations are this far apart when nothing happens; four chances within the second. */
const POLL_MS = 250
/** A silent database is asked anew after this long: without it, calls would wait for ever. */
const ANSWER_MS = 1_000
/** Promise 4 of the design: revocation takes effect within one second. */
const FRESH_MS = 1_000

export interface PicturesOptions {
  readonly pool: pg.Pool
  readonly listenConfig: pg.ClientConfig
  readonly log: Log
  /** Called after the picture changed: caches that hang on it (credentials, tool lists) follow. */
  readonly onChange?: (picture: AccessPicture) => void
}

export async function openPictures(
  options: PicturesOptions,
): Promise<AccessPictures & { close(): Promise<void> }> {
  let picture = await load()
  let confirmedAt = performance.now()
  let confirming: Promise<void> | null = null
  let closed = false

  async function load(): Promise<AccessPicture> {
    return buildPicture(await readPictureRows(options.pool))
  }

  /** One confirmation at a time: joins the one under way. */
  function confirm(): Promise<void> {
    confirming ??= confirmOnce().finally(() => {
      confirming = null
    })
    return confirming
  }

  /** One that begins after now: the one under way may have read before what we want to see. */
  async function confirmAnew(): Promise<void> {
    await confirming?.catch(() => undefined)
    return confirm()
  }

  async function confirmOnce(): Promise<void> {
    const begun = performance.now()
    const question: pg.QueryConfig & { query_timeout: number } = {
      name: 'picture_version',
      text: 'select version from picture_version',
      query_timeout: ANSWER_MS,
    }
    const { rows } = await options.pool.query<{ version: number }>(question)
    if (rows[0]?.version !== picture.version) {
      picture = await load()
      options.onChange?.(picture)
    }
    confirmedAt = begun
  }

  const fresh = (): boolean => performance.now() - confirmedAt < FRESH_MS

  async function confirmed(): Promise<AccessPicture> {
    try {
      await confirm()
      if (!fresh()) await confirm()
    } catch (cause) {
      throw new HubwardError('access.picture_stale', undefined, { cause })
    }
    if (!fresh()) throw new HubwardError('access.picture_stale')
    return picture
  }

  const poll = setInterval(() => {
    if (!confirming)
      confirm().catch((err) => options.log.warn({ err }, 'access picture: not confirmed'))
  }, POLL_MS)
  poll.unref()
  const listener = await listen(
    options.listenConfig,
    { hubward_picture: () => void confirmAnew().catch(() => undefined) },
    { onUp: () => void confirmAnew().catch(() => undefined) },
  )

  return {
    current() {
      if (closed) throw new HubwardError('access.picture_stale')
      return fresh() ? picture : confirmed()
    },
    async refresh() {
      await confirmAnew()
    },
    async close() {
      closed = true
      clearInterval(poll)
      await listener.close()
      await confirming?.catch(() => undefined)
    },
  }
}
