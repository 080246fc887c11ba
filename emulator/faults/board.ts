// The fault switchboard: rules that say which calls meet which mishap, how often. Chances come from
// a seeded stream, so that a run can be repeated.
import { createRandom } from '../random.ts'
import type { PageDefect } from './pages.ts'

export type FaultEffect =
  /** Waits before the call is looked at; `after`: it was carried out, and its answer comes late. */
  | { kind: 'latency'; ms: number; toMs?: number; when?: 'before' | 'after' }
  /** Answers 429 whatever is left of the allowance. */
  | {
      kind: 'rate-limit'
      policy?: 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY'
      retryAfter?: number
    }
  /** Answers with a status, as JSON or as a gateway's HTML page. */
  | {
      kind: 'status'
      status: number
      body?: 'json' | 'html' | 'empty'
      message?: string
      category?: string
      retryAfter?: number
      /** `after`: the call was carried out, and its answer is lost behind this one. */
      when?: 'before' | 'after'
    }
  /** Cuts the connection: before the call is looked at, or after it was carried out. */
  | { kind: 'reset'; when: 'before' | 'after' }
  /** Promises the whole body, sends a part of it, and cuts the connection. */
  | { kind: 'torn-body'; share?: number }
  /** Searches see the portal as it was so many milliseconds ago. */
  | { kind: 'search-lag'; ms: number }
  /** Searches exchange neighbours in the result, each with this chance. */
  | { kind: 'mis-sort'; chance?: number }
  /** A page of a list is not what it should be (`pages.ts`). */
  | { kind: 'page'; defect: PageDefect }
  /** Somebody changes users just before the call is answered, as the seed has it. */
  | { kind: 'people-change'; seed: number }

export type FaultRule = {
  id?: string
  match?: {
    method?: string
    /** A regular expression on the path, without the query. */
    path?: string
    /** A token's id. */
    token?: string
  }
  effect: FaultEffect
  /** 0 to 1; every time when left out. */
  probability?: number
  /** How many calls it strikes before it is spent; no end when left out. */
  count?: number
  /** Lets so many matching calls pass first. */
  after?: number
  seed?: number
}

export type ActiveFault = FaultRule & { id: string; struck: number }

type Armed = { rule: ActiveFault; path: RegExp | undefined; random: () => number; passed: number }

export class FaultBoard {
  readonly #seed: number
  #armed: Armed[] = []
  readonly #chance: () => number
  #made = 0

  constructor(seed: number) {
    this.#seed = seed
    this.#chance = createRandom(seed)
  }

  /** Adds a rule (or replaces the one of the same id) and answers with its id. */
  set(rule: FaultRule): string {
    this.#made += 1
    const id = rule.id ?? `fault-${this.#made}`
    const armed: Armed = {
      rule: { ...rule, id, struck: 0 },
      path: rule.match?.path === undefined ? undefined : new RegExp(rule.match.path),
      random: createRandom(rule.seed ?? this.#seed + this.#made),
      passed: 0,
    }
    this.#armed = [...this.#armed.filter((other) => other.rule.id !== id), armed]
    return id
  }

  /** Removes one rule, or all. */
  clear(id?: string): void {
    this.#armed = id === undefined ? [] : this.#armed.filter((armed) => armed.rule.id !== id)
  }

  list(): ActiveFault[] {
    return this.#armed.map((armed) => armed.rule)
  }

  /** The mishaps that this call meets, in the order in which the rules were set. */
  strike(method: string, path: string, tokenId: string | null): FaultEffect[] {
    if (this.#armed.length === 0) return NONE
    const effects: FaultEffect[] = []
    for (const armed of this.#armed) {
      const { rule } = armed
      if (rule.count !== undefined && rule.struck >= rule.count) continue
      if (rule.match?.method !== undefined && rule.match.method.toUpperCase() !== method) continue
      if (rule.match?.token !== undefined && rule.match.token !== tokenId) continue
      if (armed.path && !armed.path.test(path)) continue
      if (rule.after !== undefined && armed.passed < rule.after) {
        armed.passed += 1
        continue
      }
      if (rule.probability !== undefined && armed.random() >= rule.probability) continue
      rule.struck += 1
      effects.push(rule.effect)
    }
    return effects
  }

  /** How long a call waits before or after it is looked at, by the latencies that it met. */
  latencyMs(effects: readonly FaultEffect[], when: 'before' | 'after' = 'before'): number {
    let ms = 0
    for (const effect of effects) {
      if (effect.kind !== 'latency' || (effect.when ?? 'before') !== when) continue
      ms += effect.ms + (effect.toMs === undefined ? 0 : this.#chance() * (effect.toMs - effect.ms))
    }
    return ms
  }

  /** How old the search index is, by the rules that are set. */
  searchLagMs(): number {
    return Math.max(
      0,
      ...this.list().map(({ effect }) => (effect.kind === 'search-lag' ? effect.ms : 0)),
    )
  }
}

const NONE: FaultEffect[] = []
