/** What the overview knows of connections while they work; its gauges are kept live by `api/live.ts`. */
import { useQuery } from '@tanstack/react-query'
import { ask } from '../api/queries.ts'
import type { Diagnosis } from './health-state.tsx'
import type { Health } from './types.ts'

export const TIME_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone

/** By name. Empty while it is fetched or cannot be: the page stands without it. */
export function useHealth(): ReadonlyMap<string, Health> {
  const { data } = useQuery(ask('GET /api/v1/overview', { query: { timeZone: TIME_ZONE } }))
  return new Map(data?.connections.map((one) => [one.name, one]))
}

/** What the monitor believes of those that are not well, by id. Empty while it is fetched. */
export function useUnwells(): ReadonlyMap<string, Diagnosis> {
  const { data } = useQuery(ask('GET /api/v1/health'))
  return new Map(
    data?.items.flatMap(({ connection, diagnosis }) =>
      diagnosis.severity === 'ok' ? [] : [[connection.id, diagnosis] as const],
    ),
  )
}
