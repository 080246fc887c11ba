/**
 * One rolling bucket as this process sees it: its spare tokens, its calls under way, who waits, and
 * what to say in the next conversation. It decides nothing about the portal: the row does.
 */
import type { BudgetName } from '../../../domain/budget/buckets.ts'
import { FairQueue } from '../../../domain/budget/fair-queue.ts'
import { LANES, type Lane } from '../../../domain/budget/lane.ts'
import { predictWait, type BucketView } from '../../../domain/budget/prediction.ts'
import { SharedSize } from '../../../domain/budget/sizing.ts'
import { Stock } from '../../../domain/budget/stock.ts'
import type { WindowAnswer, WindowRequest } from './conversation.ts'
import { COARSE, HORIZON_MS, LEASE_MS, SPARE, WAITERS_PER_GROUP } from './constants.ts'
import { LanePace } from './lane-pace.ts'
import type { Waiter } from './waiter.ts'

/** What the headers of an answer said, and when its call was sent. */
export interface WindowSighting {
  readonly limit: number
  readonly windowMs?: number
  readonly used?: number
  readonly sentAt: number
}

/** A token in a call's hands. A lease that lapsed takes its tokens with it: `era` tells. */
export interface Held {
  readonly kind: Lane
  readonly era: number
}

type Granted = Pick<
  Extract<WindowAnswer, { lapsed: boolean }>,
  'interactive' | 'bulk' | 'spareInteractive'
>

/** News under way to the row. */
interface Said {
  readonly settledAt: number[]
  readonly seen: WindowSighting | undefined
  readonly closeUntil: number | undefined
}

/** @typeParam Who a caller that waits: known to the meter only as somebody to count */
export class WindowMeter<Who = Waiter> {
  readonly key: string
  readonly budget: BudgetName
  readonly queue = new FairQueue<Who>(WAITERS_PER_GROUP)
  readonly #paces: Record<Lane, LanePace> = { interactive: new LanePace(), bulk: new LanePace() }
  /** When it last spoke. */
  saidAt = -Infinity
  /** As last heard, and when that was. */
  view: BucketView | undefined
  viewedAt = 0
  readonly #reserve: number
  readonly #stock = new Stock()
  #underWay = 0
  #era = 0
  #seq = 0
  #settledAt: number[] = []
  #seen: WindowSighting | undefined
  #closeUntil: number | undefined
  /** From our clock to the row's, at the least. */
  #rowAhead: number | undefined
  #callMs = 250
  #usedAt = -Infinity
  #said: Said | undefined

  readonly sizes = new SharedSize()

  /** @param reserve share of the bucket that bulk leaves to people */
  constructor(key: string, budget: BudgetName, reserve: number) {
    this.key = key
    this.budget = budget
    this.#reserve = reserve
  }

  /** Whether a token is at hand for a newcomer, nobody being ahead. */
  ready(lane: Lane, now: number): boolean {
    if (this.queue.size('interactive') > 0) return false
    if (lane === 'bulk' && this.queue.size('bulk') > 0) return false
    return this.#stock.usable(lane, now)
  }

  usable(lane: Lane, now: number): boolean {
    return this.#stock.usable(lane, now)
  }

