/**
 * Promise: the vault goes over to another master key while calls run, whatever instant `kill -9`
 * strikes whoever rewraps. Two replicas of the product as it ships over one PostgreSQL; readers open
 * secrets of every kind all the while, writers seal new ones; of the two, whichever rewraps is killed
 * in the middle of it, over and over.
 *
 * A long run: HUBWARD_REWRAP_ROTATIONS=2 HUBWARD_REWRAP_KILLS=8 npx vitest run tests/crash/rewrap.test.ts
 */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newMasterKeyText, parseMasterKey } from '../../src/adapters/crypto/master-key.ts'
import { countSealed } from '../../src/adapters/database/vault/sealed-places.ts'
import { putKey, rewrapWorld, type Process, type RewrapWorld } from '../support/rewrap-world.ts'

const ROTATIONS = Number(process.env['HUBWARD_REWRAP_ROTATIONS'] ?? 1)
/** Of each rotation; then it is let finish. */
const KILLS = Number(process.env['HUBWARD_REWRAP_KILLS'] ?? 2)
const AMOUNTS = { connections: 12, webhooks: 40, intakes: 220 }
/** An OAuth connection has four secrets, a webhook and a mail server one each. */
const SEALED = AMOUNTS.connections * (1 + 4) + AMOUNTS.webhooks + 1 + AMOUNTS.intakes

let world: RewrapWorld
let key = newMasterKeyText()

beforeAll(async () => {
  world = await rewrapWorld(key, AMOUNTS)
}, 180_000)
afterAll(() => world.close(), 60_000)

interface Tally {
  calls: number
  trials: number
  sealed: number
  kills: number
  /** Kills with a batch open at that moment. */
  inBatch: number
  refusedRetirements: number
  /** What was answered otherwise than well, or by nobody. */
  readonly failures: string[]
  /** How many values were left, whenever it changed. */
  readonly left: number[]
}

it(
  `every secret opens at any time over ${ROTATIONS} rotations with ${KILLS} kills each`,
  { timeout: 120_000 + ROTATIONS * (90_000 + KILLS * 15_000) },
  async () => {
    const tally: Tally = {
      calls: 0,
      trials: 0,
      sealed: 0,
      kills: 0,
      inBatch: 0,
      refusedRetirements: 0,
      failures: [],
      left: [],
    }
    const before = await world.hashes([key])
    expect(before.size).toBeGreaterThanOrEqual(SEALED)
    const over = new AbortController()
    const busy = keepBusy(over.signal, tally)
    try {
      for (let round = 0; round < ROTATIONS; round++) key = await rotate(tally)
    } finally {
      over.abort()
      await busy
    }
    const after = await world.hashes([key])
    const { arrived, wrong } = world.posts()
    console.info(
      `${after.size} secrets, ${ROTATIONS} rotations, ${tally.kills} kills, ${tally.inBatch} in a batch: ` +
        `${tally.calls} calls, ${tally.trials} messages, ${arrived} webhooks signed, ${tally.sealed} sealed meanwhile, ` +
        `${tally.failures.length} failed; retiring refused ${tally.refusedRetirements} times; left: ${tally.left.join(' ')}`,
    )
    expect(tally.failures).toEqual([])
    expect(differing(before, after)).toEqual([])
    expect(differing(world.known, after)).toEqual([])
    expect([...after.values()]).not.toContain('does not open')
    expect(wrong).toBe(0)
    expect(arrived).toBeGreaterThan(0)
    expect(tally.inBatch).toBeGreaterThan(0)
    expect(tally.refusedRetirements).toBeGreaterThan(0)
  },
)

const differing = (
  wanted: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, string>,
): string[] => [...wanted].filter(([at, hash]) => found.get(at) !== hash).map(([at]) => at)

