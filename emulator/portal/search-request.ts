// Reads the body of a search, with HubSpot's ceilings: 5 groups of 6 filters, 18 in all, one sort,
// 200 a page, 3,000 characters, and no further than the 10,000th result.
import { invalid } from '../server/errors.ts'
import { objectBody, type Json } from '../server/json-body.ts'
import { problem, type Filter } from './search-filter.ts'

export type SearchRequest = {
  groups: Filter[][]
  sort: { property: string; descending: boolean } | null
  query: string
  properties: string[]
  limit: number
  after: number
}

export const SEARCH_CAP = 10_000

/** @throws HubSpotError 400 */
export function readSearch(body: unknown): SearchRequest {
  const json =
    body === undefined ? {} : objectBody(body, 'com.hubspot.inbounddb.search.PublicSearchRequest')
  if (JSON.stringify(json).length > 3000)
    throw invalid('The request body is too long: it must be 3000 characters or less.')
  const groups = readGroups(json)
  const limit = readCount(json['limit'], 10)
  if (limit > 200) throw invalid(`Invalid limit: ${limit}. The limit must be 200 or less.`)
  const after = readCount(json['after'], 0)
  if (after + limit > SEARCH_CAP) throw problem()
  return {
    groups,
    sort: readSort(json['sorts']),
    query: typeof json['query'] === 'string' ? json['query'] : '',
    properties: Array.isArray(json['properties']) ? json['properties'].map(String) : [],
    limit,
    after,
  }
}

function readGroups(json: Json): Filter[][] {
  const top = Array.isArray(json['filters']) ? [json['filters'] as unknown[]] : []
  const given = Array.isArray(json['filterGroups']) ? (json['filterGroups'] as unknown[]) : []
  const groups = [
    ...given.map((group) => {
      const { filters } = objectBody(group)
      return Array.isArray(filters) ? (filters as unknown[]) : []
    }),
    ...top,
  ]
  const total = groups.reduce((sum, group) => sum + group.length, 0)
  if (groups.length > 5) throw invalid(`Too many filter groups: ${groups.length}. The limit is 5.`)
  if (groups.some((group) => group.length > 6))
    throw invalid('Too many filters in one group. The limit is 6.')
  if (total > 18) throw invalid(`Too many filters: ${total}. The limit is 18.`)
  return groups.map((group) => group.map(readFilter)).filter((group) => group.length > 0)
}

function readFilter(raw: unknown): Filter {
  const json = objectBody(raw)
  const { propertyName, operator } = json
  if (typeof propertyName !== 'string' || typeof operator !== 'string') throw problem()
  return {
    propertyName,
    operator,
    ...(json['value'] === undefined || json['value'] === null
      ? {}
      : { value: String(json['value']) }),
    ...(json['highValue'] === undefined || json['highValue'] === null
      ? {}
      : { highValue: String(json['highValue']) }),
    ...(Array.isArray(json['values']) ? { values: json['values'].map(String) } : {}),
  }
}

function readSort(raw: unknown): SearchRequest['sort'] {
  if (!Array.isArray(raw) || raw.length === 0) return null
  if (raw.length > 1) throw invalid('Only one sort can be given.')
  const sort: unknown = raw[0]
  if (typeof sort === 'string') {
    return sort.startsWith('-')
      ? { property: sort.slice(1), descending: true }
      : { property: sort, descending: false }
  }
  const { propertyName, direction } = objectBody(sort)
  if (typeof propertyName !== 'string') throw problem()
  return { property: propertyName, descending: direction === 'DESCENDING' }
}

function readCount(raw: unknown, fallback: number): number {
  if (raw === undefined || raw === null || raw === '') return fallback
  const value = Number(raw)
  if (!Number.isSafeInteger(value) || value < 0) throw problem()
  return value
}
