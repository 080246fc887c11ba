import type { PoolConfig } from 'pg'
import type { Lane } from '../../src/domain/budget/lane.ts'

/** Callers of one group in one process. */
export interface Crowd {
  readonly group: string
  readonly lane: Lane
  readonly callers: number
  /** Mean pause between a caller's calls, exponentially distributed; 0: none. */
  readonly pauseMs: number
}

/** What one process does. */
export interface Task {
  readonly database: PoolConfig
  readonly port: number
  readonly portalId: number
  readonly processId: string
  readonly limit: number
  readonly reserve: number
  readonly crowds: readonly Crowd[]
  readonly durationMs: number
}

export interface TaskReport {
  /** Milliseconds each call waited for its allowance, by group. */
  readonly waits: Readonly<Record<string, readonly number[]>>
  /** Calls refused by our own budget. */
  readonly refused: number
  readonly cpuSeconds: number
}
