import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { testDatabase, type TestDatabase } from '../../../tests/support/database.ts'
import { copyIn, CopyRows } from './copy-in.ts'

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await testDatabase()
  client = new pg.Client(database.config)
  await client.connect()
  await client.query(
    'create table copied (at timestamptz, word text check (word <> $$no$$), raw bytea, small smallint)',
  )
})
afterAll(async () => {
  await client.end()
  await database.drop()
})

interface Row {
  readonly ms: string
  readonly word: string | null
  readonly raw: Buffer
  readonly small: number
}

const rows = new CopyRows('copied', ['at', 'word', 'raw', 'small'])
const write = (at: Date, word: string | null, raw: string, small = 0): void => {
  rows.begin()
  rows.time(at.getTime())
  rows.text(word)
  rows.text(raw)
  rows.smallint(small)
}

it('brings back what went in: any text, any length, any time that JavaScript and PostgreSQL share', async () => {
  const time = fc.date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  // A text column holds no NUL (PostgreSQL, "Character Types"); bytes do.
  const word = fc
    .string({ unit: 'binary', maxLength: 200 })
    .map((text) => text.replaceAll('\0', ''))
  const row = fc.tuple(
    time,
    fc.option(word),
    fc.string({ unit: 'binary', maxLength: 3_000 }),
    fc.integer({ min: -32_768, max: 32_767 }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (batch) => {
      await client.query('truncate copied')
      rows.clear()
      for (const [at, text, raw, small] of batch) write(at, text, raw, small)
      await copyIn(client, rows)
      const back = await client.query<Row>(
        'select (extract(epoch from at) * 1000)::bigint::text as ms, word, raw, small from copied',
      )
      expect(
        back.rows.map((one) => [Number(one.ms), one.word, one.raw.toString(), one.small]),
      ).toEqual(batch.map(([at, text, raw, small]) => [at.getTime(), text, raw, small]))
    }),
    { numRuns: 40 },
  )
})

it('keeps no row of a batch in which one is refused, and the connection serves the next', async () => {
  await client.query('truncate copied')
  rows.clear()
  for (const word of ['yes', 'no', 'yes']) write(new Date(0), word, '')
  await expect(copyIn(client, rows)).rejects.toThrow('check constraint')
  rows.clear()
  write(new Date(0), 'after', '')
  await copyIn(client, rows)
  expect((await client.query('select word from copied')).rows).toEqual([{ word: 'after' }])
})

it('says what the server says of a statement that it does not take', async () => {
  const nowhere = new CopyRows('nowhere', ['at'])
  nowhere.begin()
  nowhere.time(0)
  await expect(copyIn(client, nowhere)).rejects.toThrow('"nowhere" does not exist')
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})
