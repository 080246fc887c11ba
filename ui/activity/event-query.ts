/** One event with its chain. It never changes, so it is asked for once. */
import { queryOptions } from '@tanstack/react-query'
import { api } from '../api/api.ts'
import type { Answer } from '../api/endpoints.ts'
import type { Refusal } from '../api/refusal.ts'

type One = Answer<'GET /api/v1/audit/{sequence}'>

// Not under the topic `audit`, which every call makes old.
export const eventQuery = (sequence: number) =>
  queryOptions<One, Refusal>({
    queryKey: ['event', sequence],
    queryFn: () => api('GET /api/v1/audit/{sequence}', { params: { sequence } }),
    staleTime: Infinity,
  })
