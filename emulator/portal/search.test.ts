// Searches against a naive evaluator over every record, read one by one: the columns, the cache and
// the numeric shortcuts may make a search fast, but must not make it different.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Emulator } from '../index.ts'
import { asker, startPortal, type Ask } from '../testing/portal.ts'

type Found = { id: string; properties: Record<string, string | null> }
type Filter = {
  propertyName: string
  operator: string
  value?: string
  values?: string[]
  highValue?: string
}

const NUMERIC = new Set(['hs_object_id', 'createdate', 'lastmodifieddate'])
const PROPERTIES = [
  'firstname',
  'jobtitle',
  'phone',
  'lifecyclestage',
  'createdate',
  'lastmodifieddate',
  'hs_object_id',
]

let emulator: Emulator
let ask: Ask
let everyone: Found[]

beforeAll(async () => {
  emulator = await startPortal({ contacts: 80, seed: 7 })
  ask = asker(emulator)
  const first = await ask('GET', '/crm/v3/objects/contacts?limit=30')
  for (const [at, { id }] of first.json.results.entries()) {
    if (at % 3 === 0)
      await ask('PATCH', `/crm/v3/objects/contacts/${id}`, {
        properties: { jobtitle: 'Founder', phone: '' },
      })
    if (at % 7 === 1) await ask('DELETE', `/crm/v3/objects/contacts/${id}`)
  }
  await ask('POST', '/crm/v3/objects/contacts', {
    properties: { email: 'new@one.example', firstname: 'ada' },
  })
  everyone = []
  let after = ''
  do {
    const page = await ask(
      'GET',
      `/crm/v3/objects/contacts?limit=100&after=${after}&properties=${PROPERTIES.join(',')}`,
    )
    everyone.push(...page.json.results)
    after = page.json.paging?.next.after ?? ''
  } while (after)
})
afterAll(() => emulator.close())

const key = (property: string, value: string): string | number => {
  if (NUMERIC.has(property)) return /^\d+$/.test(value) ? Number(value) : Date.parse(value)
  return property === 'lifecyclestage' ? value : value.toLowerCase()
}

function naive(
  { propertyName, operator, value, values, highValue }: Filter,
  record: Found,
): boolean {
  const held = record.properties[propertyName] ?? ''
  if (operator === 'HAS_PROPERTY') return held !== ''
  if (operator === 'NOT_HAS_PROPERTY') return held === ''
  if (held === '') return false
  const [mine, wanted] = [key(propertyName, held), key(propertyName, value ?? '')]
  const inList = () =>
    (values ?? []).some(
      (one) => (NUMERIC.has(propertyName) ? key(propertyName, one) : one) === mine,
    )
  switch (operator) {
    case 'EQ':
      return mine === wanted
    case 'NEQ':
      return mine !== wanted
    case 'LT':
      return mine < wanted
    case 'LTE':
      return mine <= wanted
    case 'GT':
      return mine > wanted
    case 'GTE':
      return mine >= wanted
    case 'BETWEEN':
      return mine >= wanted && mine <= key(propertyName, highValue ?? '')
    case 'IN':
      return inList()
    case 'NOT_IN':
      return !inList()
    default:
      throw new Error(operator)
  }
}

const filters = (): fc.Arbitrary<Filter> =>
  fc
    .record({
      propertyName: fc.constantFrom(...PROPERTIES),
      operator: fc.constantFrom(
        'EQ',
        'NEQ',
        'LT',
        'LTE',
        'GT',
        'GTE',
        'BETWEEN',
        'IN',
        'NOT_IN',
        'HAS_PROPERTY',
        'NOT_HAS_PROPERTY',
      ),
      picks: fc.array(fc.nat(1000), { minLength: 2, maxLength: 3 }),
    })
    .map(({ propertyName, operator, picks }) => {
      const held = everyone
        .map((one) => one.properties[propertyName])
        .filter((one): one is string => !!one)
      const [value, highValue] = picks.map((pick) => held[pick % held.length]!)
      if (operator.startsWith('IN') || operator === 'NOT_IN') {
        return {
          propertyName,
          operator,
          values: picks.map((pick) => held[pick % held.length]!.toLowerCase()),
        }
      }
      if (operator.endsWith('HAS_PROPERTY')) return { propertyName, operator }
      return {
        propertyName,
        operator,
        value: value!,
        ...(operator === 'BETWEEN' ? { highValue: highValue! } : {}),
      }
    })