/** From the key in use to another, which is in use alone when this is done. @returns that one */
async function rotate(tally: Tally): Promise<string> {
  const old = parseMasterKey(key)?.fingerprint
  const next = newMasterKeyText()
  for (const one of world.processes) putKey(one, 'second-master.key', next)
  const held = await holdIntakes()
  await accepted('/vault/rotate', 60_000)
  // Who began to seal before the change may be answered after it.
  await Promise.allSettled(sealing)
  const counted = new AbortController()
  const counting = countLeft(counted.signal, tally)
  for (const portion of held.keys()) {
    await held[portion]?.()
    await killWhoRewraps(tally)
    if (portion + 1 < held.length) await refusedWhileLeft(tally)
  }
  while ((await left()) > 0) {
    await ask('POST', '/vault/rewrap')
    await sleep(200)
  }
  counted.abort()
  await counting
  await ask('POST', '/vault/retire', { fingerprint: old })
  for (const one of world.processes) await restartWith(one, next)
  const [third] = world.processes
  if (third) await expect(startWithOnly(third, key, next)).rejects.toThrow(/master key/)
  return next
}

/** Values under another key than the one that seals. */
async function left(): Promise<number> {
  const { rows } = await world.database.pool.query<{ version: number }>(
    `select kek_version as version from kek_check where state = 'active'`,
  )
  const counts = await countSealed(world.database.db)
  return [...counts].reduce((sum, [at, count]) => sum + (at === rows[0]?.version ? 0 : count), 0)
}

async function countLeft(stop: AbortSignal, { left: seen, failures }: Tally): Promise<void> {
  const begun = seen.length
  while (!stop.aborted) {
    const now = await left()
    const last = seen.length > begun ? seen.at(-1) : undefined
    if (last !== undefined && now > last) failures.push(`left rose from ${last} to ${now}`)
    if (now !== last) seen.push(now)
    await sleep(25)
  }
}

interface Batch {
  /** Of the process. */
  readonly name: string
  readonly pid: number
  readonly since: string
}

/** A transaction that has put rows under another key and is still open. */
async function openBatch(): Promise<Batch | undefined> {
  const { rows } = await world.database.pool.query<Batch>(
    `select application_name as name, pid, xact_start::text as since from pg_stat_activity
      where datname = current_database() and application_name like 'replica-%'
        and state <> 'idle' and xact_start is not null and query like '%set kek_version%'`,
  )
  return rows[0]
}

async function isOpen({ pid, since }: Batch): Promise<boolean> {
  const { rowCount } = await world.database.pool.query(
    'select from pg_stat_activity where pid = $1 and xact_start::text = $2',
    [pid, since],
  )
  return rowCount === 1
}

async function killWhoRewraps(tally: Tally): Promise<void> {
  await ask('POST', '/vault/rewrap')
  let batch = await openBatch()
  for (const until = performance.now() + 3_000; batch === undefined; batch = await openBatch())
    if (performance.now() > until) return
  // Half of them at once, half at any time, after its end too.
  if (tally.kills % 2 === 1) await sleep(Math.random() * 60)
  const victim = world.processes.find((one) => one.name === batch.name)
  const child = victim?.running?.child
  if (!victim || !child) throw new Error(`${batch.name} rewraps and does not run`)
  if (await isOpen(batch)) tally.inBatch += 1
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  victim.running = null
  await gone
  tally.kills += 1
  await world.start(victim)
}

async function refusedWhileLeft(tally: Tally): Promise<void> {
  await expect(ask('POST', '/vault/retire', {})).rejects.toThrow('vault.key_in_use')
  tally.refusedRetirements += 1
}

/**
 * Locks all intakes, in as many portions as there are kills, so that each of these has something to
 * strike however fast the machine is: whoever rewraps passes over what is locked. @returns what frees each
 */
async function holdIntakes(): Promise<(() => Promise<void>)[]> {
  const portions: (() => Promise<void>)[] = []
  for (let portion = 0; portion < KILLS; portion++) {
    const client = new pg.Client(world.database.config)
    await client.connect()
    await client.query('begin')
    await client.query('select from intake where abs(hashtext(id)::bigint) % $1 = $2 for update', [
      KILLS,
      portion,
    ])
    portions.push(() => client.end())
  }
  return portions
}

