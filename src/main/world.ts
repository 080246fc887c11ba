/** The real world: the clock, chance and sleep that verbs are handed. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from '../application/ports.ts'

/** Asking the kernel for 20 bytes costs as much as for 4 kB, and every call needs an id. */
const POOL_BYTES = 4_096
let pool = Buffer.alloc(0)
let used = 0

/** No byte is handed out twice; a used-up pool is replaced, never refilled under its readers. */
function pooledBytes(count: number): Uint8Array {
  if (count > POOL_BYTES / 16) return randomBytes(count)
  if (used + count > pool.length) {
    pool = randomBytes(POOL_BYTES)
    used = 0
  }
  used += count
  return pool.subarray(used - count, used)
}

export const realWorld: World = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  randomBytes: pooledBytes,
}
