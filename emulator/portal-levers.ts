// One portal put together from its options, and the levers with which a test moves it, however it is
// reached: over the wire (`index.ts`) or in the process itself (`direct.ts`).
import { liveThrough, type LifeChange } from './auth/life-cycle.ts'
import { ALL_SCOPES } from './auth/scopes.ts'
import { Tokens, type Token } from './auth/tokens.ts'
import { createClock, type Clock } from './clock.ts'
import { FaultBoard, type FaultRule } from './faults/board.ts'
import { setChaos, type Chaos } from './faults/chaos.ts'
import { Limits } from './limits/limits.ts'
import { oauthLevers, type OAuthLevers } from './oauth/levers.ts'
import { OAuthStore } from './oauth/store.ts'
import { countsOf, type EmulatorOptions, type TokenOptions } from './options.ts'
import { peopleLevers, type PeopleLevers } from './people/levers.ts'
import { LoginLog } from './people/login-log.ts'
import { Portal } from './portal/portal.ts'
import { SecurityLog } from './portal/security-log.ts'
import { SEED_START } from './seed/calendar.ts'
import { RequestLog } from './server/request-log.ts'
import { DEFAULT_SWITCHES, type Switches } from './switches.ts'
import type { World } from './world.ts'

/** A portal's levers, however it is reached. */
export type PortalLevers = {
  /** The portal's state, to be looked at (and changed, between requests). */
  portal: Portal
  /** The tokens that the options asked for, in their order; or one that holds every scope. */
  tokens: readonly Token[]
  /** Makes another token while the portal runs. */
  addToken(options: TokenOptions): Token
  /** Disables a token, as deleting its app or key does. */
  revokeToken(token: Token): void
  /** Grants and secrets of OAuth apps, without the pages of HubSpot that make them. */
  oauth: OAuthLevers
  /** Gives a token a new secret. With `overlapMs` the old one works on for so long; else it ends now. */
  rotateToken(token: Token, overlapMs?: number): string
  /** Something happens to a token in HubSpot, with its trace in the security activity. */
  happens(token: Token, change: LifeChange): void
  /** What people do to users in HubSpot's interface, where the API cannot. */
  people: PeopleLevers
  /** The portal's security activity. */
  security: SecurityLog
  clock: Clock
  faults: FaultBoard
  /** A bad day from one number: sets its mishaps, in the place of the last one's, and tells them. */
  chaos(of: Chaos): FaultRule[]
  /** Uncertain or account-dependent behaviour; assign to change it. */
  switches: Switches
  limits: Limits
  requests: RequestLog
}

const DEFAULT_PORTAL_ID = 1_234_567

/** What a test does in a portal, over no wire. Makes the tokens that the options ask for. */
export function leversOf(world: World, options: EmulatorOptions): PortalLevers {
  const tokenOptions = options.tokens ?? [{ name: 'everything', scopes: ALL_SCOPES }]
  const tokens = tokenOptions.map((one) => world.tokens.create(one))
  return {
    portal: world.portal,
    tokens,
    addToken: (one) => world.tokens.create(one),
    revokeToken(token) {
      token.disabled = true
    },
    oauth: oauthLevers(world),
    rotateToken: (token, overlapMs) =>
      world.tokens.rotate(
        token,
        overlapMs === undefined ? undefined : world.clock.now() + overlapMs,
      ),
    happens: (token, change) => liveThrough(world, token, change),
    people: peopleLevers(world),
    security: world.security,
    clock: world.clock,
    faults: world.faults,
    chaos: (of) => setChaos(world.faults, of),
    switches: world.switches,
    limits: world.limits,
    requests: world.requests,
  }
}

export function createWorld(options: EmulatorOptions): World {
  const seed = options.seed ?? 1
  const hublet = options.hublet ?? 'na1'
  const switches: Switches = { ...DEFAULT_SWITCHES, ...options.switches }
  const portal = new Portal(
    {
      portalId: options.portalId ?? DEFAULT_PORTAL_ID,
      portalName: options.portalName ?? 'Emulated Portal',
      accountType: options.accountType ?? 'STANDARD',
      tier: options.tier ?? 'enterprise',
      limitIncreases: options.limitIncreases ?? 0,
      hublet,
      timeZone: options.timeZone ?? 'Europe/Berlin',
      currency: options.currency ?? 'EUR',
      seed,
    },
    countsOf(options),
    SEED_START,
  )
  const tokens = new Tokens(hublet)
  const clock = createClock(options.now)
  return {
    portal,
    tokens,
    oauth: new OAuthStore(options.oauthApps ?? [], tokens, hublet),
    clock,
    limits: new Limits(portal.identity, switches, options.enforceLimits ?? true, options.limits),
    faults: new FaultBoard(seed),
    switches,
    requests: new RequestLog(),
    security: new SecurityLog(),
    logins: new LoginLog(seed, portal.users.all(), clock.now()),
    url: '',
  }
}
