/** How long HubSpot takes to answer the smallest question there is, from where Hubward runs. */
import { fine, judged, warning, type Judgement } from './report.ts'

/** Enough for a middle that one slow answer does not move. */
export const LATENCY_CALLS = 5
/** People notice from about a second on, and an AI makes several calls for one answer. */
const SLOW_MS = 1_000

/** The middle of a list, 0 of an empty one; of an even count the lower of the two. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
}

/** @param times milliseconds of each call, without what was waited for the budget */
export function judgeLatency(times: readonly number[]): Judgement {
  const p50 = Math.round(median(times))
  const slowest = Math.round(Math.max(...times))
  const text = `Half of ${times.length} calls were answered within ${p50} ms; the slowest took ${slowest} ms.`
  const finding =
    p50 < SLOW_MS
      ? fine(text)
      : warning(
          text,
          'Look for a proxy on the way, run Hubward nearer to the region of the portal, or see https://status.hubspot.com.',
        )
  return judged(`${p50} ms in the middle, ${slowest} ms at most`, [finding], {
    calls: times.length,
    p50Ms: p50,
    maxMs: slowest,
  })
}
