import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { migrate, MIGRATIONS } from './migrate.ts'
import { createDatabase, createPool } from './pool.ts'

let database: TestDatabase
let folder: string
beforeEach(async () => {
  database = await testDatabase({ empty: true })
  folder = mkdtempSync(join(tmpdir(), 'hubward-migrations-'))
})
afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

const put = (file: string, text: string) => writeFileSync(join(folder, file), text)
const tables = async (): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = 'public' and tablename not like '%migration%' order by 1`.execute(
    database.db,
  )
  return rows.map(({ name }) => name)
}

it('applies the files of this release to an empty database, and then has nothing to do', async () => {
  const applied = await migrate(database.db, MIGRATIONS)
  expect(applied[0]).toMatch(/^0001_/)
  expect(await migrate(database.db, MIGRATIONS)).toEqual([])
})

it('applies what is new, in the order of the numbers, several statements to a file', async () => {
  put('0002_second.sql', 'alter table first add column b int; insert into first values (1, 2);')
  put('0001_first.sql', 'create table first (a int);')
  expect(await migrate(database.db, folder)).toEqual(['0001_first', '0002_second'])
  put(
    '0003_third.sql',
    `create function f() returns int language plpgsql as $$
    begin
      return 1;
    end $$;
    create table third ();`,
  )
  expect(await migrate(database.db, folder)).toEqual(['0003_third'])
  expect(await tables()).toEqual(['first', 'third'])
})

it('keeps the files before a failing one and nothing of that one', async () => {
  put('0001_good.sql', 'create table good ();')
  put('0002_bad.sql', 'create table half (); select no_such_function();')
  await expect(migrate(database.db, folder)).rejects.toMatchObject({
    code: 'database.migration_failed',
    message: expect.stringContaining('0002_bad'),
  })
  expect(await tables()).toEqual(['good'])
  put('0002_bad.sql', 'create table whole ();')
  expect(await migrate(database.db, folder)).toEqual(['0002_bad'])
})

it('lets six processes migrate at once: each file is applied once, and none of the six fails', async () => {
  for (let n = 1; n <= 5; n++)
    put(`000${n}_step.sql`, `create table t${n} (); select pg_sleep(0.02);`)
  const databases = Array.from({ length: 6 }, () => createDatabase(createPool(database.config)))
  const applied = await Promise.all(databases.map((db) => migrate(db, folder)))
  await Promise.all(databases.map((db) => db.destroy()))
  expect(applied.flat().toSorted()).toEqual([1, 2, 3, 4, 5].map((n) => `000${n}_step`))
  expect(await tables()).toEqual(['t1', 't2', 't3', 't4', 't5'])
})

it('refuses a database that a newer release has changed', async () => {
  put('0001_first.sql', 'create table first ();')
  put('0002_newer.sql', 'create table newer ();')
  await migrate(database.db, folder)
  rmSync(join(folder, '0002_newer.sql'))
  await expect(migrate(database.db, folder)).rejects.toMatchObject({
    code: 'database.version_mismatch',
    message: expect.stringContaining('0002_newer'),
  })
})

it('refuses when a file that was applied has changed since', async () => {
  put('0001_first.sql', 'create table first ();')
  await migrate(database.db, folder)
  put('0001_first.sql', 'create table first (a int);')
  put('0002_second.sql', 'create table second ();')
  await expect(migrate(database.db, folder)).rejects.toMatchObject({
    code: 'database.version_mismatch',
    message: expect.stringContaining('0001_first is not the one'),
  })
  expect(await tables()).toEqual(['first'])
})

it.each([
  ['first.sql', 'select 1;', 'is named 0001_name.sql'],
  ['0001_b.sql', 'select 1;', 'Two migrations have the number 0001'],
  ['0002_c.sql', 'create table c ();\nCOMMIT;', 'must not begin or end a transaction'],
])('refuses the folder with %s in it', async (file, text, sentence) => {
  put('0001_a.sql', 'create table a ();')
  put(file, text)
  await expect(migrate(database.db, folder)).rejects.toThrow(sentence)
  expect(await tables()).toEqual([])
})
