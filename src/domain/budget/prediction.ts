import type { Lane } from './lane.ts'

/** The bucket as it stood when last heard of; times in milliseconds from then. */
export interface BucketView {
  readonly limit: number
  readonly windowMs: number
  /** Tokens that nobody has; negative after the limit was lowered. */
  readonly free: number
  /** How many of them bulk must leave. */
  readonly reserve: number
  /** When the lane's next token could start, pace and closure included; `null`: nobody knows. */
  readonly next: Readonly<Record<Lane, number | null>>
  /** When each held token returns, ascending; perhaps only the first of them. */
  readonly upcoming: readonly number[]
  /** Callers that wait in other processes. */
  readonly unmet: number
}

/** Above the sustainable rate by this factor; the same as in 0002_budget.sql. */
const PACE = 1.05

/**
 * Milliseconds until the `place`-th caller of a lane (1: the next) could be given a token, if nobody
 * else comes. Callers in other processes take turns with ours.
 *
 * @param callMs how long a call takes: tokens of calls under way return a window after their answer
 */
export function predictWait(view: BucketView, lane: Lane, place: number, callMs: number): number {
  const turn = place + Math.min(place, view.unmet)
  const next = view.next[lane]
  if (turn === 1 && next !== null) return next
  const slot = turn + (lane === 'bulk' ? view.reserve : 0)
  const room = view.limit - (lane === 'bulk' ? view.reserve : 0)
  const spacing = view.windowMs / (PACE * Math.max(room, 1))
  // People have the first half of a bucket at once, the second at a pace; bulk has all at its pace.
  const atOnce = lane === 'bulk' ? 0 : Math.max(0, view.free - Math.floor(view.limit / 2))
  const paced = Math.max(0, turn - atOnce - 1)
  return Math.max(slotTime(view, slot, callMs), (next ?? 0) + paced * spacing)
}

/** When the n-th further token is free. */
function slotTime(view: BucketView, n: number, callMs: number): number {
  const place = n - view.free
  if (place <= 0) return 0
  const known = view.upcoming[place - 1]
  if (known !== undefined) return known
  // Beyond what is known: calls under way end about now, and every place returns once per window.
  const beyond = place - view.upcoming.length
  const last = view.upcoming.at(-1) ?? 0
  const underWay = callMs + view.windowMs
  return (
    Math.max(underWay, last) + Math.floor((beyond - 1) / Math.max(view.limit, 1)) * view.windowMs
  )
}
