/**
 * What a filter means, against a model that knows no schema: a table of how to reach six attributes
 * and the comparison of each written out by hand.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseFilter } from '../../adapters/scim/filter-grammar.ts'
import { HubwardError } from '../errors.ts'
import { testOf, type Comparison, type Filter } from './filter.ts'
import type { JsonObject } from './json.ts'
import { RESOURCE_TYPES } from './resource-type.ts'
import { ENTERPRISE, USER } from './schemas/urns.ts'

const User = RESOURCE_TYPES.User

interface Email {
  type?: string
  value?: string
}
interface Person {
  userName: string
  externalId?: string
  active?: boolean
  emails: Email[]
  department?: string
  modified: string
}

const resourceOf = (person: Person): JsonObject => ({
  userName: person.userName,
  ...(person.externalId !== undefined && { externalId: person.externalId }),
  ...(person.active !== undefined && { active: person.active }),
  ...(person.emails.length > 0 && { emails: person.emails }),
  ...(person.department !== undefined && { [ENTERPRISE]: { department: person.department } }),
  meta: { lastModified: person.modified },
})

/** Few letters, so that things are often equal but for their case. */
const word = fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'é', '"', '\\', ' '), maxLength: 3 })
const instant = fc
  .integer({ min: 0, max: 3 })
  .map((hours) => new Date(Date.UTC(2026, 10, 20, hours)).toISOString())
const email: fc.Arbitrary<Email> = fc.record(
  { type: fc.constantFrom('work', 'WORK', 'home'), value: word },
  { requiredKeys: [] },
)
const person: fc.Arbitrary<Person> = fc.record(
  {
    userName: word,
    externalId: word,
    active: fc.boolean(),
    emails: fc.array(email, { maxLength: 3 }),
    department: word,
    modified: instant,
  },
  { requiredKeys: ['userName', 'emails', 'modified'] },
)

/** How the model reaches each name, and whether case counts there. */
const TEXTS: Record<string, { at: (one: Person) => (string | undefined)[]; exact?: true }> = {
  userName: { at: ({ userName }) => [userName] },
  USERNAME: { at: ({ userName }) => [userName] },
  [`${USER}:userName`]: { at: ({ userName }) => [userName] },
  externalId: { at: ({ externalId }) => [externalId], exact: true },
  'emails.value': { at: ({ emails }) => emails.map(({ value }) => value) },
  emails: { at: ({ emails }) => emails.map(({ value }) => value) },
  'emails.type': { at: ({ emails }) => emails.map(({ type }) => type) },
  [`${ENTERPRISE}:department`]: { at: ({ department }) => [department] },
}

const OPS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const
const ofText = fc.record({
  op: fc.constantFrom(...OPS),
  path: fc.constantFrom(...Object.keys(TEXTS)),
  value: word,
})
const ofActive = fc.record({
  op: fc.constantFrom('eq' as const, 'ne' as const),
  path: fc.constant('active'),
  value: fc.constantFrom(true, false, 'True', 'False'),
})
const ofTime = fc.record({
  op: fc.constantFrom<Comparison[]>('eq', 'ne', 'gt', 'ge', 'lt', 'le'),
  path: fc.constant('meta.lastModified'),
  value: instant,
})
const present = fc.record({
  op: fc.constant('pr' as const),
  path: fc.constantFrom(...Object.keys(TEXTS), 'active'),
})
const inEmails = fc.record({
  op: fc.constantFrom(...OPS),
  path: fc.constantFrom('type', 'value', 'VALUE'),
  value: word,
})
const { filter: anyFilter } = fc.letrec<{
  filter: Filter
  leaf: Filter
  node: Filter
  within: Filter
}>((tie) => ({
  within: fc.oneof(
    { maxDepth: 2 },
    inEmails,
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      filters: pair(tie('within')),
    }),
  ),
  leaf: fc.oneof(
    ofText,
    ofActive,
    ofTime,
    present,
    fc.record({
      op: fc.constant('[]' as const),
      path: fc.constant('emails'),
      filter: tie('within'),
    }),
  ),
  node: fc.oneof(
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const),
      filters: pair(tie('filter')),
    }),
    fc.record({ op: fc.constant('not' as const), filter: tie('filter') }),
  ),
  filter: fc.oneof({ maxDepth: 3, withCrossShrink: true }, tie('leaf'), tie('node')),
}))
function pair<T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(one, { minLength: 2, maxLength: 3 })
}

/** The model. */
function meets(one: Person, filter: Filter): boolean {
  switch (filter.op) {
    case 'and':
      return filter.filters.every((part) => meets(one, part))
    case 'or':
      return filter.filters.some((part) => meets(one, part))
    case 'not':
      return !meets(one, filter.filter)
    case 'pr':
      if (filter.path === 'active') return one.active !== undefined
      // Of a complex attribute: that any part of it is there.
      if (filter.path === 'emails') return one.emails.some((mail) => mail.type || mail.value)
      return TEXTS[filter.path]!.at(one).some((text) => text !== undefined && text !== '')
    case '[]':
      return one.emails.some((mail) => emailMeets(mail, filter.filter))
    default:
      return compared(one, filter)
  }
}

