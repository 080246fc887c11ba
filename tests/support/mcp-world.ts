/**
 * A whole Hubward behind its MCP door: the product's own services over a real database, the
 * emulated portal in HubSpot's place, and an admin's verbs to set up who may do what.
 */
import { createSecretKey, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { PoolConfig } from 'pg'
import { startEmulator, type Emulator, type EmulatorOptions } from '../../emulator/index.ts'
import { localKek } from '../../src/adapters/crypto/kek.ts'
import { createDatabase, createPool } from '../../src/adapters/database/pool.ts'
import { createWriteReceipts } from '../../src/adapters/database/write-receipts.ts'
import { addToGroup } from '../../src/application/access/add-to-group.ts'
import { createGroup } from '../../src/application/access/create-group.ts'
import { createKey } from '../../src/application/access/create-key.ts'
import { createServiceAccount } from '../../src/application/access/create-service-account.ts'
import { setGrant } from '../../src/application/access/set-grant.ts'
import { setOrganisation } from '../../src/application/access/set-organisation.ts'
import { connectPortal } from '../../src/application/connection/connect-portal.ts'
import type { Context, Services } from '../../src/application/context.ts'
import type { Log, World } from '../../src/application/ports.ts'
import type { CallEvent } from '../../src/domain/audit/event.ts'
import { redacted } from '../../src/domain/redacted.ts'
import { openServices } from '../../src/main/services.ts'
import { createMcpDoor, type McpDoorOptions } from '../../src/surfaces/mcp/door.ts'
import { LOCAL_HOSTS } from '../../src/surfaces/mcp/origin.ts'
import { noteTestKey } from './organisation.ts'

export interface McpWorld {
  /** The door: `http://127.0.0.1:…/mcp`. */
  readonly url: string
  readonly portal: Emulator
  /** May do everything. */
  readonly admin: Context
  /** Milliseconds that the clocks of Hubward and portal are ahead; set it to turn time. */
  readonly clock: { aheadMs: number }
  /** A program in a group of its own with these scopes; the result is its client key. */
  caller(name: string, scopes: readonly string[], more?: Partial<CallerOptions>): Promise<string>
  connect(title: string): Promise<void>
  /** Every recorded call, oldest first. */
  calls(): Promise<CallEvent[]>
  close(): Promise<void>
}

export interface CallerOptions {
  readonly context: string
  readonly connection: string
}

/** Where clients believe to be. */
const SITE = { publicUrl: 'http://localhost:4110', port: 4110 }

const quiet = (): void => undefined
const SILENT: Log = { debug: quiet, info: quiet, warn: quiet, error: quiet }

export interface McpWorldOptions {
  readonly database: PoolConfig
  readonly portal?: EmulatorOptions
  readonly door?: Partial<McpDoorOptions>
  readonly log?: Log
}

export async function mcpWorld(options: McpWorldOptions): Promise<McpWorld> {
  const clock = { aheadMs: 0 }
  const portal = await startEmulator({
    contacts: 60,
    now: () => Date.now() + clock.aheadMs,
    ...options.portal,
  })
  const log = options.log ?? SILENT
  const pool = createPool(options.database)
  const db = createDatabase(pool)
  const kek = localKek(createSecretKey(randomBytes(32)), (count) => randomBytes(count))
  await noteTestKey(pool)
  const database = { config: options.database, pool, db, close: async () => undefined }
  const open = await openServices({ hubspotBaseUrl: portal.url, ...SITE }, database, kek, log)
  const services = { ...open.services, world: turned(open.services.world, clock) }
  const admin: Context = { ...services, actor: { kind: 'operator' }, door: 'cli' }
  const door = createMcpDoor(
    { ...services, receipts: createWriteReceipts(pool) },
    {
      version: '0.0.0-test',
      patienceMs: 5_000,
      site: SITE,
      allowedHosts: LOCAL_HOSTS,
      allowedOrigins: ['https://claude.ai'],
      ...options.door,
    },
  )
  const server = await listen(createServer(door))
  await setOrganisation(admin, { name: 'Example Ltd' })
  await connect(admin, portal, 'Main')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    portal,
    admin,
    clock,
    caller: (name, scopes, more) => addCaller(admin, name, scopes, more),
    connect: (title) => connect(admin, portal, title),
    calls: () => callsOf(services),
    async close() {
      await door.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await open.close()
      await pool.end()
      await portal.close()
    },
  }
}

async function connect(admin: Context, portal: Emulator, title: string): Promise<void> {
  const secrets = { token: redacted(portal.tokens[0]?.secret ?? '') }
  await connectPortal(admin, { title, kind: 'service_key', secrets })
}

async function addCaller(
  admin: Context,
  name: string,
  scopes: readonly string[],
  { context = '', connection = 'main' }: Partial<CallerOptions> = {},
): Promise<string> {
  await createServiceAccount(admin, { name })
  await createGroup(admin, { name, title: `Group ${name}`, description: '', context })
  await addToGroup(admin, { group: name, principal: name })
  if (scopes.length > 0) await setGrant(admin, { group: name, connection, scopes, expiresAt: null })
  const { text } = await createKey(admin, { principal: name, name: 'test', expiresAt: null })
  return text.reveal()
}

async function callsOf({ store }: Services): Promise<CallEvent[]> {
  const events = await store.read.audit.list({ type: 'call' }, { limit: 1_000 })
  return events
    .toReversed()
    .map(({ event }) => event)
    .filter((event) => event.type === 'call')
}

const turned = (world: World, clock: { aheadMs: number }): World => ({
  ...world,
  now: () => new Date(world.now().getTime() + clock.aheadMs),
})

const listen = (server: Server): Promise<Server> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