test('a search finds what a reader of every record would find, in the order of ids', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(filters(), { minLength: 1, maxLength: 3 }), { maxLength: 3 }),
      async (groups) => {
        const { status, json } = await ask('POST', '/crm/v3/objects/contacts/search', {
          filterGroups: groups.map((group) => ({ filters: group })),
          limit: 200,
        })
        const expected = everyone
          .filter(
            (one) =>
              groups.length === 0 ||
              groups.some((group) => group.every((filter) => naive(filter, one))),
          )
          .map((one) => one.id)
        expect(status).toBe(200)
        expect(json.results.map((one: Found) => one.id)).toEqual(expected)
        expect(json.total).toBe(expected.length)
      },
    ),
    { numRuns: 150, seed: 42 },
  )
})

test('pages of a sorted search join to the whole, empty values last, whichever the direction', async () => {
  for (const direction of ['ASCENDING', 'DESCENDING']) {
    const seen: (string | null)[] = []
    let after: string | undefined = '0'
    while (after !== undefined) {
      const { json } = await ask('POST', '/crm/objects/2026-09/0-1/search', {
        sorts: [{ propertyName: 'phone', direction }],
        properties: ['phone'],
        limit: 17,
        after,
      })
      seen.push(...json.results.map((one: Found) => one.properties['phone'] ?? null))
      after = json.paging?.next.after
    }
    const full = seen.map((phone) => phone || null)
    const filled = full.filter((phone) => phone !== null)
    const sorted = [...filled].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    expect(full).toHaveLength(everyone.length)
    expect(filled).toEqual(direction === 'ASCENDING' ? sorted : sorted.toReversed())
    expect(full.slice(filled.length).every((phone) => phone === null)).toBe(true)
  }
})

test('tokens match whole words, and a star any part, as the documentation says', async () => {
  const count = async (value: string) =>
    (
      await ask('POST', '/crm/v3/objects/contacts/search', {
        filterGroups: [
          { filters: [{ propertyName: 'jobtitle', operator: 'CONTAINS_TOKEN', value }] },
        ],
      })
    ).json.total
  const having = (pattern: RegExp) =>
    everyone.filter((one) => pattern.test(one.properties['jobtitle'] ?? '')).length
  expect(await count('manager')).toBe(having(/\bmanager\b/i))
  expect(await count('mana')).toBe(0)
  expect(await count('mana*')).toBe(having(/\bmana/i))
})

test('IN on text finds nothing for capital letters, a trap that HubSpot really sets', async () => {
  const find = async (values: string[]) =>
    (
      await ask('POST', '/crm/v3/objects/contacts/search', {
        filterGroups: [{ filters: [{ propertyName: 'jobtitle', operator: 'IN', values }] }],
      })
    ).json.total
  expect(await find(['Founder'])).toBe(0)
  expect(await find(['founder'])).toBeGreaterThan(0)
})

test('associations.company finds the contacts of a company', async () => {
  const company = (await ask('GET', '/crm/v3/objects/companies?limit=1&associations=contacts')).json
    .results[0]!
  const linked = new Set(
    company.associations['contacts']!.results.map((one: { id: string }) => one.id),
  )
  const { json } = await ask('POST', '/crm/v3/objects/contacts/search', {
    filterGroups: [
      { filters: [{ propertyName: 'associations.company', operator: 'EQ', value: company.id }] },
    ],
  })
  expect(new Set(json.results.map((one: Found) => one.id))).toEqual(linked)
})
