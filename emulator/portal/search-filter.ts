// One search filter as a predicate over a value. Strings compare without case, options exactly,
// instants and numbers as numbers. An unknown operator or property is the caller's error.
import { badRequest, invalid } from '../server/errors.ts'
import { isNumeric, toNumber, type Property } from './property.ts'

export type Filter = {
  propertyName: string
  operator: string
  value?: string
  values?: readonly string[]
  highValue?: string
}

/** A predicate over stored text, and over the number behind it where the property has one. */
export type Test =
  | { over: 'number'; test: (value: number) => boolean }
  | { over: 'text'; test: (value: string | null) => boolean }

export type FilterReading = { negationMatchesEmpty: boolean }

export const OPERATORS = [
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
  'CONTAINS_TOKEN',
  'NOT_CONTAINS_TOKEN',
] as const

export function compileFilter(filter: Filter, property: Property, reading: FilterReading): Test {
  if (!(OPERATORS as readonly string[]).includes(filter.operator)) {
    throw invalid(
      `Invalid input JSON on line 1, column 1: Cannot deserialize value of type \`com.hubspot.inbounddb.search.base.Filter$Operator\` from String "${filter.operator}": not one of the values accepted for Enum class: [${OPERATORS.join(', ')}]`,
    )
  }
  switch (filter.operator) {
    case 'HAS_PROPERTY':
      return { over: 'text', test: (value) => !isEmpty(value) }
    case 'NOT_HAS_PROPERTY':
      return { over: 'text', test: isEmpty }
    case 'CONTAINS_TOKEN':
    case 'NOT_CONTAINS_TOKEN':
      return tokenTest(filter, reading)
    default:
      return isNumeric(property)
        ? numberTest(filter, property, reading)
        : textTest(filter, property, reading)
  }
}

const isEmpty = (value: string | null | undefined): boolean =>
  value === null || value === undefined || value === ''

function numberTest(filter: Filter, property: Property, reading: FilterReading): Test {
  const number = (text: string | undefined): number => {
    const value = toNumber(property, needed(text))
    if (Number.isNaN(value)) throw problem()
    return value
  }
  const over = (test: (value: number) => boolean): Test => ({ over: 'number', test })
  const orEmpty = (value: number) => reading.negationMatchesEmpty && Number.isNaN(value)
  if (filter.operator === 'IN' || filter.operator === 'NOT_IN') {
    const set = new Set((filter.values ?? []).map(number))
    return filter.operator === 'IN'
      ? over((value) => set.has(value))
      : over((value) => (Number.isNaN(value) ? reading.negationMatchesEmpty : !set.has(value)))
  }
  const wanted = number(filter.value)
  switch (filter.operator) {
    case 'EQ':
      return over((value) => value === wanted)
    case 'NEQ':
      return over((value) => orEmpty(value) || (!Number.isNaN(value) && value !== wanted))
    case 'LT':
      return over((value) => value < wanted)
    case 'LTE':
      return over((value) => value <= wanted)
    case 'GT':
      return over((value) => value > wanted)
    case 'GTE':
      return over((value) => value >= wanted)
    default: {
      const high = number(filter.highValue)
      return over((value) => value >= wanted && value <= high)
    }
  }
}

function textTest(filter: Filter, property: Property, reading: FilterReading): Test {
  const exact = property.type === 'enumeration' || property.type === 'bool'
  const fold = (text: string) => (exact ? text : text.toLowerCase())
  const over = (test: (value: string) => boolean, empty = false): Test => ({
    over: 'text',
    test: (value) => (value === null || value === '' ? empty : test(fold(value))),
  })
  if (filter.operator === 'IN' || filter.operator === 'NOT_IN') {
    // The values are not folded: on strings HubSpot asks for lower case here, and finds nothing else.
    const set = new Set(filter.values ?? [])
    return filter.operator === 'IN'
      ? over((value) => matchesAny(value, set, property))
      : over((value) => !matchesAny(value, set, property), reading.negationMatchesEmpty)
  }
  const wanted = fold(needed(filter.value))
  switch (filter.operator) {
    case 'EQ':
      return over((value) => value === wanted)
    case 'NEQ':
      return over((value) => value !== wanted, reading.negationMatchesEmpty)
    case 'LT':
      return over((value) => value < wanted)
    case 'LTE':
      return over((value) => value <= wanted)
    case 'GT':
      return over((value) => value > wanted)
    case 'GTE':
      return over((value) => value >= wanted)
    default: {
      const high = fold(needed(filter.highValue))
      return over((value) => value >= wanted && value <= high)
    }
  }
}

/** A multiple-choice value holds its options separated by semicolons; one of them is enough. */
function matchesAny(value: string, set: ReadonlySet<string>, property: Property): boolean {
  return (
    set.has(value) ||
    (property.fieldType === 'checkbox' && value.split(';').some((one) => set.has(one)))
  )
}

function tokenTest(filter: Filter, reading: FilterReading): Test {
  const contains = containsToken(needed(filter.value))
  return filter.operator === 'CONTAINS_TOKEN'
    ? { over: 'text', test: (value) => !isEmpty(value) && contains(value!) }
    : {
        over: 'text',
        test: (value) => (isEmpty(value) ? reading.negationMatchesEmpty : !contains(value!)),
      }
}

/** True when every word of the pattern is a word of the text; `*` stands for any characters. */
export function containsToken(pattern: string): (text: string) => boolean {
  const folded = pattern.toLowerCase().trim()
  if (folded.includes('*')) {
    const source = folded.split('*').map(escape).join('.*')
    const word = new RegExp(`^${source}$`)
    return (text) => {
      const lower = text.toLowerCase()
      return word.test(lower) || wordsOf(lower).some((one) => word.test(one))
    }
  }
  const wanted = wordsOf(folded)
  return (text) => {
    const held = new Set(wordsOf(text.toLowerCase()))
    return wanted.length > 0 && wanted.every((word) => held.has(word))
  }
}

export const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean)

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

function needed(value: string | undefined): string {
  if (value === undefined || value === null) throw problem()
  return value
}

/** HubSpot's answer to a search that it cannot run, whatever the reason. */
export const problem = () => badRequest('There was a problem with the request.')
