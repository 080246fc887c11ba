// The seed: the same for everyone, believable, and free until it is read.
import { expect, test } from 'vitest'
import { countsOf } from '../options.ts'
import { startPortal, asker } from '../testing/portal.ts'
import { Portal } from '../portal/portal.ts'
import { SEED_START } from './calendar.ts'

const identity = {
  portalId: 1,
  portalName: 'p',
  accountType: 'STANDARD',
  tier: 'enterprise',
  limitIncreases: 0,
  hublet: 'na1',
  timeZone: 'UTC',
  currency: 'EUR',
} as const
const portal = (seed: number, contacts: number) =>
  new Portal({ ...identity, seed }, countsOf({ contacts }), SEED_START)
const contactsOf = (one: Portal) => one.store(one.types.find('contact')!)

test('one seed gives the same bytes everywhere, another gives others', async () => {
  const read = async (seed: number) => {
    const emulator = await startPortal({ seed, portalId: 42 })
    const pages = await Promise.all(
      ['contacts', 'deals', 'tickets', 'car'].map((type) =>
        asker(emulator)('GET', `/crm/v3/objects/${type}?limit=100`),
      ),
    )
    await emulator.close()
    return pages.map(({ text }) => text.replaceAll(emulator.url, ''))
  }
  const [one, same, other] = [await read(1), await read(1), await read(2)]
  expect(same).toEqual(one)
  expect(other).not.toEqual(one)
})

test('e-mail addresses are unique and each finds its contact without an index', () => {
  const store = contactsOf(portal(3, 3000))
  const emails = store.column('email')
  expect(new Set(emails).size).toBe(3000)
  for (let n = 0; n < 3000; n += 97)
    expect(store.findUnique('email', emails[n]!)?.id).toBe(store.idOf(n))
  expect(store.findUnique('email', 'nobody@nowhere.example')).toBeUndefined()
})

test('ids rise with creation, and lead back to the record', () => {
  const store = contactsOf(portal(4, 2000))
  for (let n = 1; n < 2000; n += 1) {
    expect(store.idOf(n)).toBeGreaterThan(store.idOf(n - 1))
    expect(store.numberOf(store.idOf(n))).toBe(n)
    expect(store.seed.createdAt(n)).toBeGreaterThanOrEqual(store.seed.createdAt(n - 1))
    expect(store.seed.updatedAt(n)).toBeGreaterThanOrEqual(store.seed.createdAt(n))
  }
})

test('a million contacts cost a page, not a million records', () => {
  const before = process.memoryUsage().heapUsed
  const store = contactsOf(portal(5, 1_000_000))
  const { records, next } = store.page(store.idOf(900_000), 100, false)
  expect([store.size, records.length, next]).toEqual([1_000_000, 100, store.idOf(900_100)])
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000)
})

test('every seeded association is seen from both ends', () => {
  const one = portal(6, 300)
  for (const from of one.types.list()) {
    for (const to of one.types.list()) {
      const store = one.store(from)
      for (let n = 0; n < Math.min(20, store.seed.count); n += 1) {
        for (const other of one.links.of(from, store.idOf(n), to).keys()) {
          expect([...one.links.of(to, other, from).keys()]).toContain(store.idOf(n))
        }
      }
    }
  }
})

test('every seeded value fits its own property, so that reading and writing back is no error', async () => {
  const { acceptValue } = await import('../portal/property.ts')
  const one = portal(7, 100)
  for (const type of one.types.list()) {
    const store = one.store(type)
    for (const record of store.page(0, 20, false).records) {
      for (const [name, value] of Object.entries(record.properties)) {
        const property = one.properties.live(type.typeId, name)
        expect(property, `${type.name}.${name}`).toBeDefined()
        expect(
          acceptValue({ ...property!, readOnlyValue: false }, value),
          `${type.name}.${name}`,
        ).not.toHaveProperty('problem')
      }
    }
  }
})
