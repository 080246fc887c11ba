/**
 * A world in which time is ours: processes with their own clocks, a network that delays and loses,
 * HubSpot counting arrivals in a rolling window. The rows and `budget_sync` are real, and so are the
 * meters; only timers and sockets are played. Every event happens at one instant, one after another.
 */
import type pg from 'pg'
import { CONVERSATION_TIMEOUT_MS } from '../../src/adapters/database/budget/constants.ts'
import type {
  WindowAnswer,
  WindowRequest,
} from '../../src/adapters/database/budget/conversation.ts'
import { resting, windowDue } from '../../src/adapters/database/budget/due.ts'
import { WindowMeter } from '../../src/adapters/database/budget/window-meter.ts'
import { LANES, type Lane } from '../../src/domain/budget/lane.ts'

export interface World {
  readonly pool: pg.Pool
  readonly key: string
  readonly limit: number
  readonly windowMs: number
  readonly reserve: number
  /** The next number of the run's chance, 0 to 1. */
  readonly chance: () => number
}

interface Caller {
  readonly lane: Lane
  readonly groupId: string
}

export class Simulation {
  readonly world: World
  readonly processes: SimulatedProcess[] = []
  /** Accepted calls that HubSpot has counted, by time of arrival. */
  readonly arrivals: number[] = []
  now = 1_000_000
  /** The database's clock, from ours. */
  databaseAhead = 1_700_000_000_000
  readonly #events: { at: number; order: number; happen: () => void | Promise<void> }[] = []
  #order = 0
  #started = 0

  constructor(world: World, processes: number) {
    this.world = world
    for (let i = 0; i < processes; i++) this.start()
  }

  start(): SimulatedProcess {
    const process = new SimulatedProcess(this, `${this.world.key}/${this.#started++}`)
    this.processes.push(process)
    return process
  }

  after(ms: number, happen: () => void | Promise<void>): void {
    this.#events.push({ at: this.now + Math.max(0, ms), order: this.#order++, happen })
  }

  async runFor(ms: number): Promise<void> {
    const end = this.now + ms
    for (;;) {
      let first = -1
      for (const [index, event] of this.#events.entries()) {
        const best = this.#events[first]
        if (!best || event.at < best.at || (event.at === best.at && event.order < best.order))
          first = index
      }
      const next = this.#events[first]
      if (!next || next.at > end) break
      this.#events.splice(first, 1)
      this.now = next.at
      await next.happen()
    }
    this.now = end
  }

  between(least: number, most: number): number {
    return least + this.world.chance() * (most - least)
  }

  arrive(): void {
    this.arrivals.push(this.now)
  }

  /** The most calls that HubSpot saw in any rolling window. */
  fullestWindow(): number {
    let fullest = 0
    let from = 0
    for (const [index, at] of this.arrivals.entries()) {
      // A thousandth of a millisecond is the rounding of the simulation's own sums.
      while ((this.arrivals[from] ?? at) <= at - this.world.windowMs + 0.001) from += 1
      fullest = Math.max(fullest, index - from + 1)
    }
    return fullest
  }

  async converse(process: string, request: WindowRequest): Promise<WindowAnswer> {
    const { rows } = await this.world.pool.query({
      name: 'budget_sync_at',
      text: 'select budget_sync($1, $2, $3, $4) as answer',
      values: [process, JSON.stringify([request]), '[]', this.now + this.databaseAhead],
    })
    return (rows[0] as { answer: { windows: [WindowAnswer] } }).answer.windows[0]
  }
}

export class SimulatedProcess {
  readonly meter: WindowMeter<Caller>
  readonly name: string
  alive = true
  served = 0
  /** The next conversation's answer is lost. */
  loseNext = false
  /** The next conversation reaches the database this late; who asked has given up by then. */
  delayNext = 0
  readonly #sim: Simulation
  readonly #clockAhead: number
  #stalledUntil = 0
  #talking = false

  constructor(sim: Simulation, name: string) {
    this.#sim = sim
    this.name = name
    this.#clockAhead = Math.round(sim.between(0, 1_000_000))
    const { key, limit, windowMs, reserve } = sim.world
    this.meter = new WindowMeter(key, 'search', reserve)
    this.meter.sizes.set('con', { limit, byHand: true, windowMs })
  }

  get waiting(): number {
    return this.meter.queue.size('interactive') + this.meter.queue.size('bulk')
  }

  call(lane: Lane, groupId: string): void {
    this.#soon(() => {
      this.meter.queue.push(lane, groupId, { lane, groupId })
      this.#pump()
    })
  }

  kill(): void {
    this.alive = false
  }

  /** Nothing of it runs for a while (SIGSTOP, a blocked loop); then everything that came due does. */
  stall(ms: number): void {
    this.#stalledUntil = Math.max(this.#stalledUntil, this.#sim.now + ms)
  }

  get #clock(): number {
    return this.#sim.now + this.#clockAhead
  }

  #soon(happen: () => void, ms = 0): void {
    this.#sim.after(ms, () => {
      if (!this.alive) return
      const stalled = this.#stalledUntil - this.#sim.now
      if (stalled > 0) this.#soon(happen, stalled)
      else happen()
    })
  }

  #pump(): void {
    const now = this.#clock
    for (;;) {
      const lane = LANES.find(
        (one) => this.meter.queue.size(one) > 0 && this.meter.usable(one, now),
      )
      if (!lane || !this.meter.queue.next(lane)) break
      this.#send(lane)
    }
    const at = this.meter.servedAt()
    if (at !== undefined && at > now) this.#soon(() => this.#pump(), Math.ceil(at - now))
    this.#plan()
  }

  #send(lane: Lane): void {
    const held = this.meter.take(lane, this.#clock)
    const takenAt = this.#clock
    this.served += 1
    if (this.#sim.world.chance() < 0.1) return this.meter.giveBack(held, this.#clock)
    const there = this.#sim.between(0, 300)
    const back = this.#sim.between(0, 300)
    this.#sim.after(there, () => this.#sim.arrive())
    this.#soon(() => {
      this.meter.settle(this.#clock, this.#clock - takenAt)
      this.#plan()
    }, there + back)
  }

  #plan(): void {
    if (this.#talking) return
    const due = windowDue(this.meter, this.#clock)
    if (due === Infinity) return
    this.#soon(
      () => {
        if (this.#talking) return
        if (windowDue(this.meter, this.#clock) <= this.#clock) this.#talk()
        else this.#plan()
      },
      Math.ceil(due - this.#clock),
    )
  }

  #talk(): void {
    this.#talking = true
    const sentAt = this.#clock
    const request = this.meter.request(sentAt, resting(this.meter, sentAt))
    const lost = this.loseNext
    const there = this.delayNext || this.#sim.between(0, 20)
    this.loseNext = false
    this.delayNext = 0
    let over = false
    const end = (): boolean => {
      const first = !over
      over = true
      this.#talking = !first && this.#talking
      return first
    }
    this.#sim.after(there, async () => {
      const answer = await this.#sim.converse(this.name, request)
      if (lost) return
      this.#soon(
        () => {
          if (!end()) return
          this.meter.heard(answer, sentAt, this.#clock)
          this.#pump()
        },
        this.#sim.between(0, 20),
      )
    })
    this.#soon(() => {
      if (!end()) return
      this.meter.unheard()
      this.#pump()
    }, CONVERSATION_TIMEOUT_MS)
  }
}
