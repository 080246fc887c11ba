// A HubSpot portal to develop and test against. `startEmulator` is the whole programmatic door;
// `cli.ts` and the tests go through it. It imports nothing from `src`.
import type { AddressInfo } from 'node:net'
import { ALL_SCOPES } from './auth/scopes.ts'
import { liveThrough, type LifeChange } from './auth/life-cycle.ts'
import { Tokens, type Token } from './auth/tokens.ts'
import { createClock, type Clock } from './clock.ts'
import { FaultBoard } from './faults/board.ts'
import { Limits } from './limits/limits.ts'
import { control } from './control/control.ts'
import { countsOf, type EmulatorOptions, type TokenOptions } from './options.ts'
import { oauthLevers, type OAuthLevers } from './oauth/levers.ts'
import { OAuthStore } from './oauth/store.ts'
import { peopleLevers, type PeopleLevers } from './people/levers.ts'
import { LoginLog } from './people/login-log.ts'
import { Portal } from './portal/portal.ts'
import { SecurityLog } from './portal/security-log.ts'
import { ROUTES } from './routes/index.ts'
import { SEED_START } from './seed/calendar.ts'
import { createHttpServer } from './server/http.ts'
import { RequestLog } from './server/request-log.ts'
import { createRouter } from './server/router.ts'
import { DEFAULT_SWITCHES, type Switches } from './switches.ts'
import type { World } from './world.ts'

export type { Clock } from './clock.ts'
export type { Token } from './auth/tokens.ts'
export type { ActiveFault, FaultBoard, FaultEffect, FaultRule } from './faults/board.ts'
export type { LifeChange, LifeEvent } from './auth/life-cycle.ts'
export type { SecurityLog } from './portal/security-log.ts'
export type { By, PeopleLevers, PersonChange, PersonEvent } from './people/levers.ts'
export type { PermissionSet, Seat, Team, User, UserState } from './people/user.ts'
export type { Portal } from './portal/portal.ts'
export type { LoggedRequest, RequestLog } from './server/request-log.ts'
export type * from './options.ts'
export type { Switches } from './switches.ts'
export { ALL_SCOPES } from './auth/scopes.ts'

export type Emulator = {
  /** The base URL, without a slash at its end. */
  url: string
  port: number
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
  /** Uncertain or account-dependent behaviour; assign to change it. */
  switches: Switches
  limits: Limits
  requests: RequestLog
  /** Lets calls in flight finish for a moment, then cuts them. */
  close(): Promise<void>
}

/** How long `close` waits for calls that are being answered. */
const CLOSE_MS = 300

const DEFAULT_PORTAL_ID = 1_234_567

/** Starts a portal on localhost. It is ready to be called when the promise resolves. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const world = createWorld(options)
  const tokenOptions = options.tokens ?? [{ name: 'everything', scopes: ALL_SCOPES }]
  const tokens = tokenOptions.map((one) => world.tokens.create(one))
  const server = createHttpServer(world, createRouter(ROUTES), {
    control: options.control === false ? null : (raw) => control(world, raw),
    compress: options.compress ?? false,
    logger: options.logger ?? null,
  })
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  world.url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  return {
    url: world.url,
    port,
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
    switches: world.switches,
    limits: world.limits,
    requests: world.requests,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const impatient = setTimeout(() => server.closeAllConnections(), CLOSE_MS)
      await closed
      clearTimeout(impatient)
    },
  }
}

function createWorld(options: EmulatorOptions): World {
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
    limits: new Limits(portal.identity, switches, options.enforceLimits ?? true),
    faults: new FaultBoard(seed),
    switches,
    requests: new RequestLog(),
    security: new SecurityLog(),
    logins: new LoginLog(seed, portal.users.all(), clock.now()),
    url: '',
  }
}
