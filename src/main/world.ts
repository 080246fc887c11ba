/** The real world: the clock, chance and sleep that verbs are handed. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../application/ports.ts'

export const realWorld: World = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  randomBytes: (count) => randomBytes(count),
}
