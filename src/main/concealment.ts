/**
 * What of a running process others may come to see: a diagnostic report, a child's environment, a
 * core file. Its own configuration has been read by then, so what is secret in it can go.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** They hold a secret as it is. The kernel's copy, `/proc/<pid>/environ`, stays: it is the owner's. */
const SECRET_VARIABLES = [
  'HUBWARD_MASTER_KEY',
  'HUBWARD_SECOND_MASTER_KEY',
  'DATABASE_URL',
  'HUBWARD_KEY',
] as const

/** Takes secrets out of the environment, and the environment out of Node's diagnostic reports. */
export function concealEnvironment(env: NodeJS.ProcessEnv): void {
  for (const name of SECRET_VARIABLES) delete env[name]
  process.report.excludeEnv = true
}

/**
 * A core file is the whole memory, credentials in use included. No program of Node's can switch it
 * off for itself, but `prlimit` (util-linux) does so from beside it, where the system has that.
 */
export function forbidCoreFiles(): void {
  if (process.platform !== 'linux') return
  // Where there is none, or it may not, the advice below stays.
  spawnSync('prlimit', ['--pid', String(process.pid), '--core=0:0'], { timeout: 2_000 })
}

/**
 * Where the system would write a core file all the same, it is said.
 *
 * @param limits `/proc/self/limits` (proc(5)); left out, that of this process, where there is one
 * @returns advice, or `undefined` where none is needed or nothing can be told
 */
export function coreFileAdvice(limits: string | undefined = ownLimits()): string | undefined {
  const [, soft = '0'] = /^Max core file size\s+(\S+)/m.exec(limits ?? '') ?? []
  if (soft === '0') return undefined
  return 'If this process crashed, the system might write its memory, with the credentials in use, to a core file. Switch that off: `ulimit -c 0` before the start, `LimitCORE=0` in a systemd unit, `--ulimit core=0` for a container.'
}

function ownLimits(): string | undefined {
  try {
    return readFileSync('/proc/self/limits', 'utf8')
  } catch {
    return undefined
  }
}
