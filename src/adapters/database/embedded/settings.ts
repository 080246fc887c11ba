import { createHash } from 'node:crypto'

/**
 * How the embedded server is set: given on the command line, so that a new release changes them
 * without editing a file in anyone's data folder.
 */
export const SETTINGS: Readonly<Record<string, string>> = {
  // An answered change survives a power cut. PostgreSQL's defaults, stated because they are promises.
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  // Nobody but us: no port at all, and a socket in a directory that only we can enter.
  listen_addresses: '',
  unix_socket_permissions: '0700',
  // One gateway process holds about fifteen; replicas belong on a DATABASE_URL.
  max_connections: '50',
  // For a small machine: the tables read on the hot path are in our memory, not in PostgreSQL's.
  shared_buffers: '64MB',
  min_wal_size: '32MB',
  max_wal_size: '512MB',
  // Compiling plans costs more than any query of ours takes.
  jit: 'off',
  // Saves three processes; asynchronous reads pay on large scans only.
  io_method: 'sync',
  // Nothing replicates from here, so no WAL for replicas.
  wal_level: 'minimal',
  max_wal_senders: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  cluster_name: 'hubward',
  // The log is for start-up, crashes and recovery. Statements and details of errors can hold
  // values of rows; the caller gets those errors anyway.
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

/** A setting of no effect, by which a running server tells with what it was launched. */
const SIGNATURE = 'hubward.launch'
export const SHOW_SIGNATURE = `select current_setting('${SIGNATURE}', true) as launch`

export interface Launch {
  readonly args: readonly string[]
  /** Same binaries, same settings, same signature. */
  readonly signature: string
}

/** @param extra settings on top, for tests that trade durability for speed */
export function launchOf(version: string, extra: Readonly<Record<string, string>> = {}): Launch {
  const settings = Object.entries({ ...SETTINGS, ...extra })
  const signature = createHash('sha256')
    .update(JSON.stringify([version, settings]))
    .digest('hex')
    .slice(0, 16)
  const args = [...settings, [SIGNATURE, signature] as const].flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
  return { args, signature }
}
