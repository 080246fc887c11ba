/**
 * The grammar of SCIM filters (RFC 7644 §3.4.2.2), by `scim2-parse-filter`; what a filter means is
 * the domain's matter. The library reads names, operators and brackets only: strings are taken out
 * before and put back after, because it takes JSON's escapes for text, and length and depth are
 * bounded before it recurses.
 */
import { parse, type Filter as Parsed } from 'scim2-parse-filter'
import type { Filter } from '../../domain/scim/filter.ts'
import { quoted, refuse } from '../../domain/scim/refuse.ts'

export const LONGEST_FILTER = 4_096
/** Brackets within brackets. People write three, programs five; each is a call of the parser. */
export const DEEPEST_FILTER = 16
/** `not not not …` nests without a bracket. */
const MOST_NOTS = 32

/** @throws HubwardError `scim.invalid_filter` */
export function parseFilter(text: string): Filter {
  if (text.length > LONGEST_FILTER)
    throw refuse('scim.invalid_filter', `A filter has ${LONGEST_FILTER} characters at most.`)
  const { bare, strings } = withoutStrings(text)
  demandShallow(bare)
  let parsed: Parsed
  try {
    parsed = parse(lowerWords(withSubInside(bare)))
  } catch {
    // The library quotes its own inside: what was sent says more.
    throw refuse('scim.invalid_filter', `${quoted(text)} is no SCIM filter.`)
  }
  return ours(parsed, strings)
}

/** Each string becomes its number in quotes. */
function withoutStrings(text: string): { bare: string; strings: string[] } {
  const strings: string[] = []
  const bare = text.replaceAll(/"(?:[^"\\]|\\.)*"?/gs, (literal) => {
    strings.push(readString(literal))
    return `"${strings.length - 1}"`
  })
  return { bare, strings }
}

function readString(literal: string): string {
  try {
    const value: unknown = JSON.parse(literal)
    if (typeof value === 'string') return value
  } catch {
    // Told below.
  }
  throw refuse('scim.invalid_filter', `${quoted(literal)} is no string as JSON writes it.`)
}

function demandShallow(bare: string): void {
  let depth = 0
  for (const character of bare) {
    if (character === '(' || character === '[') depth++
    if (character === ')' || character === ']') depth--
    if (depth > DEEPEST_FILTER)
      throw refuse('scim.invalid_filter', `A filter nests ${DEEPEST_FILTER} deep at most.`)
  }
  if ((bare.match(/\bnot\b/gi)?.length ?? 0) > MOST_NOTS)
    throw refuse('scim.invalid_filter', `A filter says “not” ${MOST_NOTS} times at most.`)
}

/**
 * `emails[type eq "work"].value eq "x"`, as Entra asks where an e-mail address is its matching
 * attribute: that very value. The library would take it for two conditions that two addresses may
 * meet between them.
 */
const withSubInside = (bare: string): string =>
  bare.replaceAll(
    /\[([^[\]]*)\]\.([\w$-]+)\s+(pr\b|[a-z]{2}\s+(?:"\d+"|[^\s()[\]]+))/gi,
    '[($1) and $2 $3]',
  )

/** Entra's `True`; JSON knows lower case alone. */
const lowerWords = (bare: string): string =>
  bare.replaceAll(/(?<=\s)(true|false|null)(?=[\s)\]]|$)/gi, (word) => word.toLowerCase())

function ours(parsed: Parsed, strings: readonly string[]): Filter {
  switch (parsed.op) {
    case 'and':
    case 'or':
      return { op: parsed.op, filters: parsed.filters.map((one) => ours(one, strings)) }
    case 'not':
      // The library takes `a pr not b pr` for a "not" of two, against its own types.
      if (!('filter' in parsed))
        throw refuse('scim.invalid_filter', 'Before “not” there is an “and” or an “or” missing.')
      return { op: 'not', filter: ours(parsed.filter, strings) }
    case '[]':
      return { op: '[]', path: parsed.attrPath, filter: ours(parsed.valFilter, strings) }
    case 'pr':
      return { op: 'pr', path: parsed.attrPath }
    default: {
      const { op, attrPath: path, compValue } = parsed
      const value = typeof compValue === 'string' ? (strings[Number(compValue)] ?? '') : compValue
      return { op, path, value }
    }
  }
}
