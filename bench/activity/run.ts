/**
 * What the pages ask of a log of a million events, over HTTP, on the embedded database:
 * `node bench/activity/run.ts [--events 1000000] [--rounds 30] [--json]`. Every kind of request that
 * the Activity page can make is here, also those that can find nothing. It also tells what counting
 * behind the log costs those who write it.
 */
import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { getRequestListener } from '@hono/node-server'
import { localKek } from '../../src/adapters/crypto/kek.ts'
import { countCalls } from '../../src/adapters/database/activity/count-calls.ts'
import { followActivity } from '../../src/adapters/database/activity/follow.ts'
import { createCallLog } from '../../src/adapters/database/call-log.ts'
import { createLog } from '../../src/adapters/telemetry/log.ts'
import { createKey } from '../../src/application/access/create-key.ts'
import { createMember } from '../../src/application/access/create-member.ts'
import type { Context } from '../../src/application/context.ts'
import type { CallEvent } from '../../src/domain/audit/event.ts'
import { openDatabase } from '../../src/main/database.ts'
import { openServices } from '../../src/main/services.ts'
import { adminApp } from '../../src/surfaces/admin/app.ts'
import { keepResult, machine, table } from '../results.ts'
import { connectionId, fill, groupId, personId } from './events.ts'

const { values: options } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '30' },
    json: { type: 'boolean', default: false },
  },
})
const EVENTS = Number(options.events)
const ROUNDS = Number(options.rounds)
/** Calls in each hundredth of a second while the writing is measured: 3,000 a second. */
const PACE = 30
const WRITING_MS = 8_000
const LOAD = (loadavg()[0] ?? 0).toFixed(1)
/** What the issue allows a request. */
const ALLOWED_MS = 200

