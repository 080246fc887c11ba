/**
 * The journal and what follows from it, in memory, with a process that can be killed before and after
 * every step. The rows in the database do the same (provisioning-rows), and have tests of their own.
 */
import type { RunJournal } from '../../../src/application/people/provisioning/carry-out.ts'
import {
  DONE,
  type Ending,
  type History,
  type Outcome,
} from '../../../src/domain/people/apply/outcome.ts'
import type { PortalWrite } from '../../../src/domain/people/apply/portal-call.ts'
import { emailKey } from '../../../src/domain/people/portal-user.ts'
import { countedAs } from '../../../src/domain/people/plan/guards/amounts.ts'
import type { MovedRecords, PlanItem } from '../../../src/domain/people/plan/plan.ts'
import {
  NOTHING_DONE,
  type Counts,
  type Leaving,
} from '../../../src/domain/people/plan/plan-input.ts'

import type { ChaosRequests } from './requests.ts'

export class Killed extends Error {}

interface Intent {
  readonly number: number
  readonly itemId: string
  readonly call: PortalWrite
  nothing: boolean
}

export class ChaosJournal {
  holder = 0
  halted = false
  readonly leaving = new Map<string, Leaving>()
  readonly welcomed = new Set<string>()
  readonly ended = new Map<string, Ending>()
  /** Of everybody to whom something was sent, when that was over. */
  readonly counted: { readonly as: keyof Counts; readonly at: number; readonly run: number }[] = []
  #run = 0
  #intents: Intent[] = []
  /** How many steps until the process is killed; negative: never. */
  killIn = -1
  steps = 0
  notDone = 0
  readonly #now: () => number
  readonly #onDone: (item: PlanItem, outcome: Outcome) => void
  readonly #requests: ChaosRequests

  constructor(
    now: () => number,
    requests: ChaosRequests,
    onDone: (item: PlanItem, outcome: Outcome) => void,
  ) {
    this.#now = now
    this.#requests = requests
    this.#onDone = onDone
  }

  newRun(): void {
    this.#run += 1
    this.#intents = []
    this.ended.clear()
  }

  /** Of other runs. */
  lastDay(): Counts {
    const since = this.#now() - 86_400_000
    return this.#counts(({ at, run }) => at > since && run !== this.#run)
  }

  doneOfRun(): Counts {
    return this.#counts(({ run }) => run === this.#run)
  }

  #counts(which: (one: { readonly at: number; readonly run: number }) => boolean): Counts {
    const counts = { ...NOTHING_DONE }
    for (const one of this.counted) if (which(one)) counts[one.as] += 1
    return counts
  }

  step(): void {
    this.steps += 1
    if (this.killIn < 0) return
    if (this.killIn === 0) throw new Killed()
    this.killIn -= 1
  }

  /** As one process sees it. @param stall awaited between an intention and its call */
  of(holder: number, stall: () => Promise<void> = async () => undefined): RunJournal {
    return {
      history: async (itemId) => this.#history(itemId),
      intend: async (itemId, call) => {
        this.step()
        if (holder !== this.holder) return 'overtaken'
        if (this.halted) return 'halted'
        const number = this.#intents.length
        this.#intents.push({ number, itemId, call, nothing: false })
        if (call.ask === 'create' && call.welcome) this.welcomed.add(emailKey(call.email))
        this.step()
        await stall()
        return number
      },
      didNothing: async (number) => {
        this.step()
        const intent = this.#intents[number]
        if (!intent) return
        intent.nothing = true
        const { call } = intent
        if (call.ask === 'create' && call.welcome) this.welcomed.delete(emailKey(call.email))
      },
      conclude: async (item, outcome) => {
        this.step()
        if (holder !== this.holder || this.ended.has(item.id)) return
        this.ended.set(item.id, outcome.ending)
        if (!DONE.has(outcome.ending)) this.notDone += 1
        const isSent = this.#history(item.id).writes > 0
        const as = countedAs(item)
        if (as && isSent) this.counted.push({ as, at: this.#now(), run: this.#run })
        this.#requests.follow(item, outcome.ending, isSent)
        this.#follow(item, outcome)
        this.step()
      },
    }
  }

  #history(itemId: string): History {
    const intents = this.#intents.filter((one) => one.itemId === itemId && !one.nothing)
    return {
      creates: intents.filter(({ call }) => call.ask === 'create').length,
      writes: intents.length,
      moved: intents.flatMap(({ call }): MovedRecords[] =>
        call.ask === 'move' ? [call.records] : [],
      ),
    }
  }

  #follow(item: PlanItem, outcome: Outcome): void {
    if (!DONE.has(outcome.ending)) return
    this.#onDone(item, outcome)
    const at = this.#now()
    const userId = item.userId ?? ''
    const before = this.leaving.get(userId)
    if (item.act === 'flag' && item.before)
      this.leaving.set(userId, {
        userId,
        email: item.email,
        desire: item.desire,
        prior: this.#requests.priorOf(userId, item.before),
        flaggedAt: new Date(at),
        stripped: null,
      })
    if (item.act === 'strip' || item.act === 'remove') this.#requests.left(userId)
    if (item.act === 'strip' && before && item.after)
      this.leaving.set(userId, { ...before, stripped: { at: new Date(at), state: item.after } })
    const comesBack = item.act === 'restore' && item.desire.source !== 'request'
    if (item.act === 'remove' || comesBack) this.leaving.delete(userId)
  }
}