/** As an operator does who has left the old key behind. */
async function restartWith(one: Process, only: string): Promise<void> {
  const child = one.running?.child
  if (!child) throw new Error(`${one.name} does not run`)
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  one.running = null
  await gone
  putKey(one, 'second-master.key', null)
  putKey(one, 'master.key', only)
  await world.start(one)
}

/** Beside the two that run: their keys are in memory, so the folder can be lent. */
async function startWithOnly(one: Process, old: string, right: string): Promise<void> {
  const { running } = one
  putKey(one, 'master.key', old)
  try {
    await world.start(one)
    one.running?.child.kill('SIGKILL')
  } finally {
    one.running = running
    putKey(one, 'master.key', right)
  }
}

async function accepted(path: string, withinMs: number): Promise<void> {
  // A key counts as held once its process has said so.
  for (const until = performance.now() + withinMs; ; await sleep(250))
    try {
      return void (await ask('POST', path, {}))
    } catch (error) {
      if (!String(error).includes('vault.key_not_everywhere') || performance.now() > until)
        throw error
    }
}

const ask: RewrapWorld['ask'] = (...what) => world.ask(...what)

/** Seals under way. */
const sealing = new Set<Promise<unknown>>()

/** Readers of every kind, and writers, until it is over. */
async function keepBusy(over: AbortSignal, tally: Tally): Promise<void> {
  const until = async (work: (nth: number) => Promise<void>, pauseMs: number): Promise<void> => {
    for (let nth = 0; !over.aborted; nth++) {
      await work(nth).catch((error: unknown) => void tally.failures.push(String(error)))
      await sleep(pauseMs)
    }
  }
  const call = async (nth: number): Promise<void> => {
    const name = world.connections[nth % world.connections.length]
    await answered(`/hubspot/${name}/crm/v3/objects/contacts?limit=1`, {
      headers: { authorization: `Bearer ${world.callKey}` },
    })
    tally.calls += 1
  }
  const tryChannel = async (nth: number): Promise<void> => {
    const channel = world.channels[(nth * 7) % world.channels.length]
    const told = await answered(`/api/v1/notice-channels/${channel?.id}/test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(channel?.body ?? {}),
    })
    if (!(told as { ok: boolean }).ok) throw new Error(`not delivered: ${JSON.stringify(told)}`)
    tally.trials += 1
  }
  const seal = async (nth: number): Promise<void> => {
    const work = nth % 2 === 0 ? world.addWebhook() : world.addIntake()
    sealing.add(work)
    try {
      await work
      tally.sealed += 1
    } catch (error) {
      // Whoever it asked was killed: nothing was acknowledged.
      if (!(error instanceof TypeError)) throw error
    } finally {
      sealing.delete(work)
    }
  }
  /** A change of access: from then on no process has a bearer token in memory. */
  const forget = async (nth: number): Promise<void> => {
    await ask('POST', '/groups', { name: `forget-${Date.now()}-${nth}`, title: 'Any' }).catch(
      (error: unknown) => {
        if (!(error instanceof TypeError)) throw error
      },
    )
  }
  await Promise.all([
    until(call, 10),
    until((nth) => call(nth * 5 + 3), 10),
    until(tryChannel, 50),
    until(seal, 200),
    until(forget, 120),
  ])
}

/** A process that dies takes its calls along: those are made once more, at another. */
async function answered(path: string, request: RequestInit): Promise<unknown> {
  for (let attempt = 0; ; attempt++) {
    const alive = world.processes.filter(({ running }) => running)
    const { running } = alive[Math.floor(Math.random() * alive.length)] ?? {}
    try {
      const answer = await fetch(`${running?.url}${path}`, request)
      const text = await answer.text()
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`)
      return JSON.parse(text)
    } catch (error) {
      if (!(error instanceof TypeError) || attempt === 5) throw error
    }
  }
}
