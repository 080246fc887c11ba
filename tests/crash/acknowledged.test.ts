/**
 * Promise 5 of the design: what was acknowledged survives `kill -9` at any instant. The product
 * runs as it ships, on its embedded database; every answer that its callers got is looked for
 * after the last kill, and no change may stand without its record.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startEmulator, type Emulator } from '../../emulator/index.ts'
import type { CallEvent, ChangeEvent } from '../../src/domain/audit/event.ts'
import { askAdmin as ask, initCommand, startCommand, type Running } from '../support/command.ts'

const ROUNDS = Number(process.env['HUBWARD_CRASH_ROUNDS'] ?? 12)

let portal: Emulator
let dataDir: string
let running: Running | undefined

beforeAll(async () => {
  portal = await startEmulator({ contacts: 20, enforceLimits: false })
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
  `no acknowledged call or change is lost over ${ROUNDS} kills, and none stands half`,
  { timeout: 60_000 + ROUNDS * 6_000 },
  async () => {
    await initCommand(dataDir)
    running = await start()
    const admin = readFileSync(join(dataDir, 'admin.key'), 'utf8').trim()
    const key = await setUp(running.url, admin)
    const acknowledged = { calls: new Set<string>(), groups: new Set<string>() }
    for (let round = 0; round < ROUNDS; round++) {
      const busy = [
        ...Array.from({ length: 4 }, () => callUntilDeath(running!, key, acknowledged.calls)),
        changeUntilDeath(running, admin, round, acknowledged.groups),
      ]
      // Half of the kills strike while it works, however long it took to come to that.
      const before = acknowledged.calls.size
      const until = performance.now() + 3_000
      while (round % 2 === 0 && acknowledged.calls.size < before + 3 && performance.now() < until)
        await sleep(5)
      await sleep(20 + Math.random() * 180)
      running.child.kill('SIGKILL')
      await Promise.all(busy)
      running = await start()
    }
    const events = await exported(running.url, admin)
    const recorded = new Set(
      events.flatMap((event) => (event.type === 'call' ? [event.correlationId] : [])),
    )
    const lostCalls = [...acknowledged.calls].filter((id) => !recorded.has(id))
    const listed = (await ask(running.url, admin, 'GET', '/groups')) as {
      items: { name: string }[]
    }
    const groups = new Set(
      listed.items.map(({ name }) => name).filter((name) => name !== 'readers'),
    )
    const lostGroups = [...acknowledged.groups].filter((name) => !groups.has(name))
    const recordedGroups = new Set(
      events.flatMap((event) =>
        event.type === 'change' && event.action === 'group.create' && event.targetName !== 'readers'
          ? [event.targetName]
          : [],
      ),
    )
    console.info(
      `${ROUNDS} kills: ${acknowledged.calls.size} calls and ${acknowledged.groups.size} changes acknowledged`,
    )
    expect({ lostCalls, lostGroups }).toEqual({ lostCalls: [], lostGroups: [] })
    expect([...groups].filter((name) => !recordedGroups.has(name))).toEqual([])
    expect([...recordedGroups].filter((name) => !groups.has(name))).toEqual([])
    expect(acknowledged.calls.size).toBeGreaterThan(ROUNDS)
    expect(acknowledged.groups.size).toBeGreaterThan(ROUNDS / 4)
  },
)

const start = (): Promise<Running> => startCommand({ dataDir, hubspotUrl: portal.url })

async function setUp(url: string, admin: string): Promise<string> {
  await ask(url, admin, 'POST', '/connections', {
    title: 'Main',
    kind: 'private_app',
    token: portal.tokens[0]?.secret,
  })
  await ask(url, admin, 'POST', '/service-accounts', { name: 'reader' })
  await ask(url, admin, 'POST', '/groups', { name: 'readers', title: 'Readers' })
  await ask(url, admin, 'PUT', '/groups/readers/members/reader')
  await ask(url, admin, 'PUT', '/grants', {
    group: 'readers',
    connection: 'main',
    scopes: ['contacts:read'],
  })
  const made = await ask(url, admin, 'POST', '/keys', { principal: 'reader', name: 'crash test' })
  return (made as { text: string }).text
}

async function callUntilDeath({ url, child }: Running, key: string, acknowledged: Set<string>) {
  while (child.exitCode === null && child.signalCode === null)
    try {
      const answer = await fetch(`${url}/hubspot/main/crm/v3/objects/contacts?limit=1`, {
        headers: { authorization: `Bearer ${key}` },
      })
      await answer.arrayBuffer()
      if (answer.status === 200)
        acknowledged.add(answer.headers.get('x-hubspot-correlation-id') ?? '')
    } catch {
      // It died with the answer under way: nothing was acknowledged.
      await sleep(1)
    }
}

async function changeUntilDeath(
  { url, child }: Running,
  admin: string,
  round: number,
  acknowledged: Set<string>,
) {
  for (let n = 0; child.exitCode === null && child.signalCode === null; n++) {
    const name = `round-${round}-${n}`
    try {
      await ask(url, admin, 'POST', '/groups', { name, title: name })
      acknowledged.add(name)
    } catch {
      await sleep(1)
    }
  }
}

async function exported(url: string, key: string): Promise<(CallEvent | ChangeEvent)[]> {
  const answer = await fetch(`${url}/api/v1/audit/export`, {
    headers: { authorization: `Bearer ${key}` },
  })
  const lines = (await answer.text()).split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as CallEvent | ChangeEvent)
}
