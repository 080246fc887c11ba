/** One press stops cleanly however often it arrives; a second press ends at once. */
import { EventEmitter } from 'node:events'
import { expect, it } from 'vitest'
import { stopSignal } from './stop-signal.ts'

it.each([
  ['SIGINT', 'SIGINT'],
  ['SIGTERM', 'SIGINT'],
] as const)('%s and then %s', async (one, other) => {
  const ended: number[] = []
  const signals = Object.assign(new EventEmitter(), {
    exit: (status: number) => ended.push(status),
  })
  let now = 5_000
  const stopped = stopSignal(signals, () => now)
  signals.emit(one)
  await stopped
  // The same press, by way of the process that started this one.
  now += 3
  signals.emit(other)
  expect(ended).toEqual([])
  now += 1_000
  signals.emit(other)
  expect(ended).toEqual([130])
})
