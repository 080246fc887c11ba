/** What the system lets this process have: open files, memory. */
import { readFile } from 'node:fs/promises'
import { freemem, totalmem } from 'node:os'
import { getHeapStatistics } from 'node:v8'
import { fail, megabytes, ok, passedOver, warn, type Check, type Finding } from '../check.ts'

export const openFilesCheck: Check = {
  name: 'open_files',
  title: 'Open files',
  needs: [],
  async look() {
    const text = await readFile('/proc/self/limits', 'utf8').catch(() => undefined)
    return text === undefined
      ? passedOver('This system does not tell its limits.')
      : openFiles(text)
  },
}

/** Each call under way holds two sockets, and calls are bounded at some thousands. */
const FEW_FILES = 4_096
const TOO_FEW_FILES = 1_024

/** @param limits as `/proc/self/limits` has it (proc(5)): soft limit, then hard */
export function openFiles(limits: string): Finding {
  const soft = /^Max open files\s+(\S+)/m.exec(limits)?.[1]
  if (soft === undefined) return passedOver('This system does not tell its limits.')
  if (soft === 'unlimited') return ok('As many as wanted.')
  const count = Number(soft)
  const told = `Up to ${count} may be open.`
  const remedy = 'Raise it: LimitNOFILE=65536 in the unit, or ulimit -n 65536.'
  if (count < TOO_FEW_FILES) return fail(told, remedy)
  return count < FEW_FILES ? warn(told, remedy) : ok(told)
}

export const memoryCheck: Check = {
  name: 'memory',
  title: 'Memory',
  needs: [],
  async look() {
    const group = Number(
      await readFile('/sys/fs/cgroup/memory.max', 'utf8').catch(() => Number.NaN),
    )
    return memoryLeft({
      limit: Number.isFinite(group) && group > 0 ? group : totalmem(),
      free: freemem(),
      heapLimit: getHeapStatistics().heap_size_limit,
      used: process.memoryUsage().rss,
    })
  },
}

const LEAST_BYTES = 512 * 1024 ** 2

export interface MemoryReading {
  /** Of the container, or the machine. */
  readonly limit: number
  readonly free: number
  /** Node's own, for objects. */
  readonly heapLimit: number
  readonly used: number
}

export function memoryLeft({ limit, free, heapLimit, used }: MemoryReading): Finding {
  const told = `${megabytes(used)} in use; ${megabytes(limit)} may be, ${megabytes(free)} are free.`
  if (limit < LEAST_BYTES)
    return warn(told, `Give it ${megabytes(LEAST_BYTES)} or more, the database included.`)
  if (heapLimit > limit)
    return warn(
      `${told} Node would take up to ${megabytes(heapLimit)} and be killed before.`,
      `Set NODE_OPTIONS=--max-old-space-size=${Math.floor((limit / 1024 ** 2) * 0.6)}`,
    )
  return used > limit * 0.9
    ? fail(told, 'Give it more memory: near the limit the system ends it without a word.')
    : ok(told)
}
