/**
 * `tools/call` through Hubward's MCP door, everything on, against a bare SDK server, in one run:
 * `node bench/mcp/run.ts [--json] [--seconds 3] [--rounds 3]`. The two take turns, so that a busy
 * moment of the machine hits both. Writes bench/results/mcp.md, or prints JSON.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { load, type LoadResult } from '../load.ts'
import { bodyOf, ERAS, headersOf, type Era } from './message.ts'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '3' },
  },
})
const CONNECTIONS = [1, 16, 64]
/** What the issue asks for: at least this share of the bare server's calls per second. */
const WANTED = 0.8

interface Row {
  readonly era: Era
  readonly connections: number
  readonly bare: LoadResult
  readonly hubward: LoadResult
  readonly ratio: number
}

const children: ChildProcess[] = []
try {
  const upstream = await start(join(import.meta.dirname, '../gateway/upstream.ts'))
  const bare = await start(join(import.meta.dirname, 'bare-sdk.ts'), upstream)
  const hubward = await start(join(import.meta.dirname, 'hubward.ts'), upstream)
  for (const era of Object.keys(ERAS) as Era[])
    for (const url of [bare, hubward]) await warm(url, era)
  const rows: Row[] = []
  for (const era of Object.keys(ERAS) as Era[])
    for (const connections of CONNECTIONS) rows.push(await compare(era, connections, bare, hubward))
  if (options.json) console.log(JSON.stringify(rows, null, 2))
  else publish(asMarkdown(rows))
} finally {
  for (const child of children) child.disconnect()
  await Promise.all(
    children.map((child) => (child.exitCode === null ? once(child, 'exit') : Promise.resolve())),
  )
}

async function start(file: string, ...args: string[]): Promise<string> {
  const child = fork(file, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  children.push(child)
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  return `http://127.0.0.1:${port}`
}

/**
 * Compiled code, connections, a database past its first segments: what is measured is a server at
 * work. And one that fails fast must not win.
 */
async function warm(origin: string, era: Era): Promise<void> {
  const message = { method: 'POST', headers: headersOf(era), body: bodyOf(era) } as const
  const answer = await fetch(`${origin}/mcp`, message)
  const text = await answer.text()
  if (!answer.ok || !text.includes('someone@example.com') || text.includes('"isError":true'))
    throw new Error(`${origin} does not do the work (${era}): ${answer.status} ${text}`)
  await load({ url: `${origin}/mcp`, ...message, connections: 16, seconds: 4, warmupSeconds: 0 })
}

async function compare(era: Era, connections: number, bare: string, hubward: string): Promise<Row> {
  const measured: Record<string, LoadResult[]> = { [bare]: [], [hubward]: [] }
  for (let round = 0; round < Number(options.rounds); round++)
    for (const origin of [bare, hubward])
      measured[origin]?.push(
        await load({
          url: `${origin}/mcp`,
          method: 'POST',
          headers: headersOf(era),
          body: bodyOf(era),
          connections,
          seconds: Number(options.seconds),
          warmupSeconds: 1,
        }),
      )
  const of = (origin: string) => median(measured[origin] ?? [])
  return {
    era,
    connections,
    bare: of(bare),
    hubward: of(hubward),
    ratio: of(hubward).perSecond / of(bare).perSecond,
  }
}

function median(results: readonly LoadResult[]): LoadResult {
  const middle = results.toSorted((a, b) => a.perSecond - b.perSecond)[results.length >> 1]
  if (!middle || middle.refused > 0) throw new Error('nothing was measured, or calls were refused')
  return middle
}

function asMarkdown(rows: readonly Row[]): string {
  const ms = (value: number) => value.toFixed(2)
  const lines = rows.map(
    ({ era, connections, bare, hubward, ratio }) =>
      `| ${era} | ${connections} | ${Math.round(bare.perSecond)} | ${ms(bare.p50)} / ${ms(bare.p99)} | ${Math.round(hubward.perSecond)} | ${ms(hubward.p50)} / ${ms(hubward.p99)} | ${Math.round(ratio * 100)} % |`,
  )
  const reached = rows.every(({ ratio }) => ratio >= WANTED)
  return `# MCP \`tools/call\`

\`get_records\` of one contact against a fast upstream on the same machine. *Bare*: the SDK's
\`McpServer\` with one such tool and nothing else. *Hubward*: key, grants, budget, vault, scrub and
a committed audit event for every call. Median of ${options.rounds} rounds of ${options.seconds} s, taken in turns. Times are ms at p50 / p99.
The machine is small and shared: trust the ratios.

| Revision | Connections | Bare, calls/s | Bare, ms | Hubward, calls/s | Hubward, ms | Ratio |
|---|---|---|---|---|---|---|
${lines.join('\n')}

At least ${WANTED * 100} % of the bare server everywhere: ${reached ? 'yes' : '**no**'}.
`
}

function publish(markdown: string): void {
  console.log(markdown)
  const folder = join(import.meta.dirname, '../results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'mcp.md'), markdown)
}
