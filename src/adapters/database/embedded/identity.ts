import { chownSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { HubwardError } from '../../../domain/errors.ts'

/**
 * The user PostgreSQL runs as. It refuses to run as root (src/backend/main/main.c, `check_root`),
 * so a root Hubward hands the cluster to somebody else.
 */
export interface Identity {
  readonly uid: number
  readonly gid: number
  /** True when it is not the user of this process: folders must be given to it, and be in reach. */
  readonly dropped: boolean
}

/** @returns who runs the cluster: its owner when it exists, else this user, else `nobody`. */
export function identityFor(cluster: string): Identity {
  const uid = process.getuid?.() ?? 0
  const gid = process.getgid?.() ?? 0
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (uid === 0) {
    if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, dropped: true }
    return { ...unprivileged(), dropped: true }
  }
  if (owner && owner.uid !== uid) {
    throw new HubwardError(
      'database.start_failed',
      `The database in ${cluster} belongs to the user with id ${owner.uid}, and Hubward runs as ` +
        `the user with id ${uid}. Run Hubward as the owner, or give it the whole data folder: ` +
        `chown -R ${uid} ${dirname(dirname(cluster))}.`,
    )
  }
  if (!owner) demandName(uid)
  return { uid, gid, dropped: false }
}

/** Gives a tree to the user of the cluster. Links are not followed: they are never ours. */
export function give(path: string, to: Identity): void {
  if (!to.dropped) return
  chownSync(path, to.uid, to.gid)
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), to.uid, to.gid)
  }
}

/** Whether that user may walk to `path`: every folder above it must let others through. */
export function inReach(path: string, of: Identity): boolean {
  if (!of.dropped) return true
  for (let folder = realpathSync(path); ; folder = dirname(folder)) {
    const { mode, uid } = statSync(folder)
    if (!(uid === of.uid ? mode & 0o100 : mode & 0o001)) return false
    if (folder === dirname(folder)) return true
  }
}

const NOBODY = 65534

/** initdb looks its user up by id, so an id alone is not enough: it must have a line in passwd. */
function unprivileged(): { uid: number; gid: number } {
  for (const line of passwd()) {
    const [, , uid, gid] = line.split(':')
    if (Number(uid) === NOBODY) return { uid: NOBODY, gid: Number(gid) }
  }
  throw new HubwardError(
    'database.start_failed',
    'PostgreSQL does not run as root, and this system has no user `nobody` (id 65534) to run it. ' +
      'Run Hubward as an ordinary user, add such a line to /etc/passwd, or set DATABASE_URL.',
  )
}

function passwd(): string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n')
  } catch {
    return []
  }
}

/** Containers that run under a random id (OpenShift does) meet this one. */
function demandName(uid: number): void {
  try {
    userInfo()
  } catch (cause) {
    throw new HubwardError(
      'database.start_failed',
      `The user with id ${uid} has no name on this system, and PostgreSQL's initdb needs one. ` +
        `Add a line to /etc/passwd (hubward:x:${uid}:0::/:/sbin/nologin), run under an id that ` +
        'has a name, or set DATABASE_URL.',
      { cause },
    )
  }
}
