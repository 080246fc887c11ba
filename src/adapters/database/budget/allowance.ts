import type { Allowance, BudgetRequest } from '../../../application/ports.ts'
import type { BudgetName } from '../../../domain/budget/buckets.ts'
import { readAnswerHeaders, type ToldByHeaders } from '../../../domain/budget/answer-headers.ts'
import type { DayMeter } from './day-meter.ts'
import type { Held, WindowMeter } from './window-meter.ts'
import type { Asked } from './waiter.ts'

/** What an allowance needs of the budget that made it. */
export interface AllowanceOwner {
  monotonicMs(): number
  /** HubSpot answered 429. */
  refused(connection: BudgetRequest['connection'], budget: BudgetName, retryAfterMs?: number): void
  /** Tokens were handed back, or there is news to report. */
  changed(windows: readonly WindowMeter[], day: DayMeter | undefined): void
}

/** One call's tokens, taken all or none. Settling twice does nothing the second time. */
export class TakenAllowance implements Allowance {
  readonly waitedMs: number
  readonly #owner: AllowanceOwner
  readonly #asked: Asked
  readonly #held: readonly Held[]
  readonly #takenAt: number
  #open = true

  /** Takes from every meter; each must have a token at hand. */
  constructor(owner: AllowanceOwner, asked: Asked, now: number) {
    this.#owner = owner
    this.#asked = asked
    this.#takenAt = now
    this.waitedMs = now - asked.since
    this.#held = asked.windows.map((meter) => meter.take(asked.request.lane, now))
    asked.day?.take()
  }

  settle(answer: {
    status: number
    header(name: string): string | undefined
    refused?: BudgetName
  }): void {
    const told = readAnswerHeaders(answer.header)
    const { windows, day, request } = this.#asked
    if (!this.#end((meter, _, now) => meter.settle(now, now - this.#takenAt), true)) return
    // The interval headers are about the burst bucket, which search and associations do not touch.
    if (told.window) {
      const sighting = { ...told.window, sentAt: this.#takenAt }
      windows.find(({ budget }) => budget === 'burst')?.saw(sighting)
    }
    if (told.day) day?.saw(told.day)
    if (answer.status === 429) {
      const budget = answer.refused ?? this.#likely(told)
      if (budget) this.#owner.refused(request.connection, budget, told.retryAfterMs)
    }
    this.#owner.changed(windows, day)
  }

  cancel(): void {
    const { windows, day } = this.#asked
    if (this.#end((meter, held, now) => meter.giveBack(held, now), false))
      this.#owner.changed(windows, day)
  }

  lost(): void {
    const { windows, day } = this.#asked
    if (this.#end((meter, _, now) => meter.settle(now, now - this.#takenAt), false))
      this.#owner.changed(windows, day)
  }

  #end(each: (meter: WindowMeter, held: Held, now: number) => void, counts: boolean): boolean {
    if (!this.#open) return false
    this.#open = false
    const now = this.#owner.monotonicMs()
    this.#asked.windows.forEach((meter, index) => each(meter, this.#held[index] as Held, now))
    this.#asked.day?.done(counts)
    return true
  }

  /** Without the body's `policyName`: the day if its headers say so, else the call's own window. */
  #likely(told: ToldByHeaders): BudgetName | undefined {
    if (this.#asked.day && told.day && told.day.used === told.day.limit) return 'daily'
    return this.#asked.windows[0]?.budget ?? (this.#asked.day ? 'daily' : undefined)
  }
}
