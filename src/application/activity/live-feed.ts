/**
 * Tells open pages that there is something new, so that they ask again: never the news itself but
 * for numbers. One clock per process looks at the database for all streams together, and only while
 * there are any. Each stream keeps what it told last, not a queue: a slow reader misses steps in
 * between and costs no memory, and one that reads nothing at all is cut.
 */
import { HubwardError } from '../../domain/errors.ts'
import { MAY, type Context, type Services } from '../context.ts'
import type { BudgetReading } from '../ports.ts'
import { stillSignedIn } from '../sign-in/still-signed-in.ts'

/** `unconfirmed`: the database is away, and nothing is given on what was known before. */
type EndReason = 'signed_out' | 'stopping' | 'unconfirmed'

export type LiveEvent =
  | { readonly name: 'changed'; readonly data: { readonly version: number } }
  /** Told again once what was recorded is counted, which is later: pages show the counts. */
  | {
      readonly name: 'recorded'
      readonly data: { readonly sequence: number; readonly countedThrough: number }
    }
  | { readonly name: 'own'; readonly data: { readonly sequence: number } }
  /** Of one's own inbox. */
  | { readonly name: 'notices'; readonly data: { readonly unread: number } }
  | {
      readonly name: 'budget'
      readonly data: { readonly connection: string; readonly budgets: readonly BudgetReading[] }
    }
  | { readonly name: 'end'; readonly data: { readonly reason: EndReason } }
  /** Nothing is new, but the line is alive. */
  | { readonly name: 'heartbeat' }

export interface Reader {
  readonly cut: () => void
  readonly gone: AbortSignal
}

export interface LiveFeed {
  /**
   * @param reader how to cut off one that takes nothing, and how one that left is known: an
   *   iterator that is being waited for cannot be told to end
   * @throws HubwardError `access.too_many_calls`
   */
  open(ctx: Context, reader: Reader): AsyncIterable<LiveEvent>
  /** Says goodbye to all streams. */
  close(): void
}

/** A page has one; a person has some tabs, in a browser or two. */
export const STREAMS_PER_PRINCIPAL = 12
/** Half of the second in which a revocation must act. */
const TICK_MS = 500
const HEARTBEAT_MS = 15_000
/** Who has taken nothing for so long has gone, whatever the network says. */
const UNREAD_MS = 30_000

type FeedServices = Pick<Services, 'world' | 'pictures' | 'activity' | 'budget' | 'log' | 'store'>

export function createLiveFeed(services: FeedServices): LiveFeed {
  const streams = new Set<Stream>()
  let timer: NodeJS.Timeout | undefined
  let closed = false

  async function tick(): Promise<void> {
    try {
      const news = await look(services, [...streams])
      await Promise.all([...streams].map((stream) => stream.hear(news)))
    } catch (err) {
      // The database is away: nothing is confirmed, so nobody is kept beyond the next good look.
      services.log.debug({ err }, 'live: could not look')
      for (const stream of streams) stream.doubt()
    }
    timer = streams.size > 0 && !closed ? setTimeout(() => void tick(), TICK_MS) : undefined
  }

  return {
    open(ctx, { cut, gone }) {
      const { actor } = ctx
      const id = actor.kind === 'principal' ? actor.principalId : ''
      const open = [...streams].filter(({ principalId }) => principalId === id).length
      if (open >= STREAMS_PER_PRINCIPAL)
        throw new HubwardError(
          'access.too_many_calls',
          `You have ${open} live streams open, which is the most at once. Close some pages.`,
        )
      const stream = new Stream(ctx, id, cut, () => streams.delete(stream))
      if (closed) stream.end('stopping')
      else streams.add(stream)
      if (gone.aborted) stream.leave()
      else gone.addEventListener('abort', () => stream.leave(), { once: true })
      timer ??= setTimeout(() => void tick(), 0)
      return stream
    },
    close() {
      closed = true
      clearTimeout(timer)
      for (const stream of streams) stream.end('stopping')
    },
  }
}

interface News {
  readonly version: number
  readonly newest: number
  readonly countedThrough: number
  readonly own: ReadonlyMap<string, number>
  readonly budgets: ReadonlyMap<string, readonly BudgetReading[]>
  readonly inboxes: ReadonlyMap<string, { unread: number; newest: Date }>
}

async function look(
  { pictures, activity, budget, store }: FeedServices,
  streams: readonly Stream[],
): Promise<News> {
  const picture = await pictures.current()
  const ids = [...new Set(streams.map(({ principalId }) => principalId))]
  const [newest, countedThrough, own, inboxes] = await Promise.all([
    activity.newest(),
    activity.countedThrough(),
    activity.newestOf(ids),
    store.read.notices.unreadOf(ids),
  ])
  const budgets = new Map(picture.connections().map((one) => [one.name, budget.reading(one)]))
  return { version: picture.version, newest, countedThrough, own, budgets, inboxes }
}

