import { readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { DatabaseSync } from 'node:sqlite'
import { HubwardError } from '../../../domain/errors.ts'
import type { Layout } from './layout.ts'

/**
 * Takes the data folder for this process, or refuses with the pid of the one that has it.
 *
 * The lock is the kernel's (fcntl, LockFileEx on Windows), so it vanishes with its holder however
 * that ends, and it holds between containers that share a volume. Node has no call for it; SQLite's
 * exclusive transaction on an empty file is the same lock. It is taken before the database runs,
 * because two first starts would otherwise both make a cluster. Nothing else may open `lockFile`
 * in this process: POSIX drops the lock when any descriptor of the file is closed.
 *
 * @throws HubwardError `database.folder_in_use`
 */
export function lockFolder(layout: Layout): () => void {
  const lock = new DatabaseSync(layout.lockFile)
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (!isBusy(error)) throw error
    throw new HubwardError('database.folder_in_use', refusal(layout), { cause: error })
  }
  writeFileSync(layout.ownerFile, JSON.stringify({ pid: process.pid, host: hostname() }) + '\n')
  held.add(lock)
  return () => {
    if (held.delete(lock)) lock.close()
  }
}

/** A lock that nobody refers to would be collected, and thereby lost. */
const held = new Set<DatabaseSync>()

function refusal(layout: Layout): string {
  return (
    `${holder(layout)} already uses the data folder ${layout.dataDir}. ` +
    'Stop that process first, or give this one a folder of its own with HUBWARD_DATA.'
  )
}

/** Best effort: the file is written just after the lock is taken, so it can be a moment behind. */
function holder(layout: Layout): string {
  try {
    const owner: unknown = JSON.parse(readFileSync(layout.ownerFile, 'utf8'))
    if (typeof owner !== 'object' || owner === null) return 'Another process'
    const { pid, host } = owner as { pid?: unknown; host?: unknown }
    if (typeof pid !== 'number') return 'Another process'
    return host === hostname()
      ? `Another Hubward process (pid ${pid})`
      : `Another Hubward process (pid ${pid} on ${String(host)})`
  } catch {
    return 'Another process'
  }
}

/** SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY
}
