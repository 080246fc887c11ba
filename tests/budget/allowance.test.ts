import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SharedBudget } from '../../src/adapters/database/budget/budget.ts'
import type { Allowance, BudgetRequest } from '../../src/application/ports.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { allowed, answer, budgetOver, connectionWith, request } from './support.ts'

let database: TestDatabase
const budgets: SharedBudget[] = []
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await Promise.all(budgets.map((budget) => budget.close()))
  await database.drop()
})

function newBudget(reserve = 0): SharedBudget {
  const budget = budgetOver(database.pool, { reserve })
  budgets.push(budget)
  return budget
}

async function takeMany(budget: SharedBudget, asked: BudgetRequest, count: number) {
  const results = await Promise.all(Array.from({ length: count }, async () => budget.take(asked)))
  return results.map(allowed)
}

const refusal = (budget: string) => ({ ok: false, error: { reason: 'budget_spent', budget } })

describe('the shared allowance', () => {
  it('passes no more than the limit until a window after the answers, then again', async () => {
    const budget = newBudget()
    const connection = connectionWith({ search: 4 })
    const asked = request(connection, { buckets: ['search'], patienceMs: 900 })
    const taken = await takeMany(budget, asked, 4)
    expect(await budget.take({ ...asked, patienceMs: 200 })).toMatchObject(refusal('search'))
    for (const one of taken) one.settle(answer())
    allowed(await budget.take({ ...asked, patienceMs: 5_000 })).settle(answer())
  })

  it('answers at once from memory when a token is at hand', async () => {
    const budget = newBudget()
    const asked = request(connectionWith({ burst: 100 }), { patienceMs: 5_000 })
    allowed(await budget.take(asked)).settle(answer())
    await sleep(150)
    const second = budget.take(asked)
    expect(second).not.toBeInstanceOf(Promise)
    allowed(await second).settle(answer())
  })

  it('holds its picture over a restart: a burst is not followed by another', async () => {
    const asked = request(connectionWith({ burst: 10 }), { patienceMs: 8_000 })
    const before = newBudget()
    for (const one of await takeMany(before, asked, 10)) one.settle(answer())
    await before.close()
    expect(await newBudget().take({ ...asked, patienceMs: 0 })).toMatchObject(refusal('burst'))
  })

  it('shares a portal’s search among connections, and keeps the bursts of two apps apart', async () => {
    const budget = newBudget()
    const one = connectionWith({ burst: 2, search: 2 })
    const other = { ...one, id: 'con_2', hubspotAppId: 78 }
    const search = { buckets: ['search'] as const, patienceMs: 500 }
    await takeMany(budget, request(one, search), 2)
    expect(await budget.take(request(other, search))).toMatchObject(refusal('search'))
    await takeMany(budget, request(one, { patienceMs: 8_000 }), 2)
    allowed(await budget.take(request(other))).cancel()
  })

  it('says honestly when to come back: by then a call passes, well before then none', async () => {
    const budget = newBudget()
    const asked = request(connectionWith({ search: 5 }), { buckets: ['search'], patienceMs: 900 })
    for (const one of await takeMany(budget, asked, 5)) one.settle(answer())
    await sleep(100)
    const refused = await budget.take({ ...asked, patienceMs: 0 })
    if (refused.ok) throw new Error('five of five were taken')
    const { retryAfterMs } = refused.error
    expect(retryAfterMs).toBeGreaterThan(100)
    expect(retryAfterMs).toBeLessThanOrEqual(1_000)
    await sleep(retryAfterMs)
    allowed(await budget.take({ ...asked, patienceMs: 0 })).settle(answer())
  })

  it('gives an unused allowance to whoever waits, at once', async () => {
    const budget = newBudget()
    const asked = request(connectionWith({ burst: 1 }), { patienceMs: 60_000 })
    const first = allowed(await budget.take(asked))
    const second = budget.take(asked)
    await sleep(100)
    first.cancel()
    const begun = performance.now()
    allowed(await second).cancel()
    // Not a window of ten seconds, nor a conversation: the same turn.
    expect(performance.now() - begun).toBeLessThan(5_000)
  })

  it('forgets a caller whose signal is aborted', async () => {
    const budget = newBudget()
    const asked = request(connectionWith({ burst: 1 }), { patienceMs: 60_000 })
    const first = allowed(await budget.take(asked))
    const gone = new AbortController()
    const waiting = budget.take({ ...asked, signal: gone.signal })
    const behind = budget.take(asked)
    gone.abort(new Error('the caller left'))
    await expect(waiting).rejects.toThrow('the caller left')
    first.cancel()
    allowed(await behind).cancel()
  })

  it('serves people before bulk', async () => {
    const budget = newBudget()
    const connection = connectionWith({ burst: 1 })
    const first = allowed(await budget.take(request(connection)))
    const order: string[] = []
    const queue = (lane: 'bulk' | 'interactive') =>
      Promise.resolve(budget.take(request(connection, { lane, patienceMs: 60_000 }))).then(
        (result) => {
          order.push(lane)
          allowed(result).cancel()
        },
      )
    const both = [queue('bulk'), queue('interactive')]
    await sleep(100)
    first.cancel()
    await Promise.all(both)
    expect(order).toEqual(['interactive', 'bulk'])
  })

  it('refuses a group that queues without end, and no other', async () => {
    const budget = newBudget()
    const connection = connectionWith({ burst: 1 })
    const first = allowed(await budget.take(request(connection)))
    const greedy = request(connection, { groupId: 'grp_greedy', patienceMs: 3_600_000 })
    const results = Array.from({ length: 257 }, async () => {
      const result = await budget.take(greedy)
      if (result.ok) result.value.cancel()
      return result
    })
    expect(await results[256]).toMatchObject(refusal('burst'))
    const polite = budget.take(request(connection, { groupId: 'grp_polite', patienceMs: 60_000 }))
    first.cancel()
    allowed(await polite).cancel()
    expect(await Promise.all(results)).toHaveLength(257)
  })

  it('takes from all buckets of a call or from none', async () => {
    const budget = newBudget()
    const connection = connectionWith({ burst: 20, associations: 2 })
    const both = request(connection, { buckets: ['burst', 'associations'], patienceMs: 300 })
    const held = await takeMany(budget, { ...both, patienceMs: 8_000 }, 2)
    for (let attempt = 0; attempt < 30; attempt++)
      expect(await budget.take({ ...both, patienceMs: 0 })).toMatchObject(refusal('associations'))
    // Thirty refusals have cost the burst bucket nothing.
    const rest = await takeMany(budget, request(connection, { patienceMs: 9_000 }), 18)
    for (const one of [...held, ...rest]) one.cancel()
  })

  it('closes the bucket that HubSpot’s 429 was about, and no other', async () => {
    const budget = newBudget()
    const connection = connectionWith({ search: 5, burst: 100 })
    const search = request(connection, { buckets: ['search'], patienceMs: 100 })
    allowed(await budget.take(search)).settle({ ...answer({}, 429) })
    await sleep(150)
    expect(await budget.take(search)).toMatchObject(refusal('search'))
    allowed(await budget.take(request(connection))).settle(answer({ 'retry-after': '30' }, 429))
    const burst = await budget.take(request(connection))
    expect(burst).toMatchObject(refusal('burst'))
    if (!burst.ok) expect(burst.error.retryAfterMs).toBeGreaterThan(20_000)
  })

  it('shows what is left, as HubSpot told it', async () => {
    const budget = newBudget()
    const connection = connectionWith({})
    const told = {
      'x-hubspot-ratelimit-max': '190',
      'x-hubspot-ratelimit-remaining': '89',
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
      'x-hubspot-ratelimit-daily': '625000',
      'x-hubspot-ratelimit-daily-remaining': '600000',
    }
    allowed(await budget.take(request(connection))).settle(answer(told))
    await sleep(200)
    const [burst, daily] = budget.reading(connection)
    expect(burst).toMatchObject({ budget: 'burst', limit: 190, windowMs: 10_000 })
    // 101 used, as far as HubSpot counts; some are in our pocket.
    expect(burst?.remaining).toBeLessThanOrEqual(89)
    expect(burst?.remaining).toBeGreaterThanOrEqual(80)
    expect(daily).toMatchObject({ budget: 'daily', limit: 625_000 })
    // A new access picture has new objects for the same connection: nothing is forgotten by that.
    const renamed = { ...connection }
    expect(budget.reading(renamed)).toEqual(budget.reading(connection))
  })

  it('shows all of a budget again once a window went by without a call, though nobody asked', async () => {
    const budget = newBudget()
    const connection = connectionWith({ search: 2, burst: 100 })
    const search = () => request(connection, { buckets: ['search'] })
    const taken = [allowed(await budget.take(search())), allowed(await budget.take(search()))]
    for (const one of taken) one.settle(answer({}))
    const left = () => budget.reading(connection).find((one) => one.budget === 'search')?.remaining
    expect(left()).toBeLessThan(2)
    await expect.poll(left, { timeout: 10_000 }).toBe(2)
  })
})