function compared(
  one: Person,
  { op, path, value }: Filter & { op: Comparison; path: string; value: unknown },
) {
  if (path === 'active') {
    const equal = one.active === (String(value).toLowerCase() === 'true')
    return op === 'eq' ? equal : !equal
  }
  if (path === 'meta.lastModified')
    return textIs(op, [String(Date.parse(one.modified))], String(Date.parse(String(value))), true)
  const { at, exact } = TEXTS[path]!
  return textIs(op, at(one), String(value), exact ?? false)
}

function emailMeets(mail: Email, filter: Filter): boolean {
  if (filter.op === 'and') return filter.filters.every((part) => emailMeets(mail, part))
  if (filter.op === 'or') return filter.filters.some((part) => emailMeets(mail, part))
  const { op, path, value } = filter as { op: Comparison; path: string; value: unknown }
  return textIs(op, [path === 'type' ? mail.type : mail.value], String(value), false)
}

function textIs(
  op: Comparison,
  had: (string | undefined)[],
  wanted: string,
  exact: boolean,
): boolean {
  if (op === 'ne') return !textIs('eq', had, wanted, exact)
  const form = (text: string): string => (exact ? text : text.toLowerCase())
  const b = form(wanted)
  return had.some((text) => {
    if (text === undefined) return false
    const a = form(text)
    const answers: Record<Exclude<Comparison, 'ne'>, boolean> = {
      eq: a === b,
      co: a.indexOf(b) !== -1,
      sw: a.slice(0, b.length) === b,
      ew: b === '' || a.slice(-b.length) === b,
      gt: a > b,
      ge: !(a < b),
      lt: a < b,
      le: !(a > b),
    }
    return answers[op]
  })
}

/** As a provider would write it. */
function written(filter: Filter): string {
  switch (filter.op) {
    case 'and':
    case 'or':
      return `(${filter.filters.map(written).join(` ${filter.op} `)})`
    case 'not':
      return `not (${written(filter.filter)})`
    case 'pr':
      return `${filter.path} pr`
    case '[]':
      return `${filter.path}[${written(filter.filter)}]`
    default:
      return `${filter.path} ${filter.op} ${JSON.stringify(filter.value)}`
  }
}

it('finds exactly whom the model finds, whatever the filter', () => {
  fc.assert(
    fc.property(person, anyFilter, (one, asked) => {
      expect(testOf(User, asked)(resourceOf(one))).toBe(meets(one, asked))
    }),
    { numRuns: 3_000 },
  )
})

it('means the same when it was written down and read, escapes and all', () => {
  fc.assert(
    fc.property(person, anyFilter, (one, asked) => {
      expect(testOf(User, parseFilter(written(asked)))(resourceOf(one))).toBe(meets(one, asked))
    }),
    { numRuns: 1_500 },
  )
})

it('is read or refused as a filter, whatever text it is: nothing else is thrown', () => {
  const piece = fc.constantFrom(
    'userName',
    'emails',
    '[',
    ']',
    '(',
    ')',
    '.',
    'eq',
    'pr',
    'and',
    'or',
    'not',
    '"a"',
    '"',
    'true',
    '1',
    '-1',
    'null',
    'urn:x:y',
    '\\',
    'value',
    'password',
    'name',
    'active',
    'co',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(piece, { maxLength: 12 }).map((all) => all.join(' ')),
  )
  fc.assert(
    fc.property(text, person, (asked, one) => {
      try {
        testOf(User, parseFilter(asked))(resourceOf(one))
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(HubwardError)
        expect((thrown as HubwardError).code).toBe('scim.invalid_filter')
      }
    }),
    { numRuns: 3_000 },
  )
})

describe('is refused', () => {
  it.each([
    ['a not that nothing joins to what stands before it', 'userName pr not userName pr'],
    ['an attribute that there is not', 'shoeSize eq "42"'],
    ['a password, which nobody may guess by asking', 'password sw "a"'],
    ['an order of true and false (RFC 7644 §3.4.2.2)', 'active gt false'],
    ['an order of bytes', 'x509Certificates.value gt "a"'],
    ['a moment that is none', 'meta.lastModified gt "yesterday"'],
    ['parts of what has none', 'title[value eq "x"]'],
    ['a whole name, which has several parts', 'name eq "Nora"'],
    ['more brackets than anybody writes', `${'('.repeat(17)}userName pr${')'.repeat(17)}`],
    ['more text than anybody writes', `userName eq "${'a'.repeat(5_000)}"`],
    ['many denials', `${'not '.repeat(40)}userName pr`],
  ])('%s', (_, asked) => {
    expect(() => testOf(User, parseFilter(asked))).toThrow(HubwardError)
  })
})

it('takes one value for both conditions, as Entra means it', () => {
  const asked = parseFilter('emails[type eq "work"].value eq "b"')
  const two = {
    emails: [
      { type: 'work', value: 'a' },
      { type: 'home', value: 'b' },
    ],
  }
  expect(testOf(User, asked)(two)).toBe(false)
  expect(testOf(User, asked)({ emails: [{ type: 'work', value: 'B' }] })).toBe(true)
})
