/**
 * How long Hubward takes from the command to its first answer: on a first run (database made, key
 * made, schema laid), on later ones, and after `kill -9`, with the memory it rests at.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeFolder, residentMb, startHubward, type StartedHubward } from './processes.ts'
import { keepResult, machine, table } from './results.ts'

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5)
/** Nothing is called there: start-up does not speak to HubSpot. */
const NOWHERE = 'http://127.0.0.1:9'

const firstRuns: number[] = []
const warmRuns: number[] = []
const afterKill: number[] = []
const memory: number[] = []

for (let round = 0; round < ROUNDS; round++) {
  const dataDir = mkdtempSync(join(tmpdir(), 'hubward-bench-'))
  firstRuns.push(await timed(dataDir, (hubward) => hubward.stop()))
  warmRuns.push(await timed(dataDir, (hubward) => hubward.stop()))
  await timed(dataDir, async (hubward) => process.kill(hubward.pid, 'SIGKILL'))
  afterKill.push(
    await timed(dataDir, async (hubward) => {
      memory.push(residentMb(hubward.pid))
      await hubward.stop()
    }),
  )
  removeFolder(dataDir)
}

const row = (what: string, times: readonly number[]): string[] => [
  what,
  (Math.min(...times) / 1000).toFixed(2),
  (median(times) / 1000).toFixed(2),
  (Math.max(...times) / 1000).toFixed(2),
]
const markdown = `# Start-up

\`node bench/startup.ts\`: from \`hubward start\` to the first answered request, ${ROUNDS} rounds. ${machine()}.

${table(
  ['start', 'min s', 'median s', 'max s'],
  [row('first run', firstRuns), row('warm', warmRuns), row('after kill -9', afterKill)],
)}

Memory at rest: ${median(memory).toFixed(0)} MB resident for the Hubward process, the database's processes apart.
`
keepResult('startup', markdown)
process.stdout.write(
  process.argv.includes('--json')
    ? `${JSON.stringify({ firstRuns, warmRuns, afterKill, memory })}\n`
    : markdown,
)

async function timed(
  dataDir: string,
  end: (hubward: StartedHubward) => Promise<unknown>,
): Promise<number> {
  const begun = performance.now()
  const hubward = await startHubward(NOWHERE, dataDir)
  await fetch(`${hubward.url}/readyz`)
  const took = performance.now() - begun
  await end(hubward)
  return took
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
