// What a caller may choose about an emulated portal, and the defaults. No behaviour lives here.
import type { LimitSizes } from './limits/limits.ts'
import type { Switches } from './switches.ts'

export type TokenKind =
  'private_app' | 'service_key' | 'static_app' | 'oauth' | 'developer_key' | 'personal_access_key'

export type AccountType = 'STANDARD' | 'DEVELOPER_TEST' | 'SANDBOX' | 'APP_DEVELOPER'
export type Tier = 'free' | 'professional' | 'enterprise'

export type TokenOptions = {
  /** The bearer token itself. Left out, the emulator makes one in the kind's own form. */
  token?: string
  /** A short name for logs and the control surface; never the token. */
  name?: string
  kind?: TokenKind
  scopes: readonly string[]
  appId?: number
  userId?: number
  disabled?: boolean
  /** Milliseconds since 1970, by the emulator's clock. */
  expiresAt?: number
  /** The hublet the token belongs to; another than the portal's makes every call answer 488. */
  hublet?: string
}

export type OAuthAppOptions = {
  clientId: string
  clientSecret: string
  redirectUris: readonly string[]
  scopes: readonly string[]
  optionalScopes?: readonly string[]
  appId?: number
  /** Marketplace apps get 110 calls per 10 s; private ones the account's burst. */
  marketplace?: boolean
}

/** How many records of each kind the seed holds. Anything left out follows from `contacts`. */
export type Counts = {
  contacts: number
  companies: number
  deals: number
  tickets: number
  notes: number
  calls: number
  meetings: number
  tasks: number
  emails: number
  products: number
  lineItems: number
  quotes: number
  /** Records of the custom object `car`. */
  cars: number
  /** Users of the portal, besides those who have left. At least one: somebody made the tokens. */
  users: number
}

export type EmulatorOptions = Partial<Counts> & {
  /** 0 (the default) takes a free port. */
  port?: number
  host?: string
  portalId?: number
  portalName?: string
  seed?: number
  accountType?: AccountType
  tier?: Tier
  /** Packs of "API limit increase" bought: 250 per 10 s, and a million calls a day each. */
  limitIncreases?: 0 | 1 | 2
  hublet?: string
  timeZone?: string
  currency?: string
  tokens?: readonly TokenOptions[]
  oauthApps?: readonly OAuthAppOptions[]
  /** Other sizes than the tier's: what is tested is something else than HubSpot's limits. */
  limits?: Partial<LimitSizes>
  /** False: counts and headers stay, but nothing is ever answered 429. */
  enforceLimits?: boolean
  /** False: no `/_emulator` paths. */
  control?: boolean
  /** True: answers over 1 KB are gzipped for callers who accept it, as HubSpot's edge does. */
  compress?: boolean
  switches?: Partial<Switches>
  /** Where the emulator's clock takes its time from. */
  now?: () => number
  logger?: (line: string) => void
}

const share = (contacts: number, part: number) => Math.ceil(contacts * part)

export function countsOf(options: Partial<Counts>): Counts {
  const contacts = options.contacts ?? 100
  const companies = options.companies ?? share(contacts, 0.2)
  const deals = options.deals ?? share(contacts, 0.25)
  const counts = {
    contacts,
    companies,
    deals,
    tickets: options.tickets ?? share(contacts, 0.1),
    notes: options.notes ?? share(contacts, 0.2),
    calls: options.calls ?? share(contacts, 0.1),
    meetings: options.meetings ?? share(contacts, 0.05),
    tasks: options.tasks ?? share(contacts, 0.1),
    emails: options.emails ?? share(contacts, 0.1),
    products: options.products ?? Math.min(40, contacts),
    lineItems: options.lineItems ?? deals,
    quotes: options.quotes ?? share(deals, 0.2),
    cars: options.cars ?? share(contacts, 0.05),
    users: options.users ?? 10,
  }
  if (counts.users < 1) throw new RangeError('users must be at least 1')
  for (const [name, count] of Object.entries(counts)) {
    if (!Number.isSafeInteger(count) || count < 0 || count > 20_000_000) {
      throw new RangeError(`${name} must be a whole number from 0 to 20000000, not ${count}`)
    }
  }
  return counts
}
