// The paging words that HubSpot's lists share.
import { invalid } from './errors.ts'

/** Reads `limit`. @throws HubSpotError 400 where it is not a number, or over the ceiling. */
export function readLimit(query: URLSearchParams, fallback: number, max: number): number {
  const text = query.get('limit')
  if (text === null || text === '') return fallback
  const limit = Number(text)
  if (!Number.isSafeInteger(limit) || limit < 0) {
    throw invalid(`Invalid integer value for limit: ${text}`)
  }
  if (limit > max) {
    throw invalid(`Invalid limit parameter: ${limit}. It must be less than or equal to ${max}.`)
  }
  return limit === 0 ? fallback : limit
}

export const readFlag = (query: URLSearchParams, name: string): boolean =>
  query.get(name)?.toLowerCase() === 'true'

/** `properties=a,b&properties=c` in one list. */
export const readList = (query: URLSearchParams, name: string): string[] =>
  query
    .getAll(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter(Boolean)

export function nextPage(url: string, path: string, query: URLSearchParams, after: string) {
  const next = new URLSearchParams(query)
  next.set('after', after)
  return { next: { after, link: `${url}${path}?${next.toString()}` } }
}

export type Page<T> = { results: T[]; paging?: ReturnType<typeof nextPage> }

/** One page of a list that is small enough to be cut by position. */
export function pageOf<T>(
  items: readonly T[],
  query: URLSearchParams,
  where: { url: string; path: string },
  sizes: { fallback: number; max: number },
): Page<T> {
  const limit = readLimit(query, sizes.fallback, sizes.max)
  const after = query.get('after') ?? ''
  const from = after === '' ? 0 : Number(after)
  if (!Number.isSafeInteger(from) || from < 0) throw invalid(`Invalid paging token: ${after}`)
  const results = items.slice(from, from + limit)
  const end = from + results.length
  return {
    results,
    ...(end < items.length ? { paging: nextPage(where.url, where.path, query, String(end)) } : {}),
  }
}
