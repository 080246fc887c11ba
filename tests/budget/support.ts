/** A connection and a budget over a real database, for the tests of the allowance. */
import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import { createBudget, type SharedBudget } from '../../src/adapters/database/budget/budget.ts'
import type { Allowance, BudgetRequest, BudgetSpent, Log } from '../../src/application/ports.ts'
import type { BudgetSettings, Connection } from '../../src/domain/connection/connection.ts'
import type { Result } from '../../src/domain/result.ts'

export function connectionWith(
  budget: Partial<BudgetSettings>,
  more: Partial<Connection> = {},
): Connection {
  return {
    id: 'con_1',
    name: 'main',
    title: 'Main',
    kind: 'service_key',
    state: 'active',
    stateReason: null,
    baseUrl: 'http://127.0.0.1:1',
    portalId: nextPortal++,
    portalName: 'Test',
    accountType: 'STANDARD',
    hublet: 'na1',
    uiDomain: 'app.hubspot.com',
    timeZone: 'America/New_York',
    hubspotUserId: null,
    hubspotAppId: 77,
    hubspotScopes: [],
    customObjectTypes: [],
    budget: { burst: null, search: null, associations: null, daily: null, ...budget },
    createdAt: new Date(0),
    checkedAt: new Date(0),
    ...more,
  }
}

let nextPortal = 1000
let nextProcess = 1

export const quietLog: Log = { debug() {}, info() {}, warn() {}, error() {} }

export function budgetOver(pool: pg.Pool, more: { reserve?: number } = {}): SharedBudget {
  return createBudget({
    pool,
    log: quietLog,
    processId: `process-${nextProcess++}`,
    world: { now: () => new Date(), monotonicMs: () => performance.now() },
    ...more,
  })
}

export const request = (
  connection: Connection,
  more: Partial<BudgetRequest> = {},
): BudgetRequest => ({
  connection,
  buckets: ['burst', 'daily'],
  lane: 'interactive',
  groupId: 'grp_sales',
  patienceMs: 0,
  ...more,
})

export function allowed(result: Result<Allowance, BudgetSpent>): Allowance {
  if (result.ok) return result.value
  throw new Error(`refused: ${JSON.stringify(result.error)}`)
}

export const answer = (headers: Record<string, string> = {}, status = 200) => ({
  status,
  header: (name: string) => headers[name],
})
