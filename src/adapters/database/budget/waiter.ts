import type { Allowance, BudgetRequest, BudgetSpent } from '../../../application/ports.ts'
import { err, type Result } from '../../../domain/result.ts'
import type { DayMeter } from './day-meter.ts'
import type { WindowMeter } from './window-meter.ts'

/** What a call asks for, resolved to the meters of its portal. */
export interface Asked {
  readonly request: BudgetRequest
  readonly windows: readonly WindowMeter[]
  readonly day: DayMeter | undefined
  /** Monotonic ms. */
  readonly since: number
}

/** A caller in a queue. It is told once: allowed, refused, or failed. */
export class Waiter {
  readonly asked: Asked
  /** In whose queue it stands; `undefined`: it waits to hear of its day. */
  place: WindowMeter | undefined
  readonly #resolve: (result: Result<Allowance, BudgetSpent>) => void
  readonly #reject: (reason: Error) => void
  readonly #undo: () => void
  #told = false

  /** @param leave called when it goes: by its deadline (`late`) or the caller's signal (`aborted`) */
  constructor(
    asked: Asked,
    patienceMs: number,
    tell: {
      resolve: (result: Result<Allowance, BudgetSpent>) => void
      reject: (reason: Error) => void
    },
    leave: (waiter: Waiter, why: 'late' | 'aborted') => void,
  ) {
    this.asked = asked
    this.#resolve = tell.resolve
    this.#reject = tell.reject
    const { signal } = asked.request
    const timer = setTimeout(() => leave(this, 'late'), patienceMs)
    const onAbort = (): void => leave(this, 'aborted')
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#undo = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      const { lane, groupId } = asked.request
      this.place?.queue.remove(lane, groupId, this)
      this.place = undefined
    }
  }

  allow(allowance: Allowance): void {
    this.#tell(() => this.#resolve({ ok: true, value: allowance }))
  }

  refuse(spent: BudgetSpent): void {
    this.#tell(() => this.#resolve(err(spent)))
  }

  fail(reason: Error): void {
    this.#tell(() => this.#reject(reason))
  }

  #tell(how: () => void): void {
    if (this.#told) return
    this.#told = true
    this.#undo()
    how()
  }
}

export function whyAborted(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new Error('The caller left', { cause: reason })
}
