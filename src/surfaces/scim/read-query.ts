/** What a list asks for: from the address (RFC 7644 §3.4.2) or from a search's body (§3.4.3). */
import type { Query } from '../../application/scim/list-resources.ts'
import type { ScimSyntax } from '../../application/scim/ports.ts'
import { PAGE } from '../../domain/scim/discovery.ts'
import { isObject } from '../../domain/scim/json.ts'
import { wantedOf, type Wanted } from '../../domain/scim/project.ts'
import { demandSchema } from '../../domain/scim/read-resource.ts'
import { invalid } from '../../domain/scim/read-value.ts'
import { refuse } from '../../domain/scim/refuse.ts'
import type { ResourceKind } from '../../domain/scim/resource-type.ts'
import { SEARCH_REQUEST } from '../../domain/scim/schemas/urns.ts'

export interface ListQuery {
  readonly query: Query
  /** Pages by index, or by cursor where one was sent. */
  readonly page:
    | { readonly by: 'index'; readonly startIndex: number; readonly count: number }
    | { readonly by: 'cursor'; readonly cursor: string; readonly count: number | null }
}

/** Parameters as they came; names count without case, since providers spell them in both. */
type Parameters = ReadonlyMap<string, unknown>

export const parametersOf = (url: string): Parameters =>
  new Map([...new URL(url).searchParams].map(([name, value]) => [name.toLowerCase(), value]))

/** @throws HubwardError `scim.invalid_syntax` */
export function searchParameters(body: unknown): Parameters {
  if (!isObject(body)) throw refuse('scim.invalid_syntax', 'The body is a JSON object.')
  demandSchema(body, SEARCH_REQUEST)
  return new Map(Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]))
}

/** @throws HubwardError `scim.invalid_value`, `scim.invalid_filter`, `scim.invalid_count` */
export function readListQuery(
  kinds: readonly ResourceKind[],
  parameters: Parameters,
  { parse }: ScimSyntax,
): ListQuery {
  const filter = textOf(parameters, 'filter')
  const sortBy = textOf(parameters, 'sortBy')
  return {
    query: {
      kinds,
      filter: filter === undefined || filter.trim() === '' ? null : parse(filter),
      order: sortBy ? { by: sortBy, descending: isDescending(parameters) } : null,
      wanted: readWanted(parameters),
    },
    page: parameters.has('cursor') ? cursorPage(parameters) : indexPage(parameters),
  }
}

export const readWanted = (parameters: Parameters): Wanted =>
  wantedOf(namesOf(parameters, 'attributes'), namesOf(parameters, 'excludedAttributes'))

function indexPage(parameters: Parameters): ListQuery['page'] {
  const startIndex = wholeNumber(parameters, 'startIndex') ?? 1
  const count = wholeNumber(parameters, 'count') ?? PAGE.standard
  return {
    by: 'index',
    // RFC 7644 §3.4.2.4: less than 1 is 1, less than 0 is 0.
    startIndex: Math.max(1, startIndex),
    count: Math.min(PAGE.most, Math.max(0, count)),
  }
}

function cursorPage(parameters: Parameters): ListQuery['page'] {
  if (parameters.has('startindex'))
    throw refuse('scim.invalid_value', 'Send "startIndex" or "cursor", not both.')
  const count = numberOf(parameters, 'count')
  if (Number.isNaN(count) || (count !== undefined && count > PAGE.most))
    throw refuse('scim.invalid_count', `"count" is a whole number from 0 to ${PAGE.most}.`)
  return {
    by: 'cursor',
    cursor: textOf(parameters, 'cursor') ?? '',
    // RFC 9865 §2: a negative value is 0.
    count: count === undefined ? null : Math.max(0, count),
  }
}

const valueOf = (parameters: Parameters, name: string): unknown =>
  parameters.get(name.toLowerCase()) ?? undefined

function textOf(parameters: Parameters, name: string): string | undefined {
  const value = valueOf(parameters, name)
  if (value === undefined || typeof value === 'string') return value
  throw invalid(name, 'is text')
}

/** `NaN` for what is no whole number. */
function numberOf(parameters: Parameters, name: string): number | undefined {
  const value = valueOf(parameters, name)
  if (value === undefined || value === '') return undefined
  const number = typeof value === 'string' && !/^-?\d{1,15}$/.test(value) ? NaN : Number(value)
  return Number.isSafeInteger(number) ? number : NaN
}

function wholeNumber(parameters: Parameters, name: string): number | undefined {
  const number = numberOf(parameters, name)
  if (Number.isNaN(number)) throw invalid(name, 'is a whole number')
  return number
}

/** A list in a search, names with commas between them in an address. */
function namesOf(parameters: Parameters, name: string): string[] {
  const value = valueOf(parameters, name)
  if (value === undefined) return []
  const listed: readonly unknown[] =
    typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [value]
  return listed.flatMap((one) => {
    if (typeof one !== 'string') throw invalid(name, 'is a list of names')
    return one.trim() === '' ? [] : [one.trim()]
  })
}

const isDescending = (parameters: Parameters): boolean => {
  const order = textOf(parameters, 'sortOrder')?.toLowerCase() ?? 'ascending'
  if (order !== 'ascending' && order !== 'descending')
    throw invalid('sortOrder', 'is ascending or descending')
  return order === 'descending'
}
