import type { Crowd } from './task.ts'

export interface Scenario {
  readonly name: string
  readonly durationMs: number
  readonly reserve: number
  /** The crowds of each process. */
  readonly processes: readonly (readonly Crowd[])[]
  /** It does not want all that is permitted. */
  readonly light?: true
  /** The first process is killed with SIGKILL this long after the start. */
  readonly killAfterMs?: number
}

const crowd = (group: string, callers: number, more: Partial<Crowd> = {}): Crowd => ({
  group,
  callers,
  lane: 'interactive',
  pauseMs: 0,
  ...more,
})
const four = <T>(one: T): readonly T[] => [one, one, one, one]
const bulk = crowd('sync', 16, { lane: 'bulk' })
/** Two people per process, each with about one call in 2 s. */
const people = crowd('people', 2, { pauseMs: 2_000 })

const THROUGHPUT: Scenario = {
  name: 'throughput',
  durationMs: 50_000,
  reserve: 0.1,
  processes: four([crowd('all', 16)]),
}

const IDLE: Scenario = {
  name: 'idle',
  durationMs: 20_000,
  reserve: 0.1,
  processes: [[crowd('one', 1, { pauseMs: 150 })]],
  light: true,
}

const KILL: Scenario = { ...THROUGHPUT, name: 'kill', killAfterMs: 22_000 }

/** One after another, alone on the machine as far as it is ours. */
export const ALONE: readonly Scenario[] = [IDLE, THROUGHPUT, KILL]

/** Each on a portal of its own, at the same time. */
export const TOGETHER: readonly Scenario[] = [
  {
    name: 'fairness, one process',
    durationMs: 50_000,
    reserve: 0.1,
    processes: [[crowd('greedy', 64), crowd('polite', 2)]],
  },
  {
    name: 'fairness, four processes',
    durationMs: 50_000,
    reserve: 0.1,
    processes: [
      [crowd('greedy', 16), crowd('polite', 2)],
      [crowd('greedy', 16)],
      [crowd('greedy', 16)],
      [crowd('greedy', 16)],
    ],
  },
  { name: 'bulk alone', durationMs: 50_000, reserve: 0.1, processes: four([bulk]) },
  ...[0, 0.05, 0.1, 0.2].map((reserve) => ({
    name: `people while bulk saturates, reserve ${reserve}`,
    durationMs: 50_000,
    reserve,
    processes: four([bulk, people]),
  })),
]
