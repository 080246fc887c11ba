import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { HubwardError } from '../../../domain/errors.ts'
import { inReach, type Identity } from './identity.ts'
import type { Layout } from './layout.ts'

/** The number in the socket's name; no port is opened. */
export const SOCKET_PORT = 5432

/**
 * A directory for the server's socket that only its user (and root) can enter. The data folder's
 * own when that works; else a short one under the temporary folder, written down in `socketNote`
 * so that the next start uses it again.
 */
export function socketDirectory(layout: Layout, identity: Identity): string {
  if (fits(layout.run) && inReach(layout.home, identity)) {
    mkdirSync(layout.run, { recursive: true, mode: 0o700 })
    own(layout.run, identity)
    return layout.run
  }
  const noted = readNote(layout, identity)
  if (noted !== undefined) return noted
  for (const folder of [tmpdir(), '/tmp', '/run']) {
    const parent = lstatSync(folder, { throwIfNoEntry: false })
    if (!parent || !fits(join(folder, 'hubward-XXXXXX')) || !inReach(folder, identity)) continue
    const made = mkdtempSync(join(folder, 'hubward-'))
    try {
      own(made, identity)
    } catch (error) {
      rmSync(made, { recursive: true })
      throw error
    }
    writeFileSync(layout.socketNote, made + '\n')
    return made
  }
  throw new HubwardError(
    'database.start_failed',
    `No place for the database's socket: ${layout.run} is too long a path or closed to the user ` +
      `with id ${identity.uid}, and so are ${tmpdir()} and /tmp. Choose a shorter HUBWARD_DATA.`,
  )
}

/** After the server stopped: leaves nothing in the temporary folder. */
export function dropSocketDirectory(layout: Layout, socketDir: string): void {
  if (socketDir === layout.run) return
  rmSync(socketDir, { recursive: true, force: true })
  rmSync(layout.socketNote, { force: true })
}

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, the closing zero included (unix(7)). */
const SUN_PATH = process.platform === 'linux' ? 108 : 104

export function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${SOCKET_PORT}`)) < SUN_PATH
}

/** Only a directory that nobody else can have put there: the temporary folder is everyone's. */
function readNote(layout: Layout, identity: Identity): string | undefined {
  try {
    const noted = readFileSync(layout.socketNote, 'utf8').trim()
    const found = lstatSync(noted)
    const ours = found.isDirectory() && found.uid === identity.uid && (found.mode & 0o077) === 0
    return ours && inReach(dirname(noted), identity) ? noted : undefined
  } catch {
    return undefined
  }
}

function own(folder: string, identity: Identity): void {
  chmodSync(folder, 0o700)
  if (identity.dropped) chownSync(folder, identity.uid, identity.gid)
}
