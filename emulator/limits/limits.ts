// The account's allowances as HubSpot's usage guidelines state them: burst per app, search per
// account, associations, daily. It counts and refuses; it does not delay.
import type { Token } from '../auth/tokens.ts'
import type { PortalIdentity } from '../portal/portal.ts'
import type { Allowance } from '../server/route.ts'
import { HubSpotError } from '../server/errors.ts'
import type { Switches } from '../switches.ts'
import { DailyCounter } from './day.ts'
import { RollingWindow } from './window.ts'

export type LimitSizes = {
  burst: number
  marketplaceBurst: number
  search: number
  associations: number
  daily: number
  associationsDaily: number
}

export type Policy = 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY'

export function sizesFor(identity: PortalIdentity): LimitSizes {
  const added = identity.limitIncreases
  const paid = identity.tier !== 'free'
  const daily = { free: 250_000, professional: 625_000, enterprise: 1_000_000 }[identity.tier]
  return {
    burst: added > 0 ? 250 : paid ? 190 : 100,
    marketplaceBurst: 110,
    search: 5,
    associations: added > 0 ? 200 : paid ? 150 : 100,
    daily: daily + added * 1_000_000,
    associationsDaily: added > 0 ? 1_000_000 : 500_000,
  }
}

export class Limits {
  readonly sizes: LimitSizes
  enforced: boolean
  readonly daily: DailyCounter
  readonly #identity: PortalIdentity
  readonly #switches: Switches
  readonly #apps = new Map<number, RollingWindow>()
  readonly #search: RollingWindow
  readonly #associations: RollingWindow
  readonly #associationsDaily: DailyCounter
  readonly #privateApps: DailyCounter
  #refused = 0

  constructor(
    identity: PortalIdentity,
    switches: Switches,
    enforced: boolean,
    sizes: Partial<LimitSizes> = {},
  ) {
    this.#identity = identity
    this.#switches = switches
    this.enforced = enforced
    this.sizes = { ...sizesFor(identity), ...sizes }
    this.daily = new DailyCounter(this.sizes.daily, identity.timeZone)
    this.#privateApps = new DailyCounter(this.sizes.daily, identity.timeZone)
    this.#search = new RollingWindow(this.sizes.search, 1000)
    this.#associations = new RollingWindow(this.sizes.associations, 10_000)
    this.#associationsDaily = new DailyCounter(this.sizes.associationsDaily, identity.timeZone)
  }

  /** How many calls were answered 429. */
  get refused(): number {
    return this.#refused
  }

  /** Today's calls by private apps, which is all that the usage endpoint counts. */
  privateAppCalls(now: number): number {
    return this.#privateApps.used(now)
  }

  /**
   * Takes a call from its allowance and from the day. A refused call takes nothing.
   * @throws HubSpotError 429
   */
  take(allowance: Allowance, token: Token, now: number): void {
    if (allowance === 'none') return
    const window = this.#window(allowance, token)
    const daily = allowance === 'associations' ? this.#associationsDaily : this.daily
    if (this.enforced) {
      if (daily.remaining(now) <= 0) throw this.refusal('DAILY', allowance, token)
      if (window.remaining(now) <= 0) {
        throw this.refusal(
          allowance === 'search' ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING',
          allowance,
          token,
        )
      }
    }
    window.take(now)
    daily.spend(now, 1)
    if (token.kind === 'private_app' || token.kind === 'static_app') this.#privateApps.spend(now, 1)
  }

  /** The 429 body, in the shape that the switch names. */
  refusal(policy: Policy, allowance: Allowance, token: Token): HubSpotError {
    this.#refused += 1
    return rateLimitError(policy, this.#groupName(policy, allowance, token), this.#switches)
  }

  /** The headers that go with an answer. Search has no interval ones; OAuth has no daily pair. */
  headers(allowance: Allowance, token: Token, now: number): Record<string, string> {
    const daily: Record<string, string> =
      token.kind === 'oauth'
        ? {}
        : {
            'X-HubSpot-RateLimit-Daily': String(this.daily.limit),
            'X-HubSpot-RateLimit-Daily-Remaining': String(this.daily.remaining(now)),
          }
    if (allowance === 'none') return {}
    if (allowance === 'search') return daily
    const window = this.#window(allowance, token)
    const remaining = window.remaining(now)
    return {
      ...daily,
      'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
      'X-HubSpot-RateLimit-Max': String(window.limit),
      'X-HubSpot-RateLimit-Remaining': String(remaining),
      'X-HubSpot-RateLimit-Secondly': String(Math.floor(window.limit / 10)),
      'X-HubSpot-RateLimit-Secondly-Remaining': String(
        Math.max(0, Math.min(Math.floor(window.limit / 10) - 1, remaining)),
      ),
    }
  }

  reset(): void {
    for (const window of [...this.#apps.values(), this.#search, this.#associations]) window.clear()
    this.daily.clear()
    this.#privateApps.clear()
    this.#associationsDaily.clear()
    this.#refused = 0
  }

  #window(allowance: Allowance, token: Token): RollingWindow {
    if (allowance === 'search') return this.#search
    if (allowance === 'associations') return this.#associations
    let window = this.#apps.get(token.appId)
    if (!window) {
      const limit = token.marketplace ? this.sizes.marketplaceBurst : this.sizes.burst
      this.#apps.set(token.appId, (window = new RollingWindow(limit, 10_000)))
    }
    return window
  }

  #groupName(policy: Policy, allowance: Allowance, token: Token): string {
    const hub = this.#identity.portalId
    if (allowance === 'search') return `publicapi:crm:search:oauth:${hub}`
    const kind = token.kind === 'oauth' ? 'oauth' : 'private_app'
    const period = policy === 'DAILY' ? 'daily' : 'ten-secondly'
    return `publicapi:${kind}-api-calls-${period}:${token.appId}:${hub}`
  }
}

const MESSAGES: Record<Policy, string> = {
  TEN_SECONDLY_ROLLING: 'You have reached your ten_secondly_rolling limit.',
  SECONDLY: 'You have reached your secondly limit.',
  DAILY: 'You have reached your daily limit.',
}

export function rateLimitError(
  policy: Policy,
  groupName: string,
  switches: Switches,
): HubSpotError {
  const message = MESSAGES[policy]
  const body =
    switches.rateLimitShape === 'A'
      ? {
          status: 'error' as const,
          message,
          errorType: 'RATE_LIMIT',
          policyName: policy,
          groupName,
        }
      : { status: 'error' as const, message, category: 'RATE_LIMITS' }
  const headers: Record<string, string> =
    switches.rateLimitRetryAfter === null
      ? {}
      : { 'Retry-After': String(switches.rateLimitRetryAfter) }
  return new HubSpotError(429, body, { headers })
}