class Stream implements AsyncIterable<LiveEvent>, AsyncIterator<LiveEvent> {
  readonly principalId: string
  readonly #ctx: Context
  readonly #cut: () => void
  readonly #leave: () => void
  readonly #reads: boolean
  /** What shall be told and has not been, the newest of each kind only. */
  readonly #pending = new Map<string, LiveEvent>()
  readonly #told = new Map<string, string>()
  #waiting: ((result: IteratorResult<LiveEvent>) => void) | null = null
  #over = false
  #lastTaken: number
  #budgetsAt = 0
  #doubts = 0

  constructor(ctx: Context, principalId: string, cut: () => void, leave: () => void) {
    this.principalId = principalId
    this.#ctx = ctx
    this.#cut = cut
    this.#leave = leave
    const { actor } = ctx
    this.#reads =
      actor.kind === 'operator' || (actor.kind === 'principal' && MAY[actor.role].includes('read'))
    this.#lastTaken = ctx.world.monotonicMs()
  }

  async hear({ version, newest, countedThrough, own, budgets, inboxes }: News): Promise<void> {
    if (this.#over) return
    if (!(await stillSignedIn(this.#ctx))) return this.end('signed_out')
    this.#doubts = 0
    const now = this.#ctx.world.monotonicMs()
    this.#tell('changed', { name: 'changed', data: { version } })
    const mine = own.get(this.principalId)
    if (mine !== undefined) this.#tell('own', { name: 'own', data: { sequence: mine } })
    const inbox = inboxes.get(this.principalId)
    // One read and one raised between two looks leave the number as it was: the newest tells.
    const seen = `${inbox?.unread ?? 0} ${inbox?.newest.getTime() ?? ''}`
    this.#tell('notices', { name: 'notices', data: { unread: inbox?.unread ?? 0 } }, seen)
    if (this.#reads) {
      this.#tell('recorded', { name: 'recorded', data: { sequence: newest, countedThrough } })
      if (now - this.#budgetsAt >= 1_000) {
        this.#budgetsAt = now
        for (const [connection, readings] of budgets)
          if (readings.length > 0)
            this.#tell(`budget ${connection}`, {
              name: 'budget',
              data: { connection, budgets: readings },
            })
      }
    }
    const silence = now - this.#lastTaken
    if (this.#waiting) {
      if (silence >= HEARTBEAT_MS) this.#give({ name: 'heartbeat' })
    } else if (silence >= UNREAD_MS) {
      this.#finish()
      this.#cut()
    }
  }

  /** Two looks in a row that failed: a second, after which nothing may be taken for granted. */
  doubt(): void {
    this.#doubts += 1
    if (this.#doubts >= 2) this.end('unconfirmed')
  }

  end(reason: EndReason): void {
    if (this.#over) return
    this.#pending.clear()
    this.#pending.set('end', { name: 'end', data: { reason } })
    this.#finish()
  }

  [Symbol.asyncIterator](): AsyncIterator<LiveEvent> {
    return this
  }

  next(): Promise<IteratorResult<LiveEvent>> {
    this.#lastTaken = this.#ctx.world.monotonicMs()
    const [first] = this.#pending
    if (first) {
      this.#pending.delete(first[0])
      return Promise.resolve({ done: false, value: first[1] })
    }
    if (this.#over) return Promise.resolve({ done: true, value: undefined })
    return new Promise((resolve) => {
      this.#waiting = resolve
    })
  }

  return(): Promise<IteratorResult<LiveEvent>> {
    this.leave()
    return Promise.resolve({ done: true, value: undefined })
  }

  /** The reader went away. */
  leave(): void {
    this.#pending.clear()
    this.#finish()
  }

  /** @param text what makes it new: the event itself unless told */
  #tell(kind: string, event: LiveEvent, text = JSON.stringify(event)): void {
    if (this.#told.get(kind) === text) return
    this.#told.set(kind, text)
    this.#pending.set(kind, event)
    this.#deliver()
  }

  #deliver(): void {
    const [first] = this.#pending
    if (!this.#waiting || !first) return
    this.#pending.delete(first[0])
    this.#give(first[1])
  }

  #give(event: LiveEvent): void {
    const waiting = this.#waiting
    this.#waiting = null
    waiting?.({ done: false, value: event })
  }

  #finish(): void {
    if (this.#over) return
    this.#over = true
    this.#leave()
    this.#deliver()
    this.#waiting?.({ done: true, value: undefined })
    this.#waiting = null
  }
}
