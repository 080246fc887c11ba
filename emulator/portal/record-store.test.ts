// The store against a plain map, under any sequence of writes: the seeded part that is never stored
// must behave as if it were.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordStore, type Seed, type StoredRecord } from './record-store.ts'

const SEEDED = 12
const seed: Seed = {
  count: SEEDED,
  columns: { email: (n) => `p${n}@seed.example`, city: (n) => (n % 2 === 0 ? 'Ghent' : null) },
  createdAt: (n) => n,
  updatedAt: (n) => n,
  lookup: { email: (value) => Number(/^p(\d+)@seed\.example$/.exec(value)?.[1] ?? Number.NaN) },
}
const UNIQUE = ['email']

type Step =
  | { do: 'create'; email: number }
  | { do: 'update' | 'archive' | 'remove'; which: number; email: number }
  | { do: 'fail'; which: number; email: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('create' as const), email: fc.nat(30) }),
  fc.record({
    do: fc.constantFrom('update' as const, 'archive' as const, 'remove' as const, 'fail' as const),
    which: fc.nat(40),
    email: fc.nat(30),
  }),
)

const address = (n: number) => `w${n}@written.example`

test('whatever is written, the store lists, counts and finds what a plain map would', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const store = new RecordStore(seed, 5000, 3)
      const model = new Map<number, StoredRecord>()
      for (let n = 0; n < SEEDED; n += 1) model.set(store.idOf(n), store.get(store.idOf(n))!)
      const put = (record: StoredRecord) => {
        store.put(record, UNIQUE)
        model.set(record.id, record)
      }
      const isFree = (email: string) => store.findUnique('email', email) === undefined
      for (const one of steps) {
        const ids = [...model.keys()]
        const target = one.do === 'create' ? undefined : model.get(ids[one.which % ids.length]!)
        const email = address(one.email)
        if (one.do === 'create' && isFree(email)) {
          const id = store.nextId()
          put({ id, properties: { email }, createdAt: 1, updatedAt: 1, archived: false })
        }
        if (!target) continue
        if (one.do === 'update' && !target.archived && isFree(email)) {
          put({ ...target, properties: { ...target.properties, email } })
        }
        if (one.do === 'archive') put({ ...target, archived: true })
        if (one.do === 'remove') {
          store.remove(target.id, UNIQUE)
          model.delete(target.id)
        }
        if (one.do === 'fail') {
          const attempt = () =>
            store.transaction(UNIQUE, () => {
              store.put({ ...target, properties: { email: 'gone@never.example' } }, UNIQUE)
              const id = store.nextId()
              store.put({ ...target, id, properties: { email: 'new@never.example' } }, UNIQUE)
              throw new Error('undo')
            })
          expect(attempt).toThrow('undo')
        }
      }
      agree(store, model)
    }),
    { numRuns: 300, seed: 11 },
  )
})

function agree(store: RecordStore, model: Map<number, StoredRecord>): void {
  const sorted = [...model.values()].sort((a, b) => a.id - b.id)
  const live = sorted.filter((record) => !record.archived)
  expect(store.size).toBe(live.length)
  expect(store.page(0, 1000, false).records).toEqual(live)
  expect(store.page(0, 1000, true).records).toEqual(sorted.filter((record) => record.archived))
  const paged: number[] = []
  for (let from: number | undefined = 0; from !== undefined;) {
    const page = store.page(from, 3, false)
    paged.push(...page.records.map(({ id }) => id))
    from = page.next
  }
  expect(paged).toEqual(live.map(({ id }) => id))
  for (const { id, properties } of live)
    expect(store.findUnique('email', properties['email']!)?.id).toBe(id)
  for (const gone of ['gone@never.example', 'new@never.example'])
    expect(store.findUnique('email', gone)).toBeUndefined()
}

test('a merged-away id finds its survivor, even through a chain of merges', () => {
  const store = new RecordStore(seed, 5000, 3)
  const [a, b, c] = [0, 1, 2].map((n) => store.idOf(n)) as [number, number, number]
  store.remove(a, UNIQUE, b)
  store.remove(b, UNIQUE, c)
  expect(store.get(a)?.id).toBe(c)
})

test('an index that lags shows each record as it was, until it catches up', () => {
  const store = new RecordStore(seed, 5000, 3)
  const id = store.idOf(0)
  for (const [at, city] of [
    [100, 'Bonn'],
    [200, 'Cork'],
  ] as const) {
    store.remember(id, at, 0)
    store.put({ ...store.get(id)!, properties: { ...store.get(id)!.properties, city } }, UNIQUE)
  }
  const seen = (until: number) => store.indexedRecord(id, until)?.properties['city']
  expect([seen(99), seen(150), seen(200)]).toEqual(['Ghent', 'Bonn', 'Cork'])
})
