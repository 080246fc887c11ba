import { RATE_HEADERS } from '../hubspot/limits.ts'

/**
 * What the headers of HubSpot's answers tell about the allowance (usage guidelines). Search answers
 * carry none, OAuth ones no daily pair; whatever is missing or absurd is simply not told.
 */
export interface ToldByHeaders {
  /** The burst bucket. */
  readonly window?: { readonly limit: number; readonly windowMs?: number; readonly used?: number }
  readonly day?: { readonly limit: number; readonly used?: number }
  /** `Retry-After` in milliseconds. HubSpot documents it for 477 only; it is honoured anywhere. */
  readonly retryAfterMs?: number
}

export function readAnswerHeaders(header: (name: string) => string | undefined): ToldByHeaders {
  const limit = whole(header(RATE_HEADERS.max), 1, 1_000_000)
  const windowMs = whole(header(RATE_HEADERS.intervalMs), 100, 600_000)
  const remaining = whole(header(RATE_HEADERS.remaining), 0, limit ?? 0)
  const daily = whole(header(RATE_HEADERS.daily), 1, 1_000_000_000)
  const dailyLeft = whole(header(RATE_HEADERS.dailyRemaining), 0, daily ?? 0)
  const seconds = whole(header('retry-after'), 0, 86_400)
  return {
    ...(limit !== undefined && {
      window: {
        limit,
        ...(windowMs !== undefined && { windowMs }),
        ...(remaining !== undefined && { used: limit - remaining }),
      },
    }),
    ...(daily !== undefined && {
      day: { limit: daily, ...(dailyLeft !== undefined && { used: daily - dailyLeft }) },
    }),
    ...(seconds !== undefined && { retryAfterMs: seconds * 1000 }),
  }
}

/** A decimal number within bounds. */
function whole(text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return undefined
  const value = Number(text)
  return value >= least && value <= most ? value : undefined
}
