import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { kill, query, testFolders } from '../support/embedded.ts'

const folders = testFolders()
afterEach(() => folders.clear())

/** A long run: HUBWARD_CRASH_ROUNDS=200 npx vitest run tests/crash/database.test.ts */
const ROUNDS = Number(process.env['HUBWARD_CRASH_ROUNDS'] ?? 10)
/** Numbers of one round; far more than a round can write. */
const ROUND = 1_000_000

type Victim = 'process' | 'server' | 'both'
const VICTIMS: readonly Victim[] = ['process', 'server', 'both']

it(
  `loses no acknowledged change, and keeps none by half, over ${ROUNDS} kills`,
  { timeout: 60_000 + ROUNDS * 15_000 },
  async () => {
    const dataDir = folders.make()
    const acknowledged: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const victim = VICTIMS[round % VICTIMS.length] ?? 'both'
      const written = await killWhileWriting(dataDir, round * ROUND, victim)
      expect(written.length, `round ${round}, ${victim}`).toBeGreaterThan(0)
      acknowledged.push(...written)
    }
    const { connection } = await folders.start(dataDir)
    const [ids] = await query(
      connection,
      `select (select coalesce(array_agg(id::float8), '{}') from debit) as debit,
              (select count(*)::int from debit full join credit using (id)
               where debit.id is null or credit.id is null) as halves`,
    )
    const kept = new Set(ids?.['debit'] as number[])
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([])
    expect(ids?.['halves']).toBe(0)
    console.log(`${acknowledged.length} acknowledged changes, ${ROUNDS} kills, 0 lost`)
  },
)

/** One life of a writer. @returns what it said had been acknowledged */
async function killWhileWriting(dataDir: string, first: number, victim: Victim): Promise<number[]> {
  const script = join(import.meta.dirname, 'database-writer.ts')
  const child = spawn(process.execPath, [script, dataDir, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = listenTo(child)
  const server = await said.server
  await expect.poll(() => said.numbers.length, { timeout: 30_000 }).toBeGreaterThan(0)
  await sleep(Math.random() * 400)
  if (victim !== 'process') process.kill(server, 'SIGKILL')
  if (victim === 'server') {
    // It goes on with a server that was started again; the next round takes that over.
    const before = said.numbers.length
    await expect.poll(() => said.numbers.length, { timeout: 30_000 }).toBeGreaterThan(before + 20)
  }
  await kill(child)
  await said.end
  return said.numbers
}

interface Said {
  readonly server: Promise<number>
  readonly numbers: number[]
  readonly end: Promise<unknown>
}

function listenTo(child: ChildProcess): Said {
  if (child.stdout === null) throw new Error('the writer has no output')
  const lines = createInterface({ input: child.stdout })
  const server = Promise.withResolvers<number>()
  const numbers: number[] = []
  lines.once('line', (pid) => {
    server.resolve(Number(pid))
    lines.on('line', (line) => numbers.push(Number(line)))
  })
  child.once('exit', (status) => server.reject(new Error(`the writer ended with ${status}`)))
  return { server: server.promise, numbers, end: once(lines, 'close') }
}
