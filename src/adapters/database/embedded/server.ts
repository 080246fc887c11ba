import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HubwardError } from '../../../domain/errors.ts'
import type { Binaries } from './binaries.ts'
import { childOptions, folderFor } from './cluster.ts'
import type { Identity } from './identity.ts'
import type { Layout } from './layout.ts'
import { disownPid, isAlive, readPostmaster, serves } from './postmaster.ts'
import { probe } from './probe.ts'
import type { Launch } from './settings.ts'
import { SOCKET_PORT } from './socket-directory.ts'

export interface ServerPlan {
  readonly layout: Layout
  readonly binaries: Binaries
  readonly identity: Identity
  readonly launch: Launch
  readonly socketDir: string
  readonly onRecovery: () => void
}

/** Recovery replays at most `max_wal_size` of log; a server that needs longer has another trouble. */
const READY_WITHIN_MS = 10 * 60_000
/** An ordinary start is over by then. */
const TELL_AFTER_MS = 2_000
/** Children of a killed server see its death within a second; their memory bars the way till then. */
const SURVIVORS_WITHIN_MS = 30_000

/**
 * Starts a server on the cluster and waits until it answers.
 * @returns its pid
 * @throws HubwardError `database.start_failed` with what PostgreSQL said last
 */
export async function startServer(plan: ServerPlan): Promise<number> {
  const giveUp = Date.now() + SURVIVORS_WITHIN_MS
  for (;;) {
    const said = lengthOf(plan.layout.log)
    const server = launch(plan)
    const failure = await ready(plan, server)
    if (failure === undefined) return server.pid()
    const words = tail(plan.layout.log, said)
    if (SURVIVORS.test(words) && Date.now() < giveUp) {
      await sleep(100)
      continue
    }
    throw new HubwardError(
      'database.start_failed',
      `PostgreSQL did not start: ${words || failure}. Its log is ${plan.layout.log}.`,
    )
  }
}

/** PostgreSQL's words for "somebody of the previous server still lives" (miscinit.c). */
const SURVIVORS = /pre-existing shared memory block|lock file "[^"]+" already exists/

/**
 * Stops the server of a cluster: first as on every evening, then as in an emergency. Both lose
 * nothing. A pid that serves another folder by now, or nothing, is left alone.
 */
export async function stopServer(pid: number, cluster: string): Promise<void> {
  if (!serves(pid, cluster)) return
  for (const { signal, patienceMs } of STOPS) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(10)) {
      if (!isAlive(pid)) return
    }
  }
  throw new HubwardError(
    'database.start_failed',
    `The database server (pid ${pid}) does not stop. Stop it by hand: kill -QUIT ${pid}.`,
  )
}

/** Shutdown modes of PostgreSQL: SIGINT is fast, SIGQUIT immediate (its next start recovers). */
const STOPS = [
  { signal: 'SIGINT', patienceMs: 30_000 },
  { signal: 'SIGQUIT', patienceMs: 10_000 },
] as const

/**
 * Two files name the pid of a server that was killed, and PostgreSQL refuses to start while a
 * process of that number exists: a stranger's, or a zombie that nobody reaps. We know better. The
 * socket and its lock file are in our own directory, so they are ours to remove.
 */
function clearTraces({ layout, socketDir }: ServerPlan): void {
  const last = readPostmaster(layout.cluster)
  if (last === undefined || (isAlive(last.pid) && serves(last.pid, layout.cluster))) return
  disownPid(layout.cluster)
  rmSync(join(socketDir, `.s.PGSQL.${SOCKET_PORT}.lock`), { force: true })
}

interface Launched {
  pid(): number
  /** Why it ended, once it has. */
  ended(): string | undefined
}

function launch(plan: ServerPlan): Launched {
  clearTraces(plan)
  rotate(plan.layout.log)
  const log = openSync(plan.layout.log, 'a', 0o600)
  const folder = folderFor(plan.layout.cluster, plan.identity)
  const child = spawn(
    plan.binaries.postgres,
    ['-D', folder.name, '-k', plan.socketDir, ...plan.launch.args],
    {
      ...childOptions(plan.identity),
      // Its own process group: a Ctrl-C on the terminal must reach Hubward first, the database last.
      detached: true,
      stdio: ['ignore', log, log, ...folder.descriptors],
    },
  )
  closeSync(log)
  folder.close()
  child.unref()
  let end: string | undefined
  child.once('error', (error) => (end = `it could not be run (${error.message})`))
  child.once('exit', (code, signal) => (end ??= `it ended with ${signal ?? code}`))
  return { pid: () => child.pid ?? 0, ended: () => end }
}

async function ready(plan: ServerPlan, server: Launched): Promise<string | undefined> {
  const begun = Date.now()
  let told = false
  for (const until = begun + READY_WITHIN_MS; Date.now() < until; await sleep(5)) {
    const { state } = await probe(plan.socketDir)
    const end = server.ended()
    if (end !== undefined) return end
    if (state === 'ready') return undefined
    if (state === 'busy' && !told && Date.now() - begun > TELL_AFTER_MS) {
      told = true
      plan.onRecovery()
    }
  }
  await stopServer(server.pid(), plan.layout.cluster)
  return `it did not answer within ${READY_WITHIN_MS / 60_000} minutes`
}

const LOG_LIMIT_BYTES = 10 * 1024 * 1024

/** Between servers only: a running one holds the file open. */
function rotate(log: string): void {
  if (lengthOf(log) > LOG_LIMIT_BYTES) renameSync(log, `${log}.1`)
}

function lengthOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

function tail(log: string, from: number): string {
  const added = readFileSync(log)
    .subarray(Math.min(from, lengthOf(log)))
    .toString('utf8')
  return added.trim().split('\n').slice(-4).join(' ')
}
