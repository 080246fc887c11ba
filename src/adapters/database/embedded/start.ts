import { setTimeout as sleep } from 'node:timers/promises'
import { HubwardError } from '../../../domain/errors.ts'
import { locate, prepareBinaries, type Source } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { lockFolder } from './folder-lock.ts'
import { identityFor } from './identity.ts'
import { layoutOf, type Layout } from './layout.ts'
import { guard, type EmbeddedPostgres, type Server } from './guard.ts'
import { isAlive, readPostmaster, serves } from './postmaster.ts'
import { ensureDatabase, probe } from './probe.ts'
import { startServer, stopServer, type ServerPlan } from './server.ts'
import { launchOf } from './settings.ts'
import { socketDirectory } from './socket-directory.ts'

export type { EmbeddedPostgres }

/** What a waiting person may be told. */
export type Progress = 'creating' | 'starting' | 'recovering' | 'adopting'

export interface EmbeddedOptions {
  /** Hubward's data folder; made when missing. */
  readonly dataDir: string
  readonly log?: (message: string) => void
  readonly onProgress?: (step: Progress) => void
  /** Server settings on top of ours; only tests should need them. */
  readonly settings?: Readonly<Record<string, string>>
}

/**
 * Brings up the PostgreSQL of a data folder: makes it on the first run, adopts it when a killed
 * Hubward left it running, and starts it again should it die under us. A process that ends without
 * `stop()` leaves the server running for the next one to adopt.
 *
 * @throws HubwardError `database.folder_in_use`, `database.platform_unsupported`,
 *   `database.version_mismatch`, `database.start_failed`
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const source = locate()
  try {
    const layout = layoutOf(options.dataDir)
    const unlock = lockFolder(layout)
    try {
      return await bringUp(layout, source, options, unlock)
    } catch (error) {
      unlock()
      throw error
    }
  } catch (error) {
    throw error instanceof HubwardError ? error : inWords(error, options.dataDir)
  }
}

async function bringUp(
  layout: Layout,
  source: Source,
  options: EmbeddedOptions,
  unlock: () => void,
): Promise<EmbeddedPostgres> {
  const identity = identityFor(layout.cluster)
  const binaries = prepareBinaries(layout, identity, source)
  const plan: ServerPlan = {
    layout,
    binaries,
    identity,
    launch: launchOf(binaries.version, options.settings),
    socketDir: socketDirectory(layout, identity),
    onRecovery: () => options.onProgress?.('recovering'),
  }
  const server = (await adopt(plan, options)) ?? (await create(plan, options))
  await ensureDatabase(server.socketDir)
  return guard(plan, server, options.log ?? (() => {}), unlock)
}

/** What the system refused: a folder that cannot be written, a root that may not be another user. */
function inWords(error: unknown, dataDir: string): HubwardError {
  const reason = error instanceof Error ? error.message : String(error)
  const bound = reason.includes('EPERM') && process.getuid?.() === 0
  const hint = bound
    ? 'This root may not become another user (its capabilities were dropped), and PostgreSQL does ' +
      'not run as root: run Hubward as an ordinary user, or set DATABASE_URL.'
    : 'Check that this user may write there and that the disk is not full, or choose another ' +
      'folder with HUBWARD_DATA.'
  return new HubwardError(
    'database.start_failed',
    `The database in ${dataDir} could not be started: ${reason}. ${hint}`,
    { cause: error },
  )
}

async function create(plan: ServerPlan, options: EmbeddedOptions): Promise<Server> {
  await ensureCluster(plan, () => options.onProgress?.('creating'))
  options.onProgress?.('starting')
  return { pid: await startServer(plan), socketDir: plan.socketDir, adopted: false }
}

/** A live server that answers to nobody gets this long to show itself. */
const SILENCE_MS = 3_000

/** @returns the server a killed Hubward left, or undefined once the way is free for a new one */
async function adopt(plan: ServerPlan, options: EmbeddedOptions): Promise<Server | undefined> {
  const { cluster } = plan.layout
  const left = readPostmaster(cluster)
  if (left === undefined || !serves(left.pid, cluster)) return undefined
  options.onProgress?.('adopting')
  for (let heard = Date.now(); isAlive(left.pid); await sleep(20)) {
    const answer = await probe(left.socketDir)
    if (answer.state === 'ready' && answer.signature === plan.launch.signature) {
      options.log?.(`adopted the database server that was left running (pid ${left.pid})`)
      return { pid: left.pid, socketDir: left.socketDir, adopted: true }
    }
    if (answer.state === 'busy') heard = Date.now()
    const silent = answer.state === 'absent' && Date.now() - heard > SILENCE_MS
    if (answer.state === 'ready' || silent) {
      options.log?.(`stopping the database server that was left running (pid ${left.pid})`)
      await stopServer(left.pid, cluster)
    }
  }
  return undefined
}
