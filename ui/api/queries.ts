/**
 * The admin API through TanStack Query: what is shown is asked by `ask`, what is done by `useAct`.
 * A question's key is its name and what it sends, so that a path forgets all it covers at once.
 */
import {
  QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
  type QueryKey,
} from '@tanstack/react-query'
import { say } from '../parts/toast.tsx'
import { api } from './api.ts'
import type { Answer, Given, Name, Reading, SentArgs } from './endpoints.ts'
import { Refusal, refusalOf } from './refusal.ts'

/** A refusal that waiting may mend: nothing answered, or an overloaded server did. */
const passing = (thrown: unknown): boolean =>
  thrown instanceof Refusal &&
  (thrown.code === 'offline' || [502, 503, 504].includes(thrown.status))

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Events of `live.ts` say when an answer is old; this is for when they were missed.
      staleTime: 30_000,
      retry: (failures, thrown) => failures < 3 && passing(thrown),
      // 0.4, 0.8 and 1.6 seconds: then people are told, and may try again themselves.
      retryDelay: (failures) => 400 * 2 ** failures,
      // What was shown stays while the connection is away.
      networkMode: 'always',
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
})

/** For `useQuery`, `useSuspenseQuery`, `queryClient.ensureQueryData`. */
export const ask = <N extends Reading>(name: N, ...sent: SentArgs<N>) =>
  queryOptions<Answer<N>, Refusal, Answer<N>>({
    queryKey: keyOf(name, sent[0]),
    queryFn: () => api(name, ...sent),
  })

/**
 * For `throwOnError` of a question about one thing: a colleague, another window or this very page
 * may have just ended it, which is no fault of the page. The page itself says that it is gone.
 */
export const unlessGone = ({ status }: Refusal): boolean => status !== 404

/** `['groups', 'GET /api/v1/groups/{group}', { group: 'sales' }, {}]`. */
export const keyOf = (name: string, sent?: { params?: unknown; query?: unknown }): QueryKey => [
  topicOf(name),
  name,
  sent?.params ?? {},
  sent?.query ?? {},
]

/** First segment after `/api/v1/`: what a question is about. */
export const topicOf = (name: string): string => name.split('/')[3] ?? ''

/** Forgets every answer about these topics; those on the page are asked again at once. */
export const forget = (client: QueryClient, topics: readonly string[]): Promise<void> =>
  client.invalidateQueries({ predicate: ({ queryKey }) => topics.includes(String(queryKey[0])) })

interface ActOptions<N extends Name> {
  /** Topics beside its own whose answers it changes: `['groups', 'principals']`. */
  readonly changes?: readonly string[]
  /** Said when it is done. */
  readonly done?: string | ((answer: Answer<N>) => string)
  readonly onDone?: (answer: Answer<N>) => void | Promise<void>
  /** The caller shows refusals itself: a form beside its fields. */
  readonly quiet?: boolean
}

/**
 * Something to do: `const pause = useAct('POST /api/v1/…', { done: 'Paused' })`, then
 * `pause.mutate({ params })`, or `await pause.mutateAsync(…)`, which throws `Refusal`. Refusals
 * are said in a toast unless `quiet`.
 */
export function useAct<N extends Name>(name: N, options: ActOptions<N> = {}) {
  const client = useQueryClient()
  return useMutation<Answer<N>, Refusal, Given<N>>({
    mutationFn: (sent) => api(name, ...([sent ?? undefined] as unknown as SentArgs<N>)),
    onSuccess: async (answer) => {
      const { done } = options
      if (done) say(typeof done === 'function' ? done(answer) : done)
      await forget(client, [topicOf(name), ...(options.changes ?? [])])
      await options.onDone?.(answer)
    },
    onError: (thrown) => {
      if (!options.quiet) say(refusalOf(thrown).message, { tone: 'bad' })
    },
  })
}
