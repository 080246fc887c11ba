/**
 * `npm run bench -- people-chaos`: ten thousand seeded bad days of provisioning (`SEEDS`, `FROM`), each
 * with its own portal. Fails unless nothing was removed, overwritten, created twice or left unnoticed
 * that should not be.
 */
import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { liveThroughBadDay } from '../../tests/support/people-chaos/bad-day.ts'
import { brokenPromises, COUNT_NAMES } from '../../tests/support/people-chaos/report.ts'
import { keepResult, machine, table } from '../results.ts'

const seeds = Number(process.env['SEEDS'] ?? 10_000)
const from = Number(process.env['FROM'] ?? 1)

type Sums = Record<(typeof COUNT_NAMES)[number], number>
interface Share {
  readonly sums: Sums
  readonly broken: typeof broken
  readonly failures: readonly string[]
}

const noSums = (): Sums => Object.fromEntries(COUNT_NAMES.map((name) => [name, 0])) as Sums
const broken = { removed: 0, breaches: 0, createdTwice: 0, invitedTwice: 0, unnoticed: 0 }

/** One seed of every `step`: a share for each core. */
async function liveShare(offset: number, step: number): Promise<Share> {
  const sums = noSums()
  const found = { ...broken }
  const failures: string[] = []
  for (let seed = from + offset; seed < from + seeds; seed += step) {
    const report = await liveThroughBadDay(seed)
    // Nothing in a day waits for the world, so that nothing would be printed before the end.
    await setImmediate()
    for (const name of COUNT_NAMES) sums[name] += report.counts[name]
    found.removed += report.wronglyRemoved.length
    found.breaches += report.breaches.length
    found.createdTwice += report.doubleCreates
    found.invitedTwice += report.secondInvitations
    found.unnoticed += report.unnoticed.length
    for (const what of brokenPromises(report)) {
      failures.push(`seed ${seed}: ${what}`)
      process.stdout.write(`seed ${seed}: ${what}\n`)
    }
    if (offset === 0 && (seed - from) % 500 === 0)
      process.stdout.write(`${seed - from} of ${seeds}\n`)
  }
  return { sums, broken: found, failures }
}

async function main(): Promise<void> {
  const cores = availableParallelism()
  const began = performance.now()
  const shares = await Promise.all(
    Array.from({ length: cores }, (_, offset) => shareOf(offset, cores)),
  )
  const sums = noSums()
  const found = { ...broken }
  for (const share of shares) {
    for (const name of COUNT_NAMES) sums[name] += share.sums[name]
    for (const name of Object.keys(found) as (keyof typeof found)[])
      found[name] += share.broken[name]
  }
  tell(sums, found, ((performance.now() - began) / 60_000).toFixed(1))
  process.exitCode = shares.every(({ failures }) => failures.length === 0) ? 0 : 1
}

const shareOf = (offset: number, step: number): Promise<Share> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(import.meta.filename, { workerData: { offset, step } })
    worker.once('message', resolve).once('error', reject)
  })

function tell(sums: Sums, found: typeof broken, minutes: string): void {
  const count = (name: (typeof COUNT_NAMES)[number]): string => sums[name].toLocaleString('en-GB')
  const markdown = `# Provisioning on bad days

\`npm run bench -- people-chaos\`: ${seeds.toLocaleString('en-GB')} seeds, ${minutes} minutes. ${machine()}. Each seed is a portal of 6 to 35 users with its own answers to what HubSpot's pages leave open, a rules file and a directory that want people in, changed and out, people who ask for access for a while, and ten days with torn, lost, repeated and looped pages, empty answers, roles refused, 429 and 500 in mid-list, answers lost after the write, others changing users, kills at any step and two applications at once.

${table(
  ['what', 'result'],
  [
    ['users removed who should not be', found.removed],
    [
      'guard breaches: protected users, super admins, limits, what others changed, what is said to be done',
      found.breaches,
    ],
    ['users created twice', found.createdTwice],
    ['second invitations', found.invitedTwice],
    ['users not as wanted of whom the next plan says nothing', found.unnoticed],
    ['plans', count('plans')],
    ['readings that were not sealed', count('unsealed')],
    ['applications refused by a guard or for want of a fresh reading', count('refused')],
    ['writes to users', count('writes')],
    ['removals', count('removals')],
    ['steps done', count('done')],
    ['steps passed over, with the reason', count('notDone')],
    ['kills', count('kills')],
    ['applications stopped by HubSpot’s answers', count('stops')],
    ['processes that were overtaken and wrote nothing more', count('overtaken')],
    ['steps that gave access for a while, or gave it back', count('elevations')],
  ],
)}
`
  keepResult('people-chaos', markdown)
  process.stdout.write(`\n${markdown}`)
}

if (!isMainThread) {
  const { offset, step } = workerData as { offset: number; step: number }
  parentPort?.postMessage(await liveShare(offset, step), [])
} else await main()