  /** Call it only after `usable`. */
  take(lane: Lane, now: number): Held {
    const kind = this.#stock.take(lane, now)
    if (!kind) throw new Error(`${this.key} has no token at hand`)
    this.#underWay += 1
    this.#usedAt = now
    this.#paces[lane].took()
    return { kind, era: this.#era }
  }

  /** The call was never sent. */
  giveBack(held: Held, now: number): void {
    this.#underWay -= 1
    if (held.era === this.#era) this.#stock.add(held.kind, now)
  }

  /** The call was answered, or may have arrived: its token sleeps for a window from now on. */
  settle(now: number, tookMs: number): void {
    this.#underWay -= 1
    this.#settledAt.push(now)
    this.#callMs += (tookMs - this.#callMs) / 16
  }

  /** The process ends: calls under way count as answered now. */
  endAll(now: number): void {
    while (this.#underWay > 0) this.settle(now, this.#callMs)
    this.#stock.clear()
  }

  saw(sighting: WindowSighting): void {
    if (!this.#seen || (sighting.used ?? 0) >= (this.#seen.used ?? 0)) this.#seen = sighting
  }

  close(until: number): void {
    this.#closeUntil = Math.max(until, this.#closeUntil ?? 0)
    // The spare tokens were granted before HubSpot refused.
    this.#stock.clear()
  }

  /** Milliseconds until a caller at this place in the lane could pass; 0 while nothing is known. */
  predict(lane: Lane, ahead: number, now: number): number {
    if (!this.view) return 0
    const closed = Math.max(0, (this.#closeUntil ?? 0) - now)
    const place = ahead + 1 - this.#stock.count(lane)
    if (place <= 0) return Math.max(closed, (this.#stock.firstStart(lane) ?? now) - now, 0)
    const wait = predictWait(this.view, lane, place, this.#callMs) - (now - this.viewedAt)
    return Math.max(closed, wait, 0)
  }

  /** As far as this process knows: what it has not looked at for a window has come back since. */
  remaining(now: number): number {
    const isOld = this.#underWay === 0 && now - this.viewedAt > this.windowMs
    const free = isOld ? this.limit : (this.view?.free ?? this.limit)
    return Math.max(0, Math.min(this.limit, free + this.#stock.size))
  }

  get limit(): number {
    return this.view?.limit ?? this.sizes.current.limit
  }

  get windowMs(): number {
    return this.view?.windowMs ?? this.sizes.current.windowMs
  }

  /** When the first waiting caller can be served from tokens in hand; `undefined`: by none of them. */
  servedAt(): number | undefined {
    const starts = LANES.filter((lane) => this.queue.size(lane) > 0)
      .map((lane) => this.#stock.firstStart(lane))
      .filter((start) => start !== undefined)
    return starts.length > 0 ? Math.min(...starts) : undefined
  }

  /** Callers of a lane for whom there is no token, not even one that starts later. */
  unmet(lane: Lane): number {
    return Math.max(0, this.queue.size(lane) - this.#stock.count(lane))
  }

  get keeps(): number {
    return this.#underWay + this.#stock.size
  }

  /** Somebody waits, or soon will: a token not needed this moment is theirs. */
  get #pressed(): boolean {
    const { view } = this
    if (!view) return false
    return view.unmet > 0 || view.free < view.limit / 4
  }

  /** Tokens in hand that somebody else should have. */
  get hoards(): boolean {
    const waiting = this.queue.size('interactive') + this.queue.size('bulk')
    return this.#stock.size > waiting && this.#pressed
  }

  get hasNews(): boolean {
    return this.#settledAt.length > 0 || this.#seen !== undefined || this.#closeUntil !== undefined
  }

  get usedAt(): number {
    return this.#usedAt
  }

  spareMissing(lane: Lane): boolean {
    return this.#stock.count(lane) - this.queue.size(lane) < this.#spareOf(lane) / 2
  }

  #spareOf(lane: Lane): number {
    // Bulk goes at its pace, and has no use for a pocketful.
    const most = lane === 'bulk' ? SPARE.atLeast : Math.max(SPARE.atLeast, this.limit * SPARE.share)
    return Math.min(Math.floor(most), this.#paces[lane].spare)
  }

  /** What to say now. With `resting`, everything unused is given back. */
  request(now: number, resting: boolean): WindowRequest {
    const spare = { interactive: 0, bulk: 0 }
    const people = this.#paces.interactive.used || this.queue.size('interactive') > 0
    const pressed = this.#pressed
    for (const lane of LANES) {
      const target = resting || pressed ? 0 : this.#spareOf(lane)
      this.#stock.trim(lane, this.queue.size(lane) + target)
      const surplus = Math.max(0, this.#stock.count(lane) - this.queue.size(lane))
      spare[lane] = Math.max(0, target - surplus)
      this.#paces[lane].conversation()
    }
    const seen = this.#seen
    const settledAt = this.#settledAt
    this.#said = { settledAt, seen, closeUntil: this.#closeUntil }
    this.#settledAt = []
    this.#seen = undefined
    this.saidAt = now
    return {
      key: this.key,
      seq: ++this.#seq,
      ...this.sizes.current,
      reserve: this.#reserve,
      leaseMs: LEASE_MS,
      horizonMs: HORIZON_MS,
      keep: this.keeps,
      settled: countByAge(settledAt, now, this.limit > 1_000 ? this.windowMs / COARSE : 1),
      people,
      needInteractive: this.unmet('interactive'),
      spareInteractive: spare.interactive,
      needBulk: this.unmet('bulk'),
      spareBulk: spare.bulk,
      groupsInteractive: this.queue.groups('interactive').slice(0, 32),
      groupsBulk: this.queue.groups('bulk').slice(0, 32),
      ...(seen && {
        seen: {
          limit: seen.limit,
          ...(seen.windowMs !== undefined && { windowMs: seen.windowMs }),
          ...(seen.used !== undefined && { used: seen.used }),
          // No later than it was: the row's clock had gone on while its answer travelled.
          ...(this.#rowAhead !== undefined && { sentAt: this.#rowAhead + seen.sentAt }),
        },
      }),
      ...(this.#closeUntil !== undefined && { closeMs: Math.max(0, this.#closeUntil - now) }),
    }
  }

  /** Nobody heard, or nobody knows: it is said again. Saying a thing twice only holds tokens longer. */
  unheard(): void {
    const said = this.#said
    if (!said) return
    this.#said = undefined
    this.#settledAt.unshift(...said.settledAt)
    if (said.seen) this.saw(said.seen)
  }

  heard(answer: WindowAnswer, sentAt: number, now: number): void {
    if (this.#said?.closeUntil === this.#closeUntil) this.#closeUntil = undefined
    this.#said = undefined
    if (answer.stale) return
    if (answer.lapsed) {
      this.#stock.clear()
      this.#era += 1
    }
    // Their lease began after our question left, so ours ends before theirs.
    this.#stock.renew(sentAt + LEASE_MS)
    // Granted before the row heard of HubSpot's refusal: undeclared, they go back by themselves.
    if (now >= (this.#closeUntil ?? 0)) this.#receive(answer, now)
    this.queue.setSpread('interactive', answer.spreadInteractive)
    this.queue.setSpread('bulk', answer.spreadBulk)
    this.viewedAt = now
    this.#rowAhead = answer.now - now
    this.view = {
      limit: answer.limit,
      windowMs: answer.windowMs,
      free: answer.free,
      reserve: answer.reserve,
      next: { interactive: answer.nextInteractive, bulk: answer.nextBulk },
      upcoming: answer.upcoming,
      unmet: answer.unmet,
    }
  }

  #receive(answer: Granted, now: number): void {
    for (const delay of answer.interactive) this.#stock.add('interactive', now + delay)
    for (let i = 0; i < answer.spareInteractive; i++) this.#stock.add('interactive', now)
    for (const delay of answer.bulk) this.#stock.add('bulk', now + delay)
  }
}

/** Younger than they are by up to a grain, so that no token wakes early. */
function countByAge(
  settledAt: readonly number[],
  now: number,
  grainMs: number,
): [number, number][] {
  const counts = new Map<number, number>()
  for (const at of settledAt) {
    const age = Math.floor((now - at) / grainMs) * grainMs
    counts.set(age, (counts.get(age) ?? 0) + 1)
  }
  return [...counts]
}
