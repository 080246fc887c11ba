import type { PoolConfig } from 'pg'
import { isAlive } from './postmaster.ts'
import { connectionTo } from './probe.ts'
import { dropSocketDirectory } from './socket-directory.ts'
import { startServer, stopServer, type ServerPlan } from './server.ts'

export interface EmbeddedPostgres {
  readonly connection: PoolConfig
  /** The server ran already: its former Hubward was killed. */
  readonly adopted: boolean
  /** The server's process id; another after a restart. */
  pid(): number
  /** Stops the server and gives the folder free. Idempotent. */
  stop(): Promise<void>
}

export interface Server {
  readonly pid: number
  readonly socketDir: string
  readonly adopted: boolean
}

/** An adopted server is not our child and sends no exit event, so every server is asked. */
const LOOK_EVERY_MS = 250
const TRY_AGAIN_MS = 5_000

/** Watches over a running server and starts it again on the same socket should it die. */
export function guard(
  plan: ServerPlan,
  server: Server,
  log: (message: string) => void,
  unlock: () => void,
): EmbeddedPostgres {
  const again = { ...plan, socketDir: server.socketDir }
  let pid = server.pid
  let reviving: Promise<void> | undefined
  let notBefore = 0

  const revive = async (): Promise<void> => {
    log(`the database server (pid ${pid}) has died; starting it again`)
    try {
      pid = await startServer(again)
      log(`the database server runs again (pid ${pid})`)
    } catch (error) {
      notBefore = Date.now() + TRY_AGAIN_MS
      log(error instanceof Error ? error.message : String(error))
    }
  }
  const look = setInterval(() => {
    if (reviving || isAlive(pid) || Date.now() < notBefore) return
    reviving = revive().finally(() => (reviving = undefined))
  }, LOOK_EVERY_MS).unref()

  const stop = async (): Promise<void> => {
    clearInterval(look)
    await reviving
    await stopServer(pid, plan.layout.cluster)
    dropSocketDirectory(plan.layout, server.socketDir)
    unlock()
  }
  let stopped: Promise<void> | undefined
  return {
    connection: connectionTo(server.socketDir),
    adopted: server.adopted,
    pid: () => pid,
    stop: () => (stopped ??= stop()),
  }
}
