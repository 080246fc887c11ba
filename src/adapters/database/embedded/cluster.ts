import { spawn } from 'node:child_process'
import {
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { HubwardError } from '../../../domain/errors.ts'
import type { Binaries } from './binaries.ts'
import { give, type Identity } from './identity.ts'
import type { Layout } from './layout.ts'
import { ROLE } from './probe.ts'
import type { ServerPlan } from './server.ts'

/**
 * Makes the cluster when there is none. It is made aside, synced by initdb, and then renamed, so
 * that a kill at any instant leaves either no cluster or a whole one.
 *
 * @throws HubwardError `database.version_mismatch`, `database.start_failed`
 */
export async function ensureCluster(
  { layout, binaries, identity }: ServerPlan,
  onCreate: () => void,
): Promise<void> {
  const existing = statSync(layout.cluster, { throwIfNoEntry: false })
  if (existing) {
    demandVersion(layout, binaries)
    // A backup restored by root.
    if (existing.uid !== identity.uid) give(layout.cluster, identity)
    return
  }
  onCreate()
  rmSync(layout.unfinishedCluster, { recursive: true, force: true })
  mkdirSync(layout.unfinishedCluster, { mode: 0o700 })
  give(layout.unfinishedCluster, identity)
  await initdb(layout.unfinishedCluster, binaries, identity)
  renameSync(layout.unfinishedCluster, layout.cluster)
  syncFolder(layout.home)
}

/**
 * How a child names a folder. A dropped child might not be allowed to walk there (a data folder is
 * private to its owner), so it inherits the open folder as descriptor 3 and goes by that.
 */
export function folderFor(
  path: string,
  identity: Identity,
): { name: string; descriptors: number[]; close: () => void } {
  if (!identity.dropped || process.platform !== 'linux') {
    return { name: path, descriptors: [], close: () => {} }
  }
  const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY)
  return {
    name: '/proc/self/fd/3',
    descriptors: [descriptor],
    close: () => closeSync(descriptor),
  }
}

/** Options of the process: as whom, from where, and with nothing of our environment (it has keys). */
export function childOptions(identity: Identity): {
  cwd: string
  env: NodeJS.ProcessEnv
  uid?: number
  gid?: number
} {
  const plain = { cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC' } }
  return identity.dropped ? { ...plain, uid: identity.uid, gid: identity.gid } : plain
}

// The built-in collation: sorting by code point, the same on every system. That of the C library
// changes with its version and would silently break indexes.
const LOCALE = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
]

async function initdb(cluster: string, binaries: Binaries, identity: Identity): Promise<void> {
  const folder = folderFor(cluster, identity)
  const args = [
    '-D',
    folder.name,
    '-U',
    ROLE,
    '--auth-local=trust',
    '--auth-host=reject',
    '--no-instructions',
    ...LOCALE,
  ]
  const child = spawn(binaries.initdb, args, {
    ...childOptions(identity),
    stdio: ['ignore', 'pipe', 'pipe', ...folder.descriptors],
  })
  let said = ''
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  try {
    const status = await new Promise<number | string | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (code, signal) => resolve(code ?? signal))
    })
    if (status !== 0) throw new Error(`initdb ended with ${status}`)
  } catch (cause) {
    rmSync(cluster, { recursive: true, force: true })
    throw new HubwardError(
      'database.start_failed',
      `The database could not be created in ${cluster}: ${said.trim().split('\n').slice(-4).join(' ') || String(cause)}`,
      { cause },
    )
  } finally {
    folder.close()
  }
}

function demandVersion(layout: Layout, binaries: Binaries): void {
  const version = readVersion(layout.cluster)
  if (version === binaries.major) return
  throw new HubwardError(
    'database.version_mismatch',
    `The database in ${layout.cluster} was written by PostgreSQL ${version}; this release brings ` +
      `PostgreSQL ${binaries.major}, which cannot open it. Nothing was changed. Either go back to ` +
      `the Hubward release that wrote it, or start a PostgreSQL ${version} on that folder, copy the ` +
      'database `hubward` with pg_dump into a server of your own, and set DATABASE_URL to that.',
    { facts: { found: version, expected: binaries.major } },
  )
}

function readVersion(cluster: string): string {
  try {
    return readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  } catch (cause) {
    throw new HubwardError(
      'database.start_failed',
      `The folder ${cluster} is not a PostgreSQL cluster (it has no readable PG_VERSION). If it ` +
        'was restored from a backup, the backup is incomplete; if it holds nothing of worth, remove it.',
      { cause },
    )
  }
}

/** The rename is on disk only when the folder is. */
function syncFolder(path: string): void {
  const descriptor = openSync(path, constants.O_RDONLY)
  fsyncSync(descriptor)
  closeSync(descriptor)
}
