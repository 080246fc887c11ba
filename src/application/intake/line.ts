/**
 * Where strangers wait for the database. Whoever has heard of an address may ask of it, and all that
 * Hubward does shares one pool: so a few at a time are worked on, the others wait in line, and
 * whoever finds the line full, or has waited too long, is told to come again. One answer for all of
 * them, whatever their link is, before anything was asked of the database.
 */
import { HubwardError } from '../../domain/errors.ts'
import type { Context } from '../context.ts'
import type { Store } from '../ports.ts'

export const LINE = {
  /** Each has two connections of the pool's ten at most, so that four are left for everything else. */
  atOnce: 3,
  /** A submission is 256 KiB at most, so these hold 50 MiB. bench/results/intake.md fills it. */
  mostWaiting: 200,
  /** The page shows that it waits; longer than this, nobody does. */
  patienceMs: 10_000,
  comeAgainMs: 3_000,
} as const

/**
 * Does the work when its turn has come: first come, first served.
 *
 * @throws HubwardError `intake.busy` where its turn does not come in time
 */
export async function inLine<T>(
  { store, world, log }: Pick<Context, 'store' | 'world' | 'log'>,
  work: () => Promise<T>,
): Promise<T> {
  const line = lineOf(store)
  const cameAtMs = world.monotonicMs()
  if (!(await line.turn())) {
    if (line.isNewlyFull())
      log.warn(
        { waiting: LINE.mostWaiting },
        'intake: the line is full; who comes now is sent away',
      )
    throw busy()
  }
  try {
    // Looked at when the turn has come: with a database that hangs, the whole line ends at once.
    if (world.monotonicMs() - cameAtMs > LINE.patienceMs) throw busy()
    return await work()
  } finally {
    line.leave()
  }
}

const busy = (): HubwardError =>
  new HubwardError(
    'intake.busy',
    'Too many ask here at this moment. Nothing was looked at or used up: try again in some seconds.',
    { facts: { retryAfterMs: LINE.comeAgainMs } },
  )

class Line {
  #working = 0
  #told = false
  readonly #waiting: (() => void)[] = []

  /** @returns whether it came: false at once where too many wait already */
  async turn(): Promise<boolean> {
    if (this.#working < LINE.atOnce) {
      this.#working += 1
      return true
    }
    if (this.#waiting.length >= LINE.mostWaiting) return false
    // Whoever leaves hands their place on, so it is taken already when this goes on.
    await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return true
  }

  leave(): void {
    const next = this.#waiting.shift()
    if (next) return next()
    this.#working -= 1
    this.#told = false
  }

  /** Once until it is empty again, so that a flood is no flood of the log. */
  isNewlyFull(): boolean {
    const before = this.#told
    this.#told = true
    return !before
  }
}

/** One per store, which is one pool. */
function lineOf(store: Store): Line {
  let known = LINES.get(store)
  if (!known) LINES.set(store, (known = new Line()))
  return known
}

const LINES = new WeakMap<Store, Line>()
