/**
 * The portal's shared allowance. A call takes its tokens from memory when they are at hand; the rows
 * that keep the truth are spoken to in the background (talker.ts, 0002_budget.sql). It refuses
 * whoever would wait longer than its patience, at once, saying when to come back.
 */
import type pg from 'pg'
import type {
  Allowance,
  Budget,
  BudgetReading,
  BudgetRequest,
  BudgetSpent,
  Log,
} from '../../../application/ports.ts'
import { BUDGET_NAMES, type BudgetName } from '../../../domain/budget/buckets.ts'
import { LANES } from '../../../domain/budget/lane.ts'
import { bucketKey, sizeOf } from '../../../domain/budget/sizing.ts'
import type { Connection } from '../../../domain/connection/connection.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { err, ok, type Result } from '../../../domain/result.ts'
import { TakenAllowance, type AllowanceOwner } from './allowance.ts'
import { CONVERSATION_TIMEOUT_MS, LEAST_PATIENCE_MS } from './constants.ts'
import { converseOver, type Converse } from './conversation.ts'
import { DayMeter } from './day-meter.ts'
import { Talker } from './talker.ts'
import { Waiter, whyAborted, type Asked } from './waiter.ts'
import { WindowMeter } from './window-meter.ts'

export interface BudgetParts {
  /** A pool of its own, of one or two connections, keeps it from waiting behind other queries. */
  readonly pool: pg.Pool
  readonly log: Log
  /** Unique per start of a process, not per machine: its tokens are told apart by it. */
  readonly processId: string
  readonly world: { now(): Date; monotonicMs(): number }
  /** Share of every rolling bucket that bulk leaves to people, 0 to 1. */
  readonly reserve?: number
}

export interface SharedBudget extends Budget {
  /** Gives back what is unused; refuses who still waits. Settle what is under way before. */
  close(): Promise<void>
}

/** A tenth: see bench/results/limiter.md for what people wait with other shares. */
const RESERVE = 0.1

export function createBudget(parts: BudgetParts): SharedBudget {
  return new PortalBudget(parts, converseOver(parts.pool, parts.processId, CONVERSATION_TIMEOUT_MS))
}

/** The meters of one connection, made as its calls need them. */
interface Account {
  readonly windows: Map<BudgetName, WindowMeter>
  day: DayMeter | undefined
}

class PortalBudget implements SharedBudget, AllowanceOwner {
  readonly #parts: BudgetParts
  readonly #talker: Talker
  /** By object: a changed connection is another object, and is sized anew. */
  readonly #accounts = new WeakMap<Connection, Account>()
  readonly #timers = new Map<WindowMeter, NodeJS.Timeout>()
  readonly #dayless = new Set<Waiter>()
  #closed = false

