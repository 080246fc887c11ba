/**
 * What `write_records` promises of a lost answer, where the answer was lost because the product
 * died: whatever instant `kill -9` strikes, the same write sent again after the restart leaves
 * each record in HubSpot once.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startEmulator, type Emulator } from '../../emulator/index.ts'
import { askAdmin, initCommand, startCommand, type Running } from '../support/command.ts'
import { modernClient, type AnyClient, type ToolAnswer } from '../support/mcp-clients.ts'

const ROUNDS = Number(process.env['HUBWARD_CRASH_ROUNDS'] ?? 3)
/** Beyond the time that an attempt may last (180 s): who had begun is taken for gone. */
const ROUND_MS = 4 * 60_000
/** Longest time that HubSpot takes over a write of the first try. */
const SLOW_MS = 25
const CLOCK = pathToFileURL(join(import.meta.dirname, 'turned-clock.mjs')).href

let portal: Emulator
let dataDir: string
let running: Running | undefined
let aheadMs = 0

beforeAll(async () => {
  portal = await startEmulator({
    contacts: 5,
    deals: 5,
    enforceLimits: false,
    now: () => Date.now() + aheadMs,
  })
  dataDir = mkdtempSync(join(tmpdir(), 'hubward-crash-'))
})

afterAll(async () => {
  // SIGTERM also stops the embedded database.
  running?.child.kill('SIGTERM')
  await new Promise((resolve) => (running ? running.child.once('exit', resolve) : resolve(null)))
  await portal.close()
  rmSync(dataDir, { recursive: true, force: true })
})

it(
  `makes each record once over ${ROUNDS} kills in the middle of its writes`,
  { timeout: 60_000 + ROUNDS * 10_000 },
  async () => {
    await initCommand(dataDir)
    running = await start()
    const key = await setUp(running.url, readFileSync(join(dataDir, 'admin.key'), 'utf8').trim())
    let client = await connected(running.url, key)
    const answered = { before: 0, after: 0, madeUnseen: 0 }
    for (let round = 0; round < ROUNDS; round++) {
      const writes = [0, 1, 2, 3].flatMap((n) => [deal(`${round}-${n}`), contact(`${round}-${n}`)])
      portal.faults.set({
        id: 'slow',
        match: { path: 'batch/create' },
        effect: { kind: 'latency', ms: 0, toMs: SLOW_MS },
      })
      const first = writes.map((write) => client.call('write_records', write).catch(() => null))
      await reached(1 + round)
      running.child.kill('SIGKILL')
      portal.faults.clear()
      const early = await Promise.all(first)
      await client.close().catch(() => undefined)
      // What was under way at HubSpot when its caller died is carried out all the same.
      await sleep(2 * SLOW_MS)
      const made = await names()
      aheadMs += ROUND_MS
      running = await start()
      client = await connected(running.url, key)
      for (const [index, write] of writes.entries()) {
        const again = await client.call('write_records', write)
        expect(again.isError, again.text).toBe(false)
        const id = idOf(again)
        expect(id, again.text).toBeDefined()
        const seen = early[index]
        if (!seen || seen.isError) answered.after += 1
        else {
          answered.before += 1
          expect(idOf(seen)).toBe(id)
        }
        if (!seen && made.includes(write.idempotency_key)) answered.madeUnseen += 1
      }
    }
    await client.close()
    const all = await names()
    const ours = all.filter((name) => name.startsWith('crash-'))
    console.info(
      `${ROUNDS} kills: ${answered.before} writes answered before, ${answered.after} after, ${answered.madeUnseen} of them made by a call whose answer was lost`,
    )
    expect(ours.filter((name, index) => ours.indexOf(name) !== index)).toEqual([])
    expect(ours).toHaveLength(ROUNDS * 8)
    expect(answered.madeUnseen).toBeGreaterThan(0)
  },
)

/** When so many of this round's writes have arrived at HubSpot, which takes a while over each. */
async function reached(writes: number): Promise<void> {
  const struck = (): number => portal.faults.list()[0]?.struck ?? 0
  while (struck() < writes) await sleep(1)
}

const idOf = ({ structured }: ToolAnswer): unknown =>
  (structured?.['results'] as { id?: string }[] | undefined)?.[0]?.id

/** Of deals nothing is unique: only a search can tell whether one was made. */
const deal = (name: string) => ({
  object_type: 'deals',
  action: 'create',
  records: [{ properties: { dealname: `crash-deal-${name}` } }],
  idempotency_key: `crash-deal-${name}`,
})

const contact = (name: string) => ({
  object_type: 'contacts',
  action: 'create',
  records: [
    { properties: { email: `crash-${name}@example.com`, lastname: `crash-contact-${name}` } },
  ],
  idempotency_key: `crash-contact-${name}`,
})

/** What HubSpot has: the names of all deals, and of all contacts. */
async function names(): Promise<string[]> {
  const found: string[] = []
  for (const [type, property] of [
    ['deals', 'dealname'],
    ['contacts', 'lastname'],
  ] as const)
    for (let after: string | undefined = '0'; after !== undefined;) {
      const answer = await fetch(
        `${portal.url}/crm/v3/objects/${type}?limit=100&properties=${property}${after === '0' ? '' : `&after=${after}`}`,
        { headers: { authorization: `Bearer ${portal.tokens[0]?.secret}` } },
      )
      const page = (await answer.json()) as {
        results: { properties: Record<string, string> }[]
        paging?: { next?: { after: string } }
      }
      found.push(...page.results.map(({ properties }) => properties[property] ?? ''))
      after = page.paging?.next?.after
    }
  return found
}

async function connected(url: string, key: string): Promise<AnyClient> {
  const client = await modernClient(`${url}/mcp`, key)
  await client.listTools()
  return client
}

const start = (): Promise<Running> =>
  startCommand({
    dataDir,
    hubspotUrl: portal.url,
    nodeArgs: ['--import', CLOCK],
    env: { TEST_CLOCK_AHEAD_MS: String(aheadMs) },
  })

async function setUp(url: string, admin: string): Promise<string> {
  const ask = (method: string, path: string, body?: object) =>
    askAdmin(url, admin, method, path, body)
  const token = portal.tokens[0]?.secret
  await ask('POST', '/connections', { title: 'Main', kind: 'private_app', token })
  await ask('POST', '/service-accounts', { name: 'writer' })
  await ask('POST', '/groups', { name: 'writers', title: 'Writers' })
  await ask('PUT', '/groups/writers/members/writer')
  await ask('PUT', '/grants', {
    group: 'writers',
    connection: 'main',
    scopes: ['contacts:read', 'contacts:write', 'deals:read', 'deals:write'],
  })
  const made = await ask('POST', '/keys', { principal: 'writer', name: 'crash test' })
  return (made as { text: string }).text
}
