/** Requests as they stand now: whoever reads the record hears of each step, everybody else looks again. */
import { useQuery } from '@tanstack/react-query'
import { ask, unlessGone } from '../api/queries.ts'
import { useMay } from '../api/session.ts'
import type { AccessRequest } from './types.ts'

/** A request goes on within minutes; nobody waits for its next second. */
const LOOK_MS = 5_000

const OVER: ReadonlySet<AccessRequest['state']> = new Set([
  'refused',
  'withdrawn',
  'lapsed',
  'kept',
  'ended',
])

/** @param all with those that are over */
export function useRequests(all: boolean): readonly AccessRequest[] | undefined {
  const hears = useMay('read')
  return useQuery({
    ...ask('GET /api/v1/access-requests', { query: { all: all ? 'true' : 'false' } }),
    throwOnError: true,
    // What was shown stays while the other list comes.
    placeholderData: (before) => before,
    refetchInterval: hears ? false : LOOK_MS,
  }).data?.items
}

/** `undefined` while it is fetched, `null` where there is none that one may see. */
export function useRequest(id: string): AccessRequest | null | undefined {
  const hears = useMay('read')
  const { data, error } = useQuery({
    ...ask('GET /api/v1/access-requests/{request}', { params: { request: id } }),
    throwOnError: unlessGone,
    refetchInterval: ({ state }) =>
      hears || (state.data && OVER.has(state.data.state)) ? false : LOOK_MS,
  })
  return error?.status === 404 ? null : data
}
