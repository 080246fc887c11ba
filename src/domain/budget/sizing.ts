import type { Connection } from '../connection/connection.ts'
import { limitProfile, type RateLimit } from '../hubspot/limits.ts'
import type { BudgetName } from './buckets.ts'

/** How large a bucket is before HubSpot's headers have told. */
export interface BucketSize {
  readonly limit: number
  /** Set by an admin: headers may lower it, not raise it. */
  readonly byHand: boolean
  /** Length of the rolling window in milliseconds; a day's is nominal. */
  readonly windowMs: number
}

/**
 * The smallest tier that HubSpot sells: no answer of the account endpoints names the tier, and the
 * first answer's headers raise burst and daily to what is true.
 */
const UNTOLD = limitProfile({ tier: 'free' })
const DAY_MS = 86_400_000

const SIZES: Readonly<Record<BudgetName, RateLimit>> = {
  burst: UNTOLD.burst,
  search: UNTOLD.search,
  associations: UNTOLD.associations,
  daily: { limit: UNTOLD.daily ?? Infinity, windowMs: DAY_MS },
}

export function sizeOf(connection: Connection, budget: BudgetName): BucketSize {
  const byHand = connection.budget[budget]
  return { ...SIZES[budget], ...(byHand !== null && { limit: byHand }), byHand: byHand !== null }
}

/** The size of a bucket that several connections share: the most careful of what they say. */
export class SharedSize {
  readonly #sizes = new Map<string, BucketSize>()
  #current: BucketSize = { limit: 1, byHand: false, windowMs: 10_000 }

  get current(): BucketSize {
    return this.#current
  }

  set(connectionId: string, size: BucketSize): void {
    this.#sizes.set(connectionId, size)
    const all = [...this.#sizes.values()]
    const byHand = all.filter((one) => one.byHand)
    const [first = size, ...rest] = byHand.length > 0 ? byHand : all
    this.#current = rest.reduce((least, one) => (one.limit < least.limit ? one : least), first)
  }
}

/**
 * Which row a bucket is counted in. HubSpot counts bursts per app and account, the rest per account
 * whatever the app (usage guidelines), so two connections to one portal share those rows.
 */
export function bucketKey(connection: Connection, budget: BudgetName): string {
  const { portalId, hubspotAppId, id } = connection
  return budget === 'burst' ? `burst:${portalId}:${hubspotAppId ?? id}` : `${budget}:${portalId}`
}
