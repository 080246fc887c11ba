/** When a meter must speak next, in monotonic milliseconds; `Infinity`: it has nothing to say. */
import { LANES } from '../../../domain/budget/lane.ts'
import {
  BEAT_MS,
  HORIZON_MS,
  LONGEST_SLEEP_MS,
  QUICK_BEAT_MS,
  RENEW_MS,
  REST_AFTER_MS,
} from './constants.ts'
import type { DayMeter } from './day-meter.ts'
import type { WindowMeter } from './window-meter.ts'

export function windowDue(meter: WindowMeter<unknown>, now: number): number {
  return Math.min(waitersDue(meter), newsDue(meter), spareDue(meter, now), leaseDue(meter))
}

export function dayDue(meter: DayMeter): number {
  return meter.hasNews || meter.wanted ? meter.saidAt + BEAT_MS : Infinity
}

export const resting = (meter: WindowMeter<unknown>, now: number): boolean =>
  now - meter.usedAt >= REST_AFTER_MS

/** Not before it can help: the row has said when the next token starts. */
function waitersDue(meter: WindowMeter<unknown>): number {
  const { view } = meter
  const lanes = LANES.filter((lane) => meter.unmet(lane) > 0)
  if (lanes.length === 0) return Infinity
  if (!view) return meter.saidAt + BEAT_MS
  return Math.min(
    ...lanes.map((lane) => {
      const next = view.next[lane]
      if (next === null) return meter.saidAt + BEAT_MS
      if (next <= 0) return meter.saidAt + QUICK_BEAT_MS
      const inTime = meter.viewedAt + next - HORIZON_MS / 2
      return Math.min(Math.max(inTime, meter.saidAt + BEAT_MS), meter.saidAt + LONGEST_SLEEP_MS)
    }),
  )
}

function newsDue(meter: WindowMeter<unknown>): number {
  return meter.hasNews || meter.hoards ? meter.saidAt + BEAT_MS : Infinity
}

/** Only where the row may give some: out of plenty. */
function spareDue(meter: WindowMeter<unknown>, now: number): number {
  const { view } = meter
  if (!view || view.unmet > 0 || view.free <= view.limit / 2 || resting(meter, now)) return Infinity
  return LANES.some((lane) => meter.spareMissing(lane)) ? meter.saidAt + BEAT_MS : Infinity
}

function leaseDue(meter: WindowMeter<unknown>): number {
  if (meter.keeps === 0) return Infinity
  return Math.min(
    meter.saidAt + RENEW_MS,
    Math.max(meter.usedAt + REST_AFTER_MS, meter.saidAt + BEAT_MS),
  )
}
