import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { forDatabase } from '../../../tests/support/test-server.ts'
import { createPool } from './pool.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const one = async (expression: string): Promise<unknown> => {
  const { rows } = await database.pool.query<{ value: unknown }>(`select ${expression} as value`)
  return rows[0]?.value
}

it('reads int8 as a number, so that counts can be compared and added', async () => {
  expect(await one('(select count(*) from generate_series(1, 3))')).toBe(3)
  expect(await one('9007199254740991::int8')).toBe(Number.MAX_SAFE_INTEGER)
  expect(await one("'{1,NULL,-2}'::int8[]")).toEqual([1, null, -2])
  expect(await one("'{}'::int8[]")).toEqual([])
})

it('refuses an int8 that a number would silently round', async () => {
  await expect(one('9007199254740993::int8')).rejects.toThrow('9007199254740993')
  await expect(one("'{9007199254740993}'::int8[]")).rejects.toThrow('too large')
  expect(await one('1')).toBe(1)
})

it('reads timestamptz as the instant and date as the day that was stored', async () => {
  expect(await one("'2026-01-01T00:00:00+02'::timestamptz")).toEqual(
    new Date('2025-12-31T22:00:00Z'),
  )
  expect(await one("'2026-01-01'::date")).toBe('2026-01-01')
})

it('runs a named statement again with other values', async () => {
  const twice = (value: number) =>
    database.pool.query({ name: 'twice', text: 'select $1::int * 2 as value', values: [value] })
  expect((await twice(1)).rows).toEqual([{ value: 2 }])
  expect((await twice(21)).rows).toEqual([{ value: 42 }])
})

it('says which database cannot be reached and why, without the password', async () => {
  const password = 'never-in-an-error'
  const nobody = createPool({ host: '127.0.0.1', port: 1, user: 'u', database: 'd', password })
  const failure: unknown = await nobody.query('select 1').catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'database.unreachable' })
  expect(String(failure)).toContain('127.0.0.1:1 cannot be reached: nothing listens there')
  expect(String(failure)).not.toContain(password)
  await nobody.end()
})

it('says so when all its connections stay busy, to whoever asks it in either way', async () => {
  const pool = createPool({ ...database.config, max: 1, connectionTimeoutMillis: 50 })
  const busy = await pool.connect()
  const asked = [pool.connect(), pool.query('select 1')] as Promise<unknown>[]
  for (const outcome of await Promise.allSettled(asked))
    expect(outcome).toMatchObject({
      status: 'rejected',
      reason: { code: 'database.unreachable', facts: { code: 'none_free' } },
    })
  busy.release()
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await pool.end()
})

it('names the missing database of a server that is there', async () => {
  const pool = createPool(forDatabase(database.config, 'no_such_database'))
  const failure: unknown = await pool.query('select 1').catch((error: unknown) => error)
  expect(failure).toMatchObject({ code: 'database.unreachable', facts: { code: '3D000' } })
  expect(String(failure)).toContain('it has no database of that name')
  await pool.end()
})

it('survives the loss of an idle connection: the next query gets a new one', async () => {
  const pool = createPool({ ...database.config, max: 1 })
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid')
  await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  await expect.poll(() => pool.totalCount).toBe(0)
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await pool.end()
})
