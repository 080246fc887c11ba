/**
 * Promise: nothing that is sealed is forgotten when the master key changes. Whatever table has the
 * columns of a sealed value must be in the table of sealed places, and must name a key that exists.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SEALED_PLACES } from '../../src/adapters/database/vault/sealed-places.ts'
import { testDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

const names = async (text: string): Promise<string[]> => {
  const { rows } = await database.pool.query<{ name: string }>(text)
  return rows.map(({ name }) => name)
}

it('every table with a wrapped key is in src/adapters/database/vault/sealed-places.ts', async () => {
  const sealed = await names(
    `select distinct table_name::text as name from information_schema.columns
      where table_schema = 'public' and column_name = 'wrapped_key' order by 1`,
  )
  expect(sealed).toEqual(Object.keys(SEALED_PLACES).sort())
})

it('every one of them refers to kek_check, so that no key can go from under it', async () => {
  const referring = await names(
    `select conrelid::regclass::text as name from pg_constraint
      where contype = 'f' and confrelid = 'kek_check'::regclass order by 1`,
  )
  expect(referring).toEqual(Object.keys(SEALED_PLACES).sort())
})

it('and is found by the primary key that it really has', async () => {
  for (const [table, { key }] of Object.entries(SEALED_PLACES)) {
    const columns = await names(
      `select a.attname::text as name
         from pg_index i, unnest(i.indkey) with ordinality as k(number, place)
         join pg_attribute a on a.attrelid = '${table}'::regclass and a.attnum = k.number
        where i.indrelid = '${table}'::regclass and i.indisprimary order by k.place`,
    )
    expect({ table, columns }).toEqual({ table, columns: [...key] })
  }
})
