import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a server wrote about itself into its data directory (postmaster.pid). */
export interface Postmaster {
  readonly pid: number
  readonly socketDir: string
}

/** Lines of postmaster.pid, by number (src/include/utils/pidfile.h). */
const LINE_PID = 0
const LINE_SOCKET_DIR = 4

/** @returns undefined when no server has written one, or it died while writing */
export function readPostmaster(cluster: string): Postmaster | undefined {
  const lines = readLines(cluster)
  const pid = Number(lines[LINE_PID])
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
  return { pid, socketDir: lines[LINE_SOCKET_DIR] ?? '' }
}

/** A zombie is dead: where nobody reaps orphans (a container without init) it would stay for ever. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.charAt(stat.lastIndexOf(')') + 2) !== 'Z'
  } catch {
    return true
  }
}

/** Whether that process is a server on this cluster; a server's working directory is its cluster. */
export function serves(pid: number, cluster: string): boolean {
  try {
    if (process.platform === 'linux')
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(
      cluster,
    )
  } catch {
    return false
  }
}

/**
 * After a crash the pid in the file may by now be somebody else's (small numbers in a container
 * come round quickly) or a zombie's, and PostgreSQL would refuse to start because of it. Replaces
 * it by one that cannot exist. The rest stays: by the shared memory named there PostgreSQL still notices
 * surviving children of the dead server, which is why the file must not simply be deleted.
 */
export function disownPid(cluster: string): void {
  const lines = readLines(cluster)
  lines[LINE_PID] = String(IMPOSSIBLE_PID)
  writeFileSync(join(cluster, FILE), lines.join('\n'))
}

/** Above PID_MAX_LIMIT (2^22) of Linux and every other system's. */
const IMPOSSIBLE_PID = 2 ** 31 - 2

const FILE = 'postmaster.pid'

function readLines(cluster: string): string[] {
  try {
    return readFileSync(join(cluster, FILE), 'utf8').split('\n')
  } catch {
    return []
  }
}
