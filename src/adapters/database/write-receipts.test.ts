import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testOrganisation, type TestOrganisation } from '../../../tests/support/organisation.ts'
import type { ReceiptClaim, WriteReceipts } from '../../application/mcp/ports.ts'
import { createServiceAccount } from '../../application/access/create-service-account.ts'
import { createWriteReceipts } from './write-receipts.ts'

let organisation: TestOrganisation
let receipts: WriteReceipts
let base: Pick<ReceiptClaim, 'principalId' | 'connectionId'>

beforeAll(async () => {
  organisation = await testOrganisation()
  receipts = createWriteReceipts(organisation.database.pool)
  const { id: principalId } = await createServiceAccount(organisation.operator, { name: 'writer' })
  const { id: connectionId } = await organisation.connect('main')
  base = { principalId, connectionId }
})
afterAll(() => organisation.close())

const START = new Date('2026-11-21T08:00:00Z').getTime()
const at = (seconds: number): Date => new Date(START + seconds * 1000)
let turn = 0
beforeEach(() => {
  turn += 1
})

/** A finished one counts for ten minutes, a begun one for three. */
const claim = (seconds: number, digest = 'd'): ReceiptClaim => ({
  ...base,
  key: String(turn).padStart(64, '0'),
  digest: digest.padStart(64, '0'),
  now: at(seconds),
  finishedAfter: at(seconds - 600),
  begunAfter: at(seconds - 180),
})

describe('a receipt', () => {
  it('lets one claim write, however many come at the same instant', async () => {
    const claims = await Promise.all(Array.from({ length: 12 }, () => receipts.claim(claim(0))))
    expect(claims.filter(({ state }) => state === 'begun')).toHaveLength(1)
    expect(claims.filter(({ state }) => state === 'running')).toHaveLength(11)
  })

  it('gives the result to whoever repeats the write in time, and is over after that', async () => {
    await receipts.claim(claim(0))
    await receipts.finish(claim(0), 1, [{ id: '7' }], at(1))
    expect(await receipts.claim(claim(599))).toEqual({
      state: 'finished',
      at: at(1),
      result: [{ id: '7' }],
    })
    expect(await receipts.claim(claim(602))).toMatchObject({ state: 'begun', attempt: 2 })
  })

  it('of a process that died is resumed when its time is over, not before', async () => {
    await receipts.claim(claim(0))
    expect(await receipts.claim(claim(179))).toEqual({ state: 'running', since: at(0) })
    expect(await receipts.claim(claim(181))).toEqual({
      state: 'resumed',
      attempt: 2,
      firstAt: at(0),
      doubtAt: at(0),
    })
  })

  it('in doubt is resumed at once, and remembers since when however often it is looked at', async () => {
    await receipts.claim(claim(0))
    await receipts.doubt(claim(0), 1, at(20))
    expect(await receipts.claim(claim(21))).toEqual({
      state: 'resumed',
      attempt: 2,
      firstAt: at(0),
      doubtAt: at(20),
    })
    await receipts.abandon(claim(21), 2)
    expect(await receipts.claim(claim(30))).toEqual({
      state: 'resumed',
      attempt: 3,
      firstAt: at(0),
      doubtAt: at(20),
    })
  })

  it('of a write that did nothing is gone', async () => {
    await receipts.claim(claim(0))
    await receipts.abandon(claim(0), 1)
    expect(await receipts.claim(claim(1, 'other'))).toMatchObject({ state: 'begun', attempt: 1 })
  })

  it('is not for another write under the same key', async () => {
    await receipts.claim(claim(0))
    expect(await receipts.claim(claim(1, 'other'))).toEqual({ state: 'other_request' })
    await receipts.doubt(claim(0), 1, at(2))
    expect(await receipts.claim(claim(3, 'other'))).toEqual({ state: 'other_request' })
  })

  it('takes nothing more from an attempt that was overtaken', async () => {
    await receipts.claim(claim(0))
    await receipts.claim(claim(200))
    await receipts.finish(claim(0), 1, 'late', at(201))
    await receipts.abandon(claim(0), 1)
    expect(await receipts.claim(claim(202))).toEqual({ state: 'running', since: at(200) })
  })

  it('is cleared away a week later, by whoever claims next', async () => {
    await receipts.claim(claim(0))
    turn += 1
    await receipts.claim(claim(8 * 24 * 3600))
    const { rows } = await organisation.database.pool.query(
      'select from write_receipt where key = $1',
      [String(turn - 1).padStart(64, '0')],
    )
    expect(rows).toHaveLength(0)
  })
})
