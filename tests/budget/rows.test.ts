/** `budget_sync` by itself, at instants of our choosing: what a row does about each misfortune. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type {
  ConversationAnswer,
  DayRequest,
  WindowRequest,
} from '../../src/adapters/database/budget/conversation.ts'
import { WindowMeter } from '../../src/adapters/database/budget/window-meter.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { Simulation } from './simulation.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => database.drop())

let nextKey = 1
const T = 1_800_000_000_000

/** One bucket of 4 per second, and who speaks to it. */
function bucket(limit = 4) {
  const key = `search:${nextKey++}`
  const seqs = new Map<string, number>()
  return async (process: string, at: number, more: Partial<WindowRequest> = {}) => {
    const seq = (seqs.get(process) ?? 0) + 1
    seqs.set(process, seq)
    const request: WindowRequest = {
      key,
      seq,
      limit,
      byHand: true,
      windowMs: 1_000,
      reserve: 0,
      leaseMs: 3_000,
      horizonMs: 100,
      keep: 0,
      settled: [],
      people: true,
      needInteractive: 0,
      spareInteractive: 0,
      needBulk: 0,
      spareBulk: 0,
      groupsInteractive: more.needInteractive ? ['grp_a'] : [],
      groupsBulk: more.needBulk ? ['grp_a'] : [],
      ...more,
    }
    const [answer] = (await sync(process, [request], [], at)).windows
    if (!answer || answer.stale) return 'stale'
    return answer
  }
}

async function sync(
  process: string,
  windows: readonly WindowRequest[],
  days: readonly DayRequest[],
  at: number,
): Promise<ConversationAnswer> {
  const { rows } = await database.pool.query('select budget_sync($1, $2, $3, $4) as answer', [
    process,
    JSON.stringify(windows),
    JSON.stringify(days),
    at,
  ])
  return (rows[0] as { answer: ConversationAnswer }).answer
}

describe('a row of a rolling bucket', () => {
  it('gives the tokens of a dead process back one window after its lease, not before', async () => {
    const say = bucket()
    expect(await say('dead', T, { needInteractive: 4, horizonMs: 900 })).toMatchObject({ free: 0 })
    // Lease 3 s, a window of 1 s, and 1 s in which the last call may have been on its way.
    expect(await say('heir', T + 4_850, { needInteractive: 1 })).toMatchObject({ interactive: [] })
    expect(await say('heir', T + 4_950, { needInteractive: 1 })).toMatchObject({
      interactive: [50],
    })
  })

  it('frees at once what a lost answer had granted', async () => {
    const say = bucket()
    await say('deaf', T, { needInteractive: 3 })
    expect(await say('deaf', T + 10, { keep: 0 })).toMatchObject({ free: 4 })
  })

  it('does not act on a conversation that comes after a later one', async () => {
    const say = bucket()
    await say('one', T, { needInteractive: 2, horizonMs: 900, seq: 7 })
    await say('one', T + 10, { needInteractive: 2, horizonMs: 900, keep: 2, seq: 8 })
    expect(await say('one', T + 20, { needInteractive: 0, keep: 0, seq: 7 })).toBe('stale')
    expect(await say('other', T + 30)).toMatchObject({ free: 0 })
  })

  it('tells a process that slept past its lease that its tokens are not its own any more', async () => {
    const say = bucket()
    await say('sleeper', T, { needInteractive: 3 })
    expect(await say('sleeper', T + 3_000, { keep: 3, needInteractive: 1 })).toMatchObject({
      lapsed: true,
      interactive: [],
    })
  })

  it('loses no more than a window when the server’s clock is set back', async () => {
    const say = bucket()
    await say('one', T, { needInteractive: 4 })
    await say('one', T + 10, { keep: 0, settled: [[0, 4]] })
    const back = T - 3_600_000
    expect(await say('one', back, { needInteractive: 1 })).toMatchObject({ interactive: [] })
    const later = await say('one', back + 2_000, { needInteractive: 1 })
    expect(later).toMatchObject({ interactive: [0] })
  })

  it('counts a stranger’s calls once a header tells of them', async () => {
    const say = bucket(10)
    await say('one', T, { needInteractive: 1 })
    const seen = { limit: 10, used: 7, sentAt: T }
    expect(await say('one', T + 20, { keep: 0, settled: [[0, 1]], seen })).toMatchObject({
      free: 3,
    })
    // Said again it is the same seven, not seven more.
    expect(await say('one', T + 40, { seen })).toMatchObject({ free: 3 })
    expect(await say('one', T + 1_050)).toMatchObject({ free: 10 })
  })

  it('takes its size from the headers, but never above what was set by hand', async () => {
    const byTier = bucket(100)
    const seen = { limit: 190, windowMs: 10_000 }
    expect(await byTier('one', T, { byHand: false, seen })).toMatchObject({
      limit: 190,
      windowMs: 10_000,
    })
    const byHand = bucket(50)
    expect(await byHand('one', T, { seen })).toMatchObject({ limit: 50 })
    expect(await byHand('one', T, { seen: { limit: 20 } })).toMatchObject({ limit: 20 })
  })

  it('starts nothing before a closure ends', async () => {
    const say = bucket()
    await say('one', T, { closeMs: 700 })
    const answer = await say('other', T + 100, { needInteractive: 1 })
    expect(answer).toMatchObject({ interactive: [], closedMs: 600, nextInteractive: 600 })
  })

  it('lets bulk leave the reserve to people who are there, and little to people who are not', async () => {
    const crowded = bucket(20)
    await crowded('people', T, { reserve: 0.2, people: true, needInteractive: 1 })
    expect(await crowded('sync', T, { reserve: 0.2, people: false })).toMatchObject({ reserve: 4 })
    expect(await crowded('sync', T + 60_000, { reserve: 0.2, people: false })).toMatchObject({
      reserve: 0,
    })
  })

  it('keeps a twentieth for bulk however much people want', async () => {
    const say = bucket(20)
    let people = 0
    let bulk = 0
    let passing = 0
    for (let at = T; at < T + 20_000; at += 50) {
      const first = await say('people', at, { needInteractive: 20, settled: [[0, people]] })
      const second = await say('sync', at, { needBulk: 5, settled: [[0, passing]] })
      if (first === 'stale' || second === 'stale') throw new Error('out of order')
      people = first.interactive.length
      passing = second.bulk.length
      bulk += passing
    }
    expect(bulk).toBeGreaterThanOrEqual(15)
  })
})