  constructor(parts: BudgetParts, converse: Converse) {
    this.#parts = parts
    this.#talker = new Talker({
      converse,
      log: parts.log,
      monotonicMs: parts.world.monotonicMs,
      wallClockMs: () => parts.world.now().getTime(),
      heard: (windows) => this.#heard(windows),
    })
  }

  monotonicMs(): number {
    return this.#parts.world.monotonicMs()
  }

  take(
    request: BudgetRequest,
  ): Result<Allowance, BudgetSpent> | Promise<Result<Allowance, BudgetSpent>> {
    const now = this.monotonicMs()
    const asked = this.#ask(request, now)
    const { windows, day } = asked
    if (this.#closed) return err({ reason: 'budget_spent', budget: 'burst', retryAfterMs: 1000 })
    if (day?.known) {
      const spent = this.#daySpent(asked, day, now)
      if (spent) return err(spent)
    }
    if ((!day || day.known) && windows.every((meter) => meter.ready(request.lane, now))) {
      const allowance = new TakenAllowance(this, asked, now)
      for (const meter of windows) this.#talker.poke(meter)
      return ok(allowance)
    }
    return this.#wait(asked, now)
  }

  reading(connection: Connection): readonly BudgetReading[] {
    const account = this.#accounts.get(connection) ?? this.#known(connection)
    const readings: BudgetReading[] = []
    const now = this.monotonicMs()
    for (const meter of account.windows.values()) {
      const { budget, limit, windowMs } = meter
      readings.push({ budget, limit, windowMs, remaining: meter.remaining(now) })
    }
    if (account.day) {
      const { limit, windowMs } = account.day
      readings.push({ budget: 'daily', limit, windowMs, remaining: account.day.remaining() })
    }
    return readings
  }

  /** What other calls of this process taught, for a connection object that made none itself. */
  #known(connection: Connection): Account {
    const windows = new Map<BudgetName, WindowMeter>()
    for (const budget of BUDGET_NAMES) {
      const meter = this.#talker.windows.get(bucketKey(connection, budget))
      if (meter?.view) windows.set(budget, meter)
    }
    return { windows, day: this.#talker.days.get(bucketKey(connection, 'daily')) }
  }

  refused(connection: Connection, budget: BudgetName, retryAfterMs?: number): void {
    const account = this.#account(connection)
    if (budget === 'daily') {
      const day = this.#day(account, connection)
      day.exhaust()
      this.#talker.poke(day)
      return
    }
    const meter = this.#window(account, connection, budget)
    meter.close(this.monotonicMs() + (retryAfterMs ?? meter.windowMs))
    this.#talker.poke(meter)
    this.#review(meter)
  }

  changed(windows: readonly WindowMeter[], day: DayMeter | undefined): void {
    for (const meter of windows) {
      this.#pump(meter)
      this.#talker.poke(meter)
    }
    if (day) this.#talker.poke(day)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    const meters = [...this.#talker.windows.values()]
    const waiting = meters.flatMap((meter) => meter.queue.everyone().map(({ item }) => item))
    for (const waiter of [...waiting, ...this.#dayless]) this.#refuse(waiter, 1000)
    await this.#talker.close()
  }

  #wait(asked: Asked, now: number): Promise<Result<Allowance, BudgetSpent>> {
    return new Promise((resolve, reject) => {
      const { patienceMs, signal } = asked.request
      if (signal?.aborted) return reject(whyAborted(signal))
      const patience = Math.max(patienceMs, LEAST_PATIENCE_MS)
      const waiter = new Waiter(asked, patience, { resolve, reject }, (who, why) =>
        this.#leave(who, why),
      )
      this.#seat(waiter, now)
    })
  }

  /** Puts a caller in the queue of the first bucket that has nothing for it. */
  #seat(waiter: Waiter, now: number): void {
    const { request, windows, day } = waiter.asked
    const { lane, groupId } = request
    const lacking = windows.find((meter) => !meter.ready(lane, now))
    if (!lacking) {
      this.#dayless.add(waiter)
      if (day) this.#wantDay(day)
      return
    }
    const wait = lacking.predict(lane, lacking.queue.ahead(lane, groupId), now)
    const patience = waiter.asked.since + Math.max(request.patienceMs, LEAST_PATIENCE_MS) - now
    if (wait > patience || !lacking.queue.push(lane, groupId, waiter))
      return waiter.refuse(spent(lacking.budget, wait))
    waiter.place = lacking
    this.#talker.poke(lacking)
    if (day && !day.known) this.#wantDay(day)
    this.#setTimer(lacking, now)
  }

  /** Its turn has come at one bucket: it passes if all others have a token too, else waits there. */
  #serve(waiter: Waiter, now: number): void {
    const { windows, day, request } = waiter.asked
    waiter.place = undefined
    if (day && !day.known) return void this.#dayless.add(waiter)
    const spentDay = day && this.#daySpent(waiter.asked, day, now)
    if (spentDay) return waiter.refuse(spentDay)
    const lacking = windows.find((meter) => !meter.usable(request.lane, now))
    if (!lacking) return waiter.allow(new TakenAllowance(this, waiter.asked, now))
    if (!lacking.queue.push(request.lane, request.groupId, waiter))
      return waiter.refuse(spent(lacking.budget, lacking.predict(request.lane, 0, now)))
    waiter.place = lacking
    this.#talker.poke(lacking)
  }

  #pump(meter: WindowMeter): void {
    if (!meter.queue.waiting && !this.#timers.has(meter)) return
    const now = this.monotonicMs()
    for (;;) {
      const lane = LANES.find((one) => meter.queue.size(one) > 0 && meter.usable(one, now))
      const waiter = lane && meter.queue.next(lane)
      if (!waiter) break
      this.#serve(waiter, now)
    }
    this.#setTimer(meter, now)
  }

  /** Wakes when a token in hand starts. */
  #setTimer(meter: WindowMeter, now: number): void {
    clearTimeout(this.#timers.get(meter))
    this.#timers.delete(meter)
    const at = meter.servedAt()
    if (at === undefined || at <= now) return
    this.#timers.set(
      meter,
      setTimeout(() => this.#pump(meter), Math.ceil(at - now)),
    )
  }

  #heard(windows: readonly WindowMeter[]): void {
    const now = this.monotonicMs()
    const dayless = [...this.#dayless].filter(({ asked }) => asked.day?.known)
    for (const waiter of dayless) {
      this.#dayless.delete(waiter)
      this.#serve(waiter, now)
    }
    for (const meter of windows) {
      this.#pump(meter)
      this.#review(meter)
    }
  }

  /** Who would wait longer than it will is told now, not when its patience has ended. */
  #review(meter: WindowMeter): void {
    const now = this.monotonicMs()
    for (const { item, index } of meter.queue.everyone()) {
      const { lane, groupId, patienceMs } = item.asked.request
      const wait = meter.predict(lane, meter.queue.ahead(lane, groupId, index), now)
      const left = item.asked.since + Math.max(patienceMs, LEAST_PATIENCE_MS) - now
      if (wait > left) item.refuse(spent(meter.budget, wait))
    }
  }

  #leave(waiter: Waiter, why: 'late' | 'aborted'): void {
    this.#dayless.delete(waiter)
    if (why === 'aborted') return waiter.fail(whyAborted(waiter.asked.request.signal))
    if (this.#talker.deaf)
      return waiter.fail(
        new HubwardError(
          'database.unreachable',
          'The allowance is kept in the database, which does not answer.',
        ),
      )
    const { place, asked } = waiter
    const { lane } = asked.request
    const wait = place?.predict(lane, place.queue.size(lane), this.monotonicMs()) ?? 1000
    this.#refuse(waiter, Math.max(wait, LEAST_PATIENCE_MS))
  }

  #refuse(waiter: Waiter, retryAfterMs: number): void {
    this.#dayless.delete(waiter)
    waiter.refuse(
      spent(waiter.place?.budget ?? waiter.asked.request.buckets[0] ?? 'burst', retryAfterMs),
    )
  }

  #daySpent(asked: Asked, day: DayMeter, now: number): BudgetSpent | undefined {
    if (asked.request.despiteDay) return undefined
    const closed = day.closedFor(asked.request.lane, now)
    if (closed === 0) return undefined
    this.#wantDay(day)
    return spent('daily', closed)
  }

  #wantDay(day: DayMeter): void {
    day.wanted = true
    this.#talker.poke(day)
  }

  #ask(request: BudgetRequest, now: number): Asked {
    const account = this.#account(request.connection)
    const windows: WindowMeter[] = []
    let day: DayMeter | undefined
    for (const budget of request.buckets) {
      if (budget === 'daily') day = this.#day(account, request.connection)
      else windows.push(this.#window(account, request.connection, budget))
    }
    return { request, windows, day, since: now }
  }

  #account(connection: Connection): Account {
    let account = this.#accounts.get(connection)
    if (!account) {
      account = { windows: new Map(), day: undefined }
      this.#accounts.set(connection, account)
    }
    return account
  }

  #window(account: Account, connection: Connection, budget: BudgetName): WindowMeter {
    let meter = account.windows.get(budget)
    if (meter) return meter
    const key = bucketKey(connection, budget)
    meter =
      this.#talker.windows.get(key) ?? new WindowMeter(key, budget, this.#parts.reserve ?? RESERVE)
    meter.sizes.set(connection.id, sizeOf(connection, budget))
    account.windows.set(budget, meter)
    this.#talker.windows.set(key, meter)
    return meter
  }

  #day(account: Account, connection: Connection): DayMeter {
    if (account.day) return account.day
    const key = bucketKey(connection, 'daily')
    const day = this.#talker.days.get(key) ?? new DayMeter(key)
    day.sizes.set(connection.id, sizeOf(connection, 'daily'))
    day.timeZone = connection.timeZone
    account.day = day
    this.#talker.days.set(key, day)
    this.#wantDay(day)
    return day
  }
}

const spent = (budget: BudgetName, retryAfterMs: number): BudgetSpent => ({
  reason: 'budget_spent',
  budget,
  retryAfterMs: Math.max(1, Math.ceil(retryAfterMs)),
})
