import { mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

/** Where the embedded database keeps its things inside Hubward's data folder. */
export interface Layout {
  /** The data folder itself, resolved, so that two names of one folder are one folder. */
  readonly dataDir: string
  /** Held by the one process that may use the folder. */
  readonly lockFile: string
  /** Who holds the lock, for the sentence that refuses the next one. */
  readonly ownerFile: string
  /** Everything of PostgreSQL. */
  readonly home: string
  /** The cluster: PostgreSQL's own data directory. */
  readonly cluster: string
  /** A cluster being made; renamed to `cluster` when it is whole and on disk. */
  readonly unfinishedCluster: string
  /** First choice for the socket. */
  readonly run: string
  /** Where the socket directory is written down when `run` cannot hold it. */
  readonly socketNote: string
  /** What PostgreSQL says; the previous one is kept beside it as `.1`. */
  readonly log: string
  /** A copy of the binaries, where those of node_modules cannot be used in place. */
  readonly cache: string
}

/** Makes the folder (for its owner alone) when it is missing. */
export function layoutOf(folder: string): Layout {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const dataDir = realpathSync(folder)
  const home = join(dataDir, 'postgres')
  mkdirSync(home, { recursive: true, mode: 0o755 })
  return {
    dataDir,
    lockFile: join(dataDir, 'hubward.lock'),
    ownerFile: join(dataDir, 'hubward.pid'),
    home,
    cluster: join(home, 'cluster'),
    unfinishedCluster: join(home, 'cluster.unfinished'),
    run: join(home, 'run'),
    socketNote: join(home, 'socket-directory'),
    log: join(home, 'postgres.log'),
    cache: join(home, 'cache'),
  }
}
