/**
 * Holds this process's conversation with the rows: one at a time, about every 50 ms while busy, for
 * all portals together, and none while idle.
 */
import type { Log } from '../../../application/ports.ts'
import { BEAT_MS } from './constants.ts'
import type { Converse } from './conversation.ts'
import type { DayMeter } from './day-meter.ts'
import { dayDue, resting, windowDue } from './due.ts'
import type { WindowMeter } from './window-meter.ts'

/** What is due this soon may as well be said now. */
const SOON_MS = 10
const LONGEST_PAUSE_MS = 1_000

export interface TalkerParts {
  readonly converse: Converse
  readonly monotonicMs: () => number
  readonly wallClockMs: () => number
  readonly log: Log
  /** Called after every conversation with the meters that heard something. */
  readonly heard: (windows: readonly WindowMeter[]) => void
}

export class Talker {
  readonly windows = new Map<string, WindowMeter>()
  readonly days = new Map<string, DayMeter>()
  readonly #parts: TalkerParts
  #timer: NodeJS.Timeout | undefined
  #timerAt = Infinity
  #talking: Promise<void> | undefined
  #failures = 0
  #notBefore = -Infinity
  #closed = false

  constructor(parts: TalkerParts) {
    this.#parts = parts
  }

  /** Whether the last conversation failed. */
  get deaf(): boolean {
    return this.#failures > 0
  }

  /** Something has changed at this meter: speak when it is due. */
  poke(meter: WindowMeter | DayMeter): void {
    if (this.#talking || this.#closed) return
    // Only for somebody who waits would it speak before the next beat; every call comes by here.
    if (this.#timerAt <= meter.saidAt + BEAT_MS && !('queue' in meter && meter.queue.waiting))
      return
    const now = this.#parts.monotonicMs()
    this.#schedule('queue' in meter ? windowDue(meter, now) : dayDue(meter), now)
  }

  /** The last conversation: what is unused goes back now. Resolves when it was heard, or failed. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    await this.#talking
    const now = this.#parts.monotonicMs()
    const windows = [...this.windows.values()].filter((meter) => meter.view !== undefined)
    for (const meter of windows) meter.endAll(now)
    await this.#talk(
      windows,
      [...this.days.values()].filter((meter) => meter.hasNews),
      true,
    )
  }

  #schedule(due: number, now: number): void {
    const at = Math.max(due, now, this.#notBefore)
    if (at >= this.#timerAt || at === Infinity) return
    clearTimeout(this.#timer)
    this.#timerAt = at
    this.#timer = setTimeout(() => this.#wake(), Math.ceil(at - now))
  }

  #wake(): void {
    this.#timerAt = Infinity
    const soon = this.#parts.monotonicMs() + SOON_MS
    const windows = [...this.windows.values()].filter((meter) => windowDue(meter, soon) <= soon)
    const days = [...this.days.values()].filter((meter) => dayDue(meter) <= soon)
    if (windows.length + days.length === 0) return this.#plan()
    this.#talking = this.#talk(windows, days, false).finally(() => {
      this.#talking = undefined
      if (!this.#closed) this.#plan()
    })
  }

  #plan(): void {
    const now = this.#parts.monotonicMs()
    let due = Infinity
    for (const meter of this.windows.values()) due = Math.min(due, windowDue(meter, now))
    for (const meter of this.days.values()) due = Math.min(due, dayDue(meter))
    this.#schedule(due, now)
  }

  async #talk(
    windows: readonly WindowMeter[],
    days: readonly DayMeter[],
    last: boolean,
  ): Promise<void> {
    const { converse, monotonicMs, wallClockMs, log } = this.#parts
    const sentAt = monotonicMs()
    const wallClock = wallClockMs()
    try {
      const answer = await converse(
        windows.map((meter) => meter.request(sentAt, last || resting(meter, sentAt))),
        days.map((meter) => meter.request(sentAt, wallClock)),
      )
      const now = monotonicMs()
      for (const one of answer.windows) this.windows.get(one.key)?.heard(one, sentAt, now)
      for (const one of answer.days) this.days.get(one.key)?.heard(one, now)
      if (this.#failures > 0) log.info({ failures: this.#failures }, 'budget: heard again')
      this.#failures = 0
    } catch (error) {
      for (const meter of windows) meter.unheard()
      if (this.#failures === 0) log.warn({ err: error }, 'budget: the database did not answer')
      this.#failures += 1
      this.#notBefore = monotonicMs() + Math.min(LONGEST_PAUSE_MS, 25 * 2 ** this.#failures)
    }
    this.#parts.heard(windows)
  }
}
