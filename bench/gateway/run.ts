/**
 * What Hubward costs on the way of a call. In one run on one machine, in turns: straight to a fast
 * upstream, through the leanest proxy we know, and through Hubward with everything on (client
 * key, grants, budget, vault, scrubbing, and an audit event committed before each answer ends).
 */
import { keepResult, machine, table } from '../results.ts'
import { load, type LoadResult } from '../load.ts'
import { removeFolder, residentMb, setUpReader, startHubward, startModule } from '../processes.ts'

const CONNECTIONS = [1, 16, 64]
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 4)
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3)
const PATH = '/crm/v3/objects/contacts?limit=10&properties=email'

const upstream = await startModule('gateway/upstream.ts')
const bare = await startModule('gateway/bare-proxy.ts', upstream.url)
const hubward = await startHubward(upstream.url)
const key = await setUpReader(hubward)
const headers = { authorization: `Bearer ${key}` }
const atRestMb = residentMb(hubward.pid)

const TARGETS = {
  direct: upstream.url + PATH,
  'bare proxy': bare.url + PATH,
  Hubward: `${hubward.url}/hubspot/main${PATH}`,
} as const
type Target = keyof typeof TARGETS

const rows: (string | number)[][] = []
const report: Record<string, unknown>[] = []
for (const connections of CONNECTIONS) {
  const results: Record<Target, LoadResult[]> = { direct: [], 'bare proxy': [], Hubward: [] }
  // In turns, so that a slow minute of the machine hits all of them.
  for (let round = 0; round < ROUNDS; round++)
    for (const name of Object.keys(TARGETS) as Target[])
      results[name].push(
        await load({
          url: TARGETS[name],
          headers,
          connections,
          seconds: SECONDS,
          warmupSeconds: 1,
        }),
      )
  const ratio = median(
    results.Hubward.map((one, i) => one.perSecond / (results['bare proxy'][i]?.perSecond ?? 1)),
  )
  for (const name of Object.keys(TARGETS) as Target[]) {
    const perSecond = median(results[name].map((one) => one.perSecond))
    const p50 = median(results[name].map((one) => one.p50))
    const p99 = median(results[name].map((one) => one.p99))
    const refused = results[name].reduce((sum, one) => sum + one.refused, 0)
    const added = p50 - median(results.direct.map((one) => one.p50))
    const share = name === 'Hubward' ? `${Math.round(ratio * 100)} %` : ''
    rows.push([
      connections,
      name,
      Math.round(perSecond),
      p50.toFixed(3),
      p99.toFixed(2),
      added.toFixed(3),
      share,
      refused,
    ])
    report.push({
      connections,
      name,
      perSecond,
      p50,
      p99,
      added,
      ratio: share ? ratio : null,
      refused,
    })
  }
}
const afterLoadMb = residentMb(hubward.pid)

await hubward.stop()
await Promise.all([bare.stop(), upstream.stop()])
removeFolder(hubward.dataDir)

const head = [
  'connections',
  'target',
  'requests/s',
  'p50 ms',
  'p99 ms',
  'added p50 ms',
  'of bare proxy',
  'not 2xx',
]
const markdown = `# The gateway

\`node bench/gateway/run.ts\`: ${ROUNDS} rounds of ${SECONDS} s each, in turns; medians; the ratio is the median of
the rounds' own ratios. ${machine()}.

${table(head, rows)}

The aim is 60 % of the bare proxy at 16 and 64 connections, and less than 0.5 ms added at one. What
separates Hubward from the bare proxy is mostly the event that is committed before each answer ends:
a run without it once gave about two thirds of the bare proxy. At one connection a call cannot be
faster than one durable commit.

Memory of the Hubward process: ${atRestMb.toFixed(0)} MB at rest, ${afterLoadMb.toFixed(0)} MB after the load.
`
keepResult('gateway', markdown)
process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(report)}\n` : markdown)

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
