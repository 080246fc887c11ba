// A HubSpot portal to develop and test against. `startEmulator` starts one on localhost; `cli.ts` and
// most tests go through it. `openPortal` is the same without a wire. It imports nothing from `src`.
import type { AddressInfo } from 'node:net'
import { control } from './control/control.ts'
import type { EmulatorOptions } from './options.ts'
import { createWorld, leversOf, type PortalLevers } from './portal-levers.ts'
import { ROUTES } from './routes/index.ts'
import { createHttpServer } from './server/http.ts'
import { createRouter } from './server/router.ts'

export type { Clock } from './clock.ts'
export type { Token } from './auth/tokens.ts'
export type { ActiveFault, FaultBoard, FaultEffect, FaultRule } from './faults/board.ts'
export type { Chaos } from './faults/chaos.ts'
export type { PageDefect } from './faults/pages.ts'
export type { LifeChange, LifeEvent } from './auth/life-cycle.ts'
export type { SecurityLog } from './portal/security-log.ts'
export type { By, PeopleLevers, PersonChange, PersonEvent } from './people/levers.ts'
export type { PermissionSet, Seat, Team, User, UserState } from './people/user.ts'
export type { Portal } from './portal/portal.ts'
export type { LoggedRequest, RequestLog } from './server/request-log.ts'
export type * from './options.ts'
export type { Switches } from './switches.ts'
export { ALL_SCOPES } from './auth/scopes.ts'
export type { PortalLevers } from './portal-levers.ts'
export {
  ConnectionCut,
  openPortal,
  type DirectAnswer,
  type DirectCall,
  type DirectPortal,
} from './direct.ts'

export type Emulator = PortalLevers & {
  /** The base URL, without a slash at its end. */
  url: string
  port: number
  /** Lets calls in flight finish for a moment, then cuts them. */
  close(): Promise<void>
}

/** How long `close` waits for calls that are being answered. */
const CLOSE_MS = 300

/** Starts a portal on localhost. It is ready to be called when the promise resolves. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const world = createWorld(options)
  const levers = leversOf(world, options)
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
    ...levers,
    url: world.url,
    port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const impatient = setTimeout(() => server.closeAllConnections(), CLOSE_MS)
      await closed
      clearTimeout(impatient)
    },
  }
}
