/** A running Hubward: database, services and doors together, and how it ends. */
import type { Progress } from '../adapters/database/embedded/start.ts'
import type { Services } from '../application/context.ts'
import type { Log } from '../application/ports.ts'
import { getRequestListener } from '@hono/node-server'
import { adminApp } from '../surfaces/admin/app.ts'
import { peerOf } from '../surfaces/admin/peer.ts'
import { createIntakeDoor, INTAKE_PREFIX } from '../surfaces/intake/door.ts'
import { createMcpDoor } from '../surfaces/mcp/door.ts'
import { LOCAL_HOSTS } from '../surfaces/mcp/origin.ts'
import { createScimDoor, SCIM_PREFIX } from '../surfaces/scim/door.ts'
import { createRestDoor, REST_PREFIX } from '../surfaces/rest/door.ts'
import { createWebDoor } from '../surfaces/web/door.ts'
import type { Config } from './config.ts'
import type { DocumentFetch } from '../adapters/authorisation/document-fetch.ts'
import type { CourierOptions } from '../adapters/notice/courier.ts'
import { openDatabase } from './database.ts'
import { healthRoutes } from './health.ts'
import { startJobs } from './jobs.ts'
import { serveHttp, type Door, type Route } from './http-server.ts'
import { oauthRoutes } from './oauth.ts'
import { initialise, INIT_DEFAULTS, isInitialised, type InitReport } from './init.ts'
import { openKeyRing } from './key-ring.ts'
import { byPublicName } from './public-name.ts'
import { openServices } from './services.ts'
import { VERSION } from './version.ts'
import { intakePages, openWebApp } from './web-app.ts'

export interface Hubward {
  readonly services: Services
  readonly port: number
  close(): Promise<void>
}

export interface HubwardOptions {
  readonly config: Config
  readonly log: Log
  readonly onProgress?: (step: Progress | 'migrating') => void
  /** Told at once, so that no later failure of the start can swallow keys that are shown once. */
  readonly onInitialised?: (report: InitReport) => void
  /** Build the web app at once where that has to be done, and not when its first page is asked for. */
  readonly buildWebApp?: boolean
  /** How documents of OAuth clients are fetched: only tests give another way than the guarded one. */
  readonly clientDocuments?: DocumentFetch
  /** How messages are carried out: only tests have receivers of their own authority. */
  readonly courier?: Pick<CourierOptions, 'ca'>
}

/** Running calls get this long when the process is told to stop. */
const GRACE_MS = 10_000

/**
 * Starts everything. A fresh data folder with the embedded database is set up on the way; with a
 * `DATABASE_URL` that is left to `hubward init`, since there the key's place must be chosen.
 *
 * @throws HubwardError `vault.*`, `database.*`, `config.invalid`
 */
export async function openHubward(options: HubwardOptions): Promise<Hubward> {
  const { config, log, onProgress, onInitialised } = options
  const undo: (() => Promise<void>)[] = []
  const unwind = async (): Promise<void> => {
    for (const step of undo.toReversed()) await step()
  }
  try {
    const database = await openDatabase(config, log, onProgress ?? (() => undefined))
    undo.push(() => database.close())
    const fresh = !config.databaseUrl && !(await isInitialised(database))
    if (fresh) {
      const report = await initialise(config, database, log, INIT_DEFAULTS)
      onInitialised?.(report)
    }
    const ring = await openKeyRing(config, database)
    const { services, receipts, site, metrics, close } = await openServices(
      config,
      database,
      ring,
      log,
      options.courier,
    )
    undo.push(close)
    const mcp = createMcpDoor({ ...services, receipts }, { ...mcpOptions(config), site })
    const state = { accepting: true }
    const web = openWebApp(log)
    undo.push(async () => web.close())
    const intake = createIntakeDoor(services, {
      page: intakePages(web),
      addressOf: (request) =>
        peerOf(request, request.headers['x-forwarded-for']?.toString(), config.trustedProxies),
    })
    const routes: Route[] = [
      {
        prefix: REST_PREFIX,
        door: createRestDoor(services, { patienceMs: config.patienceMs, site }),
      },
      { prefix: '/mcp', door: mcp },
      { prefix: SCIM_PREFIX, door: createScimDoor(services) },
      { prefix: INTAKE_PREFIX, door: intake },
      ...(await oauthRoutes(services, database, config, options.clientDocuments)),
      ...healthRoutes(services, metrics, state),
    ]
    const admin = getRequestListener(adminApp(services, config.trustedProxies).fetch)
    const otherwise: Door = (request, response) => void admin(request, response)
    const server = await serveHttp(
      config,
      routes,
      byPublicName(site, createWebDoor({ files: () => web.files(), otherwise })),
    )
    if (options.buildWebApp) void web.files().catch(() => undefined)
    site.listensOn(server.port)
    undo.push(() => server.close(GRACE_MS))
    // Beside the doors, which need not wait for it.
    const jobs = startJobs(services, database)
    undo.push(() => jobs.stop(GRACE_MS))
    // Subscriptions would last for ever: they end first.
    undo.push(() => mcp.close())
    undo.push(async () => services.live.close())
    undo.push(async () => {
      state.accepting = false
    })
    return { services, port: server.port, close: unwind }
  } catch (error) {
    await unwind()
    throw error
  }
}

const mcpOptions = (config: Config) => ({
  version: VERSION,
  patienceMs: config.patienceMs,
  allowedHosts: [...LOCAL_HOSTS, config.host, new URL(config.publicUrl).hostname],
  allowedOrigins: config.allowedOrigins,
})
