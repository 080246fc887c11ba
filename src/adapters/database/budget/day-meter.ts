/**
 * A portal's day as this process sees it. It never makes anybody wait: a spent day is refused at
 * once, with the time of the portal's midnight. Counted after the answer; see 0005_budget_day.sql.
 */
import { midnightsAround } from '../../../domain/budget/day.ts'
import type { Lane } from '../../../domain/budget/lane.ts'
import { SharedSize } from '../../../domain/budget/sizing.ts'
import type { DayAnswer, DayRequest } from './conversation.ts'

/** Bulk leaves the last twentieth of the day to people. */
const BULK_LEAVES = 0.05

export class DayMeter {
  readonly key: string
  readonly sizes = new SharedSize()
  timeZone = 'UTC'
  /** Somebody needs to hear of it, though there is no news. */
  wanted = false
  /** When it last spoke. */
  saidAt = -Infinity
  #limit: number | undefined
  #spent = 0
  #unreported = 0
  #underWay = 0
  #endsAt = Infinity
  #closedUntil = -Infinity
  #seen: { limit: number; used?: number } | undefined
  #exhausted = false
  #said: DayRequest | undefined

  constructor(key: string) {
    this.key = key
  }

  /** Whether the day's count is known; before that nobody passes. */
  get known(): boolean {
    return this.#limit !== undefined
  }

  get limit(): number {
    return this.#limit ?? this.sizes.current.limit
  }

  get windowMs(): number {
    return this.sizes.current.windowMs
  }

  /** Milliseconds until a call may pass; 0: now. */
  closedFor(lane: Lane, now: number): number {
    if (now >= this.#endsAt) this.#newDay()
    if (now < this.#closedUntil) return this.#closedUntil - now
    const leave = lane === 'bulk' ? Math.floor(this.limit * BULK_LEAVES) : 0
    return this.remaining() > leave ? 0 : this.#endsAt - now
  }

  remaining(): number {
    return Math.max(0, this.limit - this.#spent - this.#unreported - this.#underWay)
  }

  take(): void {
    this.#underWay += 1
  }

  /** @param counts whether HubSpot certainly received it */
  done(counts: boolean): void {
    this.#underWay -= 1
    if (counts) this.#unreported += 1
  }

  saw(seen: { limit: number; used?: number }): void {
    this.#seen = seen
  }

  /** HubSpot said that the day is spent. */
  exhaust(): void {
    this.#exhausted = true
    this.#spent = Math.max(this.#spent, this.limit)
  }

  get hasNews(): boolean {
    return this.#unreported > 0 || this.#seen !== undefined || this.#exhausted
  }

  /** @param wallClock ms since 1970, to a day or so: the row's server chooses the day */
  request(now: number, wallClock: number): DayRequest {
    this.saidAt = now
    this.wanted = false
    const { limit, byHand } = this.sizes.current
    const said: DayRequest = {
      key: this.key,
      limit,
      byHand,
      spent: this.#unreported,
      midnights: midnightsAround(wallClock, this.timeZone),
      ...(this.#seen && { seen: this.#seen }),
      ...(this.#exhausted && { exhausted: true }),
    }
    this.#said = said
    return said
  }

  heard(answer: DayAnswer, now: number): void {
    this.#unreported -= this.#said?.spent ?? 0
    if (this.#seen === this.#said?.seen) this.#seen = undefined
    if (this.#said?.exhausted) this.#exhausted = false
    this.#said = undefined
    this.#limit = answer.limit
    this.#spent = answer.spent
    this.#endsAt = now + answer.endsMs
    this.#closedUntil = answer.closedMs > 0 ? now + answer.closedMs : -Infinity
  }

  /** Midnight has passed here; the row says the rest in the next conversation. */
  #newDay(): void {
    this.#spent = 0
    this.#exhausted = false
    this.#endsAt = Infinity
  }
}
