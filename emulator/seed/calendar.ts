// When things happened in the seeded portal: three years up to a fixed day, older records first,
// so that ids, creation dates and list order agree as they do at HubSpot.
import { mix } from '../random.ts'

/** The seed's last day. Fixed, so that two runs of one seed hold the same bytes. */
export const SEED_END = Date.UTC(2026, 9, 30, 18)
export const SEED_START = Date.UTC(2023, 9, 30, 8)
const DAY = 86_400_000

export function createCalendar(seed: number, kind: number, count: number) {
  const step = (SEED_END - SEED_START) / Math.max(1, count + 1)
  const createdAt = (n: number) =>
    Math.floor(SEED_START + step * n + (mix(seed, kind, n) / 4294967296) * step)
  return {
    createdAt,
    /** Between creation and the seed's end, mostly soon after. */
    updatedAt(n: number): number {
      const from = createdAt(n)
      const share = (mix(seed, kind + 1000, n) / 4294967296) ** 3
      return Math.floor(from + (SEED_END - from) * share)
    },
    /** A day within `days` after creation. */
    laterThan(n: number, days: number): number {
      return createdAt(n) + (mix(seed, kind + 2000, n) % (days * DAY))
    },
  }
}