const dataDir = mkdtempSync(join(tmpdir(), 'hubward-bench-'))
const log = createLog('warn')
const database = await openDatabase({ databaseUrl: undefined, dataDir }, log, () => {})
try {
  const begun = performance.now()
  await fill(database.pool, EVENTS, new Date())
  const filled = performance.now()
  await countCalls(database.pool)
  const counted = performance.now()
  const kek = localKek(createSecretKey(randomBytes(32)), (count) => randomBytes(count))
  const { services, close } = await openServices(
    { hubspotBaseUrl: 'http://127.0.0.1:9', publicUrl: 'http://localhost:4110', port: 4110 },
    database,
    kek,
    log,
  )
  const operator: Context = { ...services, actor: { kind: 'operator' }, door: 'cli' }
  await createMember(operator, { name: 'Ada', email: 'ada@example.com', role: 'admin' })
  const { text: key } = await createKey(operator, {
    principal: 'ada@example.com',
    name: 'bench',
    expiresAt: null,
  })
  const listener = getRequestListener(adminApp(services).fetch)
  const server = createServer((request, response) => void listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`
  const headers = { authorization: `Bearer ${key.reveal()}` }
  const rows: Row[] = []
  for (const [what, path] of Object.entries(questions()))
    rows.push(await measure(what, `${base}${path}`, headers))
  const whole = await wholeSearch(base, headers)
  server.closeAllConnections()
  server.close()
  await close()
  await writing(false)
  const [alone, followed] = [await writing(false), await writing(true)]
  const facts = {
    events: EVENTS,
    fillSeconds: (filled - begun) / 1000,
    countSeconds: (counted - filled) / 1000,
    whole,
    writing: { alone, followed },
  }
  const markdown = asMarkdown(rows, facts)
  if (options.json) process.stdout.write(`${JSON.stringify({ rows, facts }, null, 2)}\n`)
  else {
    keepResult('activity', markdown)
    process.stdout.write(markdown)
  }
} finally {
  await database.close()
  rmSync(dataDir, { recursive: true, force: true })
}

interface Row {
  readonly what: string
  readonly p50: number
  readonly p95: number
  readonly max: number
  readonly found: string
}

function questions(): Record<string, string> {
  const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()
  const busy = personId(0)
  const quiet = personId(39)
  const filters: Record<string, string> = {
    'newest page': '',
    'deep page': `before=${Math.floor(EVENTS / 2)}`,
    'page upward': `after=${Math.floor(EVENTS / 2)}`,
    'busy person': `principal=${busy}`,
    'quiet person': `principal=${quiet}`,
    'nobody of that id': `principal=${personId(99)}`,
    'one connection': `connection=${connectionId(3)}`,
    'one group': `group=${groupId(7)}`,
    'no group of that id': `group=${groupId(99)}`,
    'refused ones': 'decision=refused',
    'changes only': 'type=change',
    'one operation': 'operation=crm.owners.list',
    'operations that begin so': 'operation=crm.objects.*',
    'an operation nobody made': 'operation=cms.pages.list',
    'status 5xx': 'status=5xx',
    'status 3xx, none': 'status=3xx',
    'rare tool': 'tool=rare_tool',
    'door rest': 'door=rest',
    'an hour of last week': `from=${ago(7)}&to=${ago(6.96)}`,
    'text: a path': 'text=deals',
    'text: youngest correlation id': `text=corr-${(EVENTS - 1).toString(36).padStart(8, '0')}`,
    'text: oldest correlation id': 'text=corr-00000001',
    'text: nothing has it': 'text=no-such-thing-anywhere',
    'text: a member’s name of every event': 'text=decision',
    'text in an hour of last week': `text=no-such-thing&from=${ago(7)}&to=${ago(6.96)}`,
    'quiet person and text': `principal=${quiet}&text=no-such-thing`,
    'all of it': `type=call&principal=${busy}&connection=${connectionId(3)}&group=${groupId(0)}&decision=permitted&door=rest&status=5xx&operation=crm.*&text=nothing&from=${ago(29)}`,
  }
  return {
    overview: '/overview?timeZone=Europe/Dublin',
    'timeline of a day': '/audit/timeline',
    'timeline of a month': `/audit/timeline?from=${ago(30)}`,
    'timeline of a month, a person': `/audit/timeline?from=${ago(30)}&principal=${busy}`,
    'timeline of a month, a connection': `/audit/timeline?from=${ago(30)}&connection=${connectionId(3)}`,
    'timeline of an hour': `/audit/timeline?from=${ago(1 / 24)}`,
    'one event': `/audit/${Math.floor(EVENTS / 3)}`,
    'own last call, none': '/me/last-call',
    'members with their last use': '/members',
    ...Object.fromEntries(
      Object.entries(filters).map(([what, query]) => [`list: ${what}`, `/audit?${query}`]),
    ),
  }
}

async function measure(what: string, url: string, headers: Record<string, string>): Promise<Row> {
  const times: number[] = []
  let found = ''
  for (let round = 0; round <= ROUNDS; round++) {
    const begun = performance.now()
    const response = await fetch(url, { headers })
    const answer = (await response.json()) as {
      items?: unknown[]
      searchedTo?: { sequence: number } | null
    }
    if (!response.ok) throw new Error(`${url}: ${JSON.stringify(answer)}`)
    // The first one compiles and connects.
    if (round > 0) times.push(performance.now() - begun)
    if (answer.items)
      found = `${answer.items.length}${answer.searchedTo ? ', stopped in time' : ''}`
  }
  times.sort((a, b) => a - b)
  const at = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  return { what, p50: at(0.5), p95: at(0.95), max: at(1), found }
}

/** From the newest to the oldest event, page by page, for a text that nothing has. */
async function wholeSearch(base: string, headers: Record<string, string>) {
  const begun = performance.now()
  let requests = 0
  let longest = 0
  for (let before: number | null = null; ;) {
    const from = performance.now()
    const url = `${base}/audit?text=no-such-thing-anywhere${before === null ? '' : `&before=${before}`}`
    const answer = (await (await fetch(url, { headers })).json()) as { next: number | null }
    longest = Math.max(longest, performance.now() - from)
    requests += 1
    before = answer.next
    if (before === null) return { requests, seconds: (performance.now() - begun) / 1000, longest }
  }
}

/** How long a call waits to be recorded at a steady pace, with and without the counting beside it. */
async function writing(withCounting: boolean): Promise<{ p50: number; p99: number }> {
  const callLog = createCallLog({ config: database.config, log })
  const following = withCounting ? followActivity({ config: database.config, log }) : null
  const { rows } = await database.pool.query<{ body: Buffer }>(
    `select body from audit_event where type = 'call' order by sequence desc limit 1`,
  )
  const call = JSON.parse(rows[0]?.body.toString('utf8') ?? '') as CallEvent
  const times: number[] = []
  const record = async (): Promise<void> => {
    const begun = performance.now()
    await callLog.record({ ...call, at: new Date().toISOString() })
    times.push(performance.now() - begun)
  }
  const pending: Promise<void>[] = []
  const end = performance.now() + WRITING_MS
  for (let next = performance.now(); next < end; next += 10) {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, next - performance.now())))
    for (let one = 0; one < PACE; one++) pending.push(record())
  }
  await Promise.all(pending)
  await callLog.close()
  await following?.close()
  times.sort((a, b) => a - b)
  return {
    p50: times[Math.floor(times.length * 0.5)] ?? Number.NaN,
    p99: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
  }
}

function asMarkdown(
  rows: readonly Row[],
  facts: {
    readonly fillSeconds: number
    readonly countSeconds: number
    readonly whole: { requests: number; seconds: number; longest: number }
    readonly writing: Record<'alone' | 'followed', { p50: number; p99: number }>
  },
): string {
  const worst = Math.max(...rows.map(({ max }) => max), facts.whole.longest)
  return `# Activity over ${EVENTS.toLocaleString('en')} events

\`npm run bench -- activity\`: requests of the web app's pages over HTTP, ${ROUNDS} of each, milliseconds.
${machine()}.
Load average when it began: ${LOAD}, this bench not included.

The longest of all took ${worst.toFixed(0)} ms; ${ALLOWED_MS} ms are allowed. "Stopped in time": the search
looked as far back as its time allowed and says how far, so the page can go on from there.

${table(
  ['request', 'p50', 'p95', 'max', 'events found'],
  rows.map(({ what, p50, p95, max, found }) => [
    what,
    p50.toFixed(1),
    p95.toFixed(1),
    max.toFixed(1),
    found,
  ]),
)}

A text that no event has, searched to the very end of the log: ${facts.whole.requests} requests,
${facts.whole.seconds.toFixed(1)} s together, the longest ${facts.whole.longest.toFixed(0)} ms.

Counting all events from nothing (after an upgrade): ${facts.countSeconds.toFixed(1)} s, in the background.
Recording ${(PACE * 100).toLocaleString('en')} calls a second: a call waits ${inWords(facts.writing.alone)} without the
counting beside it, ${inWords(facts.writing.followed)} with it.
`
}

function inWords({ p50, p99 }: { readonly p50: number; readonly p99: number }): string {
  return `${p50.toFixed(2)} ms (p99 ${p99.toFixed(1)})`
}