describe('the day', () => {
  it('refuses at once when it is spent, and names the portal’s midnight', async () => {
    const budget = newBudget()
    const connection = connectionWith({ daily: 3, burst: 100 })
    const taken: Allowance[] = []
    const patient = request(connection, { patienceMs: 5_000 })
    for (let call = 0; call < 3; call++) taken.push(allowed(await budget.take(patient)))
    const refused = await budget.take(request(connection, { patienceMs: 60_000 }))
    expect(refused).toMatchObject(refusal('daily'))
    if (!refused.ok) {
      expect(refused.error.retryAfterMs).toBeGreaterThan(0)
      expect(refused.error.retryAfterMs).toBeLessThanOrEqual(25 * 3_600_000)
    }
    // Calls that were never made, or may not have arrived, do not eat it.
    for (const one of taken) one.cancel()
    allowed(await budget.take(request(connection))).lost()
    await sleep(150)
    await takeMany(budget, request(connection, { patienceMs: 5_000 }), 3)
  })

  it('opens again for all when a look at it hears from HubSpot that calls are left', async () => {
    const budget = newBudget()
    // Right after the portal's midnight HubSpot's word about the day is in doubt.
    const timeZone = new Date().getUTCHours() === 0 ? 'Etc/GMT+6' : 'UTC'
    const connection = { ...connectionWith({}), timeZone }
    const first = allowed(await budget.take(request(connection, { patienceMs: 5_000 })))
    first.settle({ ...answer({}, 429), refused: 'daily' })
    await sleep(150)
    expect(await budget.take(request(connection))).toMatchObject(refusal('daily'))
    const asLook = request(connection, { despiteDay: true, patienceMs: 5_000 })
    const look = allowed(await budget.take(asLook))
    expect(await budget.take(request(connection))).toMatchObject(refusal('daily'))
    const told = {
      'x-hubspot-ratelimit-daily': '2000000',
      'x-hubspot-ratelimit-daily-remaining': '999000',
    }
    look.settle(answer(told))
    await expect.poll(async () => (await budget.take(request(connection))).ok).toBe(true)
  })

  it('is shared with other processes by its row', async () => {
    const connection = connectionWith({ daily: 2 })
    const one = newBudget()
    for (const taken of await takeMany(one, request(connection, { patienceMs: 5_000 }), 2))
      taken.settle(answer())
    await one.close()
    expect(await newBudget().take(request(connection))).toMatchObject(refusal('daily'))
  })
})

describe('a database that does not answer', () => {
  it('lets nobody pass on guesses, and says why', async () => {
    const lost = await testDatabase()
    const budget = budgetOver(lost.pool)
    await lost.drop()
    const asked = request(connectionWith({}), { patienceMs: 300 })
    await expect(budget.take(asked)).rejects.toMatchObject({ code: 'database.unreachable' })
    await budget.close()
  })
})