describe('two processes that wait', () => {
  it('share by their waiting groups, however often each asks', async () => {
    const say = bucket(20)
    const got = { hasty: 0, calm: 0 }
    let hasty = 0
    let calm = 0
    for (let at = T; at < T + 20_000; at += 10) {
      const settled: [number, number][] = [[0, hasty]]
      const first = await say('hasty', at, {
        needInteractive: 20,
        settled,
        groupsInteractive: ['a'],
      })
      if (first !== 'stale') got.hasty += hasty = first.interactive.length
      if (at % 50 !== 0) continue
      const second = await say('calm', at, {
        needInteractive: 20,
        settled: [[0, calm]],
        groupsInteractive: ['b'],
      })
      if (second !== 'stale') got.calm += calm = second.interactive.length
    }
    expect(got.calm / (got.calm + got.hasty)).toBeGreaterThan(0.4)
  })
})

describe('a process that was stopped', () => {
  it('throws away what it held when it hears that its lease has lapsed', async () => {
    const meter = new WindowMeter<string>(`search:${nextKey++}`, 'search', 0)
    meter.sizes.set('con', { limit: 4, byHand: true, windowMs: 1_000 })
    const converse = async (at: number): Promise<void> => {
      const request = meter.request(at, false)
      const [answer] = (await sync('stopped', [request], [], T + at)).windows
      if (answer) meter.heard(answer, at, at)
    }
    meter.queue.push('interactive', 'a', 'caller')
    await converse(0)
    expect(meter.usable('interactive', 10)).toBe(true)
    // The caller never came to use it; four seconds later the process runs again.
    await converse(4_000)
    expect(meter.usable('interactive', 4_010)).toBe(false)
  })

  it('does not use tokens that others have been given meanwhile', async () => {
    const { pool } = database
    const chance = (): number => 0.5
    const key = `search:${nextKey++}`
    const sim = new Simulation({ pool, key, limit: 8, windowMs: 1_000, reserve: 0, chance }, 2)
    const [stopped, other] = sim.processes
    stopped?.call('interactive', 'grp_a')
    await sim.runFor(1_400)
    const spare = stopped?.meter.keeps ?? 0
    expect(spare).toBeGreaterThan(0)
    stopped?.stall(8_000)
    // These wait in its sockets, and are read the moment it runs again.
    for (let call = 0; call < 8; call++) stopped?.call('interactive', 'grp_a')
    await sim.runFor(7_900)
    for (let call = 0; call < 8; call++) other?.call('interactive', 'grp_b')
    await sim.runFor(5_000)
    expect(sim.arrivals.length).toBe(17)
    expect(sim.fullestWindow()).toBeLessThanOrEqual(8)
  })
})

describe('a row of a day', () => {
  const day = (more: Partial<DayRequest> = {}): DayRequest => ({
    key: `daily:${nextKey}`,
    limit: 1_000,
    byHand: false,
    spent: 0,
    midnights: [T - 86_400_000, T, T + 86_400_000, T + 172_800_000],
    ...more,
  })
  const say = async (at: number, more: Partial<DayRequest> = {}) =>
    (await sync('one', [], [day(more)], at)).days[0]

  it('adds what is reported, starts anew at midnight, and says when that is', async () => {
    nextKey += 1
    expect(await say(T + 1_000, { spent: 10 })).toMatchObject({ spent: 10 })
    expect(await say(T + 2_000, { spent: 5 })).toMatchObject({ spent: 15, endsMs: 86_398_000 })
    expect(await say(T + 86_400_000, { spent: 1 })).toMatchObject({ spent: 1 })
  })

  it('believes HubSpot’s count, which knows every app, but not yesterday’s', async () => {
    nextKey += 1
    const seen = { limit: 500, used: 400 }
    expect(await say(T + 5_000, { spent: 1, seen })).toMatchObject({ spent: 1, limit: 500 })
    expect(await say(T + 600_000, { spent: 1, seen })).toMatchObject({ spent: 400 })
  })

  it('closes until midnight when HubSpot says so, but for a minute just after midnight', async () => {
    nextKey += 1
    expect(await say(T + 3_000, { exhausted: true })).toMatchObject({ spent: 0, closedMs: 60_000 })
    expect(await say(T + 600_000, { exhausted: true })).toMatchObject({ spent: 1_000, closedMs: 0 })
  })
})
