/**
 * What HubSpot allows, by account tier and kind of app, and the headers in which it tells what is
 * left (facts §2, usage guidelines). These are starting points: headers and hand-set values win.
 */

export interface RateLimit {
  readonly limit: number
  readonly windowMs: number
}

export interface LimitProfile {
  /** Per app. */
  readonly burst: RateLimit
  /** Per account, over all its apps. Search counts here and in the daily, not in the burst. */
  readonly search: RateLimit
  readonly associations: RateLimit
  /** Calls per day of the account's time zone, over all its apps; `null`: HubSpot names none. */
  readonly daily: number | null
  /** Association calls per day. */
  readonly associationsDaily: number
}

export const TIERS = ['free', 'starter', 'professional', 'enterprise'] as const
export type Tier = (typeof TIERS)[number]

export interface LimitInput {
  readonly tier: Tier
  /** Packs of the API Limit Increase: their burst does not stack, their days do; two at most. */
  readonly increases?: 0 | 1 | 2
  /** `marketplace`: an OAuth app listed for everybody, which no add-on widens. */
  readonly distribution?: 'private' | 'marketplace'
}

export function limitProfile({
  tier,
  increases = 0,
  distribution = 'private',
}: LimitInput): LimitProfile {
  const { burst, daily, associations } = BY_TIER[tier]
  const widened = increases > 0
  const shared = {
    search: { limit: 5, windowMs: 1_000 },
    associations: tenSeconds(widened ? 200 : associations),
    associationsDaily: widened ? 1_000_000 : 500_000,
  }
  if (distribution === 'marketplace') return { ...shared, burst: tenSeconds(110), daily: null }
  return {
    ...shared,
    burst: tenSeconds(widened ? 250 : burst),
    daily: daily + increases * 1_000_000,
  }
}

const tenSeconds = (limit: number): RateLimit => ({ limit, windowMs: 10_000 })

const BY_TIER: Readonly<Record<Tier, { burst: number; daily: number; associations: number }>> = {
  free: { burst: 100, daily: 250_000, associations: 100 },
  starter: { burst: 100, daily: 250_000, associations: 100 },
  // 625,000 as the usage guidelines have it; a changelog once said 650,000: the smaller is safe.
  professional: { burst: 190, daily: 625_000, associations: 150 },
  enterprise: { burst: 190, daily: 1_000_000, associations: 150 },
}

/**
 * Header names in lower case. OAuth answers lack the daily pair, search answers all of the
 * interval's; the secondly pair is deprecated and left out.
 */
export const RATE_HEADERS = {
  daily: 'x-hubspot-ratelimit-daily',
  dailyRemaining: 'x-hubspot-ratelimit-daily-remaining',
  intervalMs: 'x-hubspot-ratelimit-interval-milliseconds',
  max: 'x-hubspot-ratelimit-max',
  remaining: 'x-hubspot-ratelimit-remaining',
} as const

/** Bounds of one search (facts §2): HubSpot refuses larger ones. */
export const SEARCH_LIMITS = {
  pageSize: 200,
  results: 10_000,
  filterGroups: 5,
  filtersPerGroup: 6,
  filters: 18,
  queryLength: 3_000,
} as const
