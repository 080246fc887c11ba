import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Allowance } from '../../src/application/ports.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'
import { allowed, answer, budgetOver, connectionWith, request } from './support.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => database.drop())

describe('the shared allowance', () => {
  it('passes no more than the limit until a window after the answers, then again', async () => {
    const budget = budgetOver(database.pool, { reserve: 0 })
    const connection = connectionWith({ search: 4 })
    const asked = request(connection, { buckets: ['search'], patienceMs: 900 })
    const taken: Allowance[] = []
    for (let call = 0; call < 4; call++) taken.push(allowed(await budget.take(asked)))
    const fifth = await budget.take({ ...asked, patienceMs: 200 })
    expect(fifth).toMatchObject({ ok: false, error: { reason: 'budget_spent', budget: 'search' } })
    for (const one of taken) one.settle(answer())
    await sleep(1100)
    allowed(await budget.take(asked)).settle(answer())
    await budget.close()
  })

  it('answers at once from memory when a token is at hand', async () => {
    const budget = budgetOver(database.pool)
    const connection = connectionWith({ burst: 100 })
    allowed(await budget.take(request(connection))).settle(answer())
    await sleep(80)
    const second = budget.take(request(connection))
    expect(second).not.toBeInstanceOf(Promise)
    allowed(await second).settle(answer())
    await budget.close()
  })

  it('holds its picture over a restart: a burst is not followed by another', async () => {
    const connection = connectionWith({ burst: 10 })
    const asked = request(connection, { patienceMs: 5_000 })
    const before = budgetOver(database.pool)
    for (let call = 0; call < 10; call++) allowed(await before.take(asked)).settle(answer())
    await before.close()
    const after = budgetOver(database.pool)
    const result = await after.take({ ...asked, patienceMs: 0 })
    expect(result).toMatchObject({ ok: false, error: { budget: 'burst' } })
    await after.close()
  })
})
