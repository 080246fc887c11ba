import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg, { type PoolConfig } from 'pg'
import { layoutOf } from '../../src/adapters/database/embedded/layout.ts'
import { readPostmaster } from '../../src/adapters/database/embedded/postmaster.ts'
import { stopServer } from '../../src/adapters/database/embedded/server.ts'
import { dropSocketDirectory } from '../../src/adapters/database/embedded/socket-directory.ts'
import {
  startEmbeddedPostgres,
  type EmbeddedOptions,
  type EmbeddedPostgres,
} from '../../src/adapters/database/embedded/start.ts'

/** What `hold-embedded.ts` says about itself. */
export interface Holder {
  readonly child: ChildProcess
  readonly said: { readonly pid?: number; readonly adopted?: boolean; readonly refusal?: string }
}

export interface Folders {
  /** A data folder, private to this user as `mkdtemp` makes it. */
  make(): string
  start(dataDir: string, options?: Omit<EmbeddedOptions, 'dataDir'>): Promise<EmbeddedPostgres>
  /** Another process that has the folder's database. */
  hold(dataDir: string): Promise<Holder>
  /** Ends all that was started here and removes the folders. */
  clear(): Promise<void>
}

export function testFolders(): Folders {
  const folders: string[] = []
  const children: ChildProcess[] = []
  const servers: EmbeddedPostgres[] = []

  const start: Folders['start'] = async (dataDir, options) => {
    const server = await startEmbeddedPostgres({ ...options, dataDir })
    servers.push(server)
    return server
  }
  return {
    make: () => {
      const folder = mkdtempSync(join(tmpdir(), 'hubward-embedded-'))
      folders.push(folder)
      return folder
    },
    start,
    hold: async (dataDir) => {
      const script = join(import.meta.dirname, 'hold-embedded.ts')
      const child = spawn(process.execPath, [script, dataDir], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      children.push(child)
      const lines = createInterface({ input: child.stdout })
      const [line] = (await once(lines, 'line')) as [string]
      return { child, said: JSON.parse(line) as Holder['said'] }
    },
    clear: async () => {
      for (const child of children.splice(0)) await kill(child)
      for (const server of servers.splice(0)) await server.stop()
      for (const folder of folders.splice(0)) {
        await stopLeftover(folder)
        rmSync(folder, { recursive: true, force: true })
      }
    },
  }
}

/** A killed holder leaves its server running, and perhaps a socket directory elsewhere. */
async function stopLeftover(dataDir: string): Promise<void> {
  const layout = layoutOf(dataDir)
  const left = readPostmaster(layout.cluster)
  if (left !== undefined) await stopServer(left.pid, layout.cluster)
  if (existsSync(layout.socketNote)) {
    dropSocketDirectory(layout, readFileSync(layout.socketNote, 'utf8').trim())
  }
}

/** As `kill -9` does; resolves when the process is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

/** The rows of one statement over a connection of its own. */
export async function query(config: PoolConfig, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(config)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}
