import pg from 'pg'

export type Handlers = Readonly<Record<string, (payload: string) => void>>

export interface ListenEvents {
  /**
   * The channels are open; also after every reconnection. What was sent while they were not is
   * lost, so whoever keeps a picture reads it anew here.
   */
  readonly onUp?: () => void
  /** They are not, and why. Said once per loss; attempts to come back go on. */
  readonly onDown?: (reason: string) => void
}

export interface Listener {
  close(): Promise<void>
}

/**
 * Listens on channels over a connection of its own, for ever: a lost connection is made again.
 * Resolves when the channels are open or the first attempt has failed; never rejects.
 *
 * A peer that vanished sends no sign, and the kernel's keepalive takes seconds at best. So the
 * connection is asked every `BEAT_MS` and given up when it owes an answer for `PATIENCE_MS`: a
 * loss is known within 450 ms, which leaves half of the second in which a revocation must act.
 */
export async function listen(
  config: pg.ClientConfig,
  handlers: Handlers,
  { onUp, onDown }: ListenEvents = {},
): Promise<Listener> {
  const closing = Promise.withResolvers<string>()
  const attempted = Promise.withResolvers<void>()
  let closed = false

  const run = async (): Promise<void> => {
    let down = false
    for (let failures = 0; !closed; failures++) {
      const reason = await attend(config, handlers, closing.promise, () => {
        failures = 0
        down = false
        attempted.resolve()
        onUp?.()
      })
      if (closed) return
      if (!down) onDown?.(reason)
      down = true
      attempted.resolve()
      await pause(Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS), closing.promise)
    }
  }
  const running = run()
  await attempted.promise
  return {
    close: async () => {
      closed = true
      closing.resolve('closed')
      await running
    },
  }
}

const BEAT_MS = 150
const PATIENCE_MS = 300
const STEPS = 3
const CONNECT_WITHIN_MS = 3_000
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 1_000

/** Serves one connection from its making to its end. @returns why it ended */
async function attend(
  config: pg.ClientConfig,
  handlers: Handlers,
  closing: Promise<string>,
  onUp: () => void,
): Promise<string> {
  const client = new pg.Client({
    application_name: 'hubward listen',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    ...config,
  })
  const broken = new Promise<string>((resolve) => {
    client.on('error', (error) => resolve(error.message))
    client.on('end', () => resolve('the server closed the connection'))
  })
  client.on('notification', ({ channel, payload }) => handlers[channel]?.(payload ?? ''))
  const heart = new Heart()
  try {
    const opened = open(client, Object.keys(handlers))
    const early = await Promise.race([opened, closing])
    if (early !== undefined) return early
    onUp()
    return await Promise.race([broken, closing, heart.silence(client)])
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    heart.stop()
    abandon(client)
  }
}

async function open(client: pg.Client, channels: readonly string[]): Promise<undefined> {
  await client.connect()
  for (const channel of channels) await client.query(`listen ${client.escapeIdentifier(channel)}`)
}

/** Asks a connection whether it is there, again and again. */
class Heart {
  #timer: NodeJS.Timeout | undefined

  /** Settles when an answer is overdue, or rejects when the connection says so itself. */
  silence(client: pg.Client): Promise<string> {
    return new Promise((resolve, reject) => {
      const beat = (): void => {
        wait(1)
        client.query('select 1').then(() => {
          clearTimeout(this.#timer)
          this.#timer = setTimeout(beat, BEAT_MS)
        }, reject)
      }
      // Patience in steps: a pause of our own event loop, however long, takes one of them and not
      // all, so that an answer which lay unread meanwhile is still read in time.
      const wait = (step: number): void => {
        this.#timer = setTimeout(() => {
          if (step < STEPS) return wait(step + 1)
          resolve(`it did not answer within ${PATIENCE_MS} ms`)
        }, PATIENCE_MS / STEPS)
      }
      beat()
    })
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}

/** Not a farewell: a peer that does not answer would never take it. */
function abandon(client: pg.Client): void {
  client.connection.stream.destroy()
}

async function pause(milliseconds: number, closing: Promise<string>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, milliseconds)
  await Promise.race([promise, closing])
  clearTimeout(timer)
}
