/**
 * The two programs that the demo drives, each a process of its own. Ends only what it started, by
 * its process id.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const ROOT = join(import.meta.dirname, '..')

export interface Program {
  readonly name: string
  /** The one JSON object that it printed once it was ready. */
  readonly announced: Readonly<Record<string, unknown>>
  /** Resolves when it has ended without being asked to, with a sentence about how. */
  readonly crashed: Promise<string>
  /** Asks it to end, and insists after a while. */
  stop(): Promise<void>
  /** Ends it at once. */
  kill(): void
}

export interface ProgramPlan {
  readonly name: string
  /** Of `bin/`. */
  readonly entry: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

/** For what will not happen any more. */
const NEVER = new Promise<string>(() => undefined)

/** A first start makes a database; on a slow disk that takes its time. */
const READY_WITHIN_MS = 90_000
const STOPS_WITHIN_MS = 15_000

/** Starts it and waits for its JSON line. @throws Error with what it said, where it ended instead */
export async function startProgram(plan: ProgramPlan): Promise<Program> {
  // A process group of its own: Ctrl-C in the terminal reaches the demo alone, which ends it in order.
  const child = spawn(process.execPath, commandOf(plan.entry, plan.args), {
    env: plan.env ?? cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const said = lastLines(child)
  const ended = endOf(child)
  const ready = firstLine(child)
  const slow = AbortSignal.timeout(READY_WITHIN_MS)
  const late = new Promise<never>((_, reject) => {
    slow.addEventListener('abort', () => reject(new Error(`${plan.name} did not become ready.`)))
  })
  const line = await Promise.race([
    ready,
    late,
    ended.then((how) => {
      throw new Error(said().trim() || `${plan.name} ended ${how}.`)
    }),
  ]).catch(async (error: unknown) => {
    await end(child, ended)
    throw error
  })
  let asked = false
  return {
    name: plan.name,
    announced: JSON.parse(line) as Record<string, unknown>,
    crashed: ended.then((how) => (asked ? NEVER : `${plan.name} ended ${how}.\n${said()}`.trim())),
    stop: () => {
      asked = true
      return end(child, ended)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

export const commandOf = (entry: string, args: readonly string[]): string[] => [
  join(ROOT, 'bin', entry),
  ...args,
]

/** Without settings of a Hubward that the reader may run: the demo must not touch its data. */
export function cleanEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('HUBWARD_') && name !== 'DATABASE_URL',
  )
  return { ...Object.fromEntries(kept), ...more }
}

/** @throws Error that says which port is taken and how to choose another */
export async function demandFreePort(port: number, what: string, option: string): Promise<void> {
  if (port === 0) return
  const probe = createServer()
  const free = await new Promise<boolean>((resolve) => {
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => resolve(true))
  })
  if (!free)
    throw new Error(
      `Port ${port}, for ${what}, is taken. Choose another: npm run demo -- ${option} ${port + 1} (0 takes any free one).`,
    )
  await new Promise((resolve) => probe.close(resolve))
}

const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ? `by ${signal}` : `with status ${code}`))
    child.once('error', (error) => resolve(`before it began: ${error.message}`))
  })

function firstLine(child: ChildProcess): Promise<string> {
  const lines = createInterface({ input: child.stdout! })
  return new Promise((resolve) => lines.once('line', resolve))
}

/** The end of what it said on standard error, for the sentence about a crash. */
function lastLines(child: ChildProcess): () => string {
  let text = ''
  child.stderr!.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-4_000)
  })
  return () => text
}

async function end(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  child.kill('SIGTERM')
  const insist = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS)
  await ended
  clearTimeout(insist)
}
