/**
 * The way to an embedded server that another Hubward runs: for a command of the operator beside a
 * running service. It starts nothing, stops nothing and takes no lock.
 */
import { existsSync } from 'node:fs'
import type { PoolConfig } from 'pg'
import { layoutOf } from './layout.ts'
import { readPostmaster, serves } from './postmaster.ts'
import { connectionTo } from './probe.ts'

/** `undefined` where no server runs on that folder. */
export function runningServer(dataDir: string): PoolConfig | undefined {
  // Looking makes no folder: a mistyped one would be taken for Hubward's from then on.
  if (!existsSync(dataDir)) return undefined
  const { cluster } = layoutOf(dataDir)
  const found = readPostmaster(cluster)
  return found && serves(found.pid, cluster) ? connectionTo(found.socketDir) : undefined
}
