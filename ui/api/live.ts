/**
 * What changes elsewhere shows here: one stream of server-sent events for the whole app. An event
 * mostly says what is old and the pages ask again; budgets come with their numbers. After a gap
 * everything is old.
 */
import type { QueryClient } from '@tanstack/react-query'
import type { LiveEvents } from '../../src/surfaces/admin/contract/overview.ts'
import type { Answer } from './endpoints.ts'
import { forget } from './queries.ts'

/** Waits between attempts, in milliseconds; the last one stays. */
const WAITS = [1_000, 2_000, 5_000, 10_000, 30_000] as const

/** What is asked again with every recorded event; everything else follows from a change of access. */
const CALLS: ReadonlySet<unknown> = new Set([
  'overview',
  'audit',
  'audit-events',
  'intakes',
  // A plan that is being carried out: each of its steps is recorded.
  'people',
  // A request goes on by itself, and gives nobody access to Hubward.
  'access-requests',
])
/** So is how connections fare: a belief that stops no calls is recorded and changes no access. */
const HEALTH: ReadonlySet<unknown> = new Set([
  'GET /api/v1/health',
  'GET /api/v1/connections/{connection}/health',
])
/** Told twice a second at most; people read less often. */
const PACE_MS = 2_000

/** Hears how it stands with the stream, and that the session ended. */
export interface Listener {
  readonly state: (state: 'connecting' | 'live' | 'away') => void
  readonly signedOut: () => void
}

/** Listens until the answer is called. */
export function listen(client: QueryClient, listener: Listener): () => void {
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  const recorded = paced(
    () =>
      void client.invalidateQueries({
        predicate: ({ queryKey: [topic, name] }) => CALLS.has(topic) || HEALTH.has(name),
      }),
  )

  const open = (): void => {
    listener.state(failures === 0 ? 'connecting' : 'away')
    source = new EventSource('/api/v1/live')
    source.addEventListener('open', () => {
      if (failures > 0) void client.invalidateQueries()
      failures = 0
      listener.state('live')
    })
    source.addEventListener('changed', () => {
      void client.invalidateQueries({ predicate: ({ queryKey }) => !CALLS.has(queryKey[0]) })
      recorded.soon()
    })
    source.addEventListener('recorded', recorded.soon)
    source.addEventListener('own', () => void forget(client, ['me']))
    source.addEventListener('notices', () => void forget(client, ['notices']))
    source.addEventListener('budget', (event) =>
      setBudgets(client, dataOf(event) as LiveEvents['budget']),
    )
    source.addEventListener('end', (event) => {
      if ((dataOf(event) as LiveEvents['end']).reason === 'signed_out') listener.signedOut()
    })
    source.addEventListener('error', () => {
      source?.close()
      listener.state('away')
      retry = setTimeout(open, WAITS[Math.min(failures, WAITS.length - 1)])
      failures += 1
    })
  }
  open()
  return () => {
    source?.close()
    clearTimeout(retry)
    recorded.stop()
  }
}

/** Calls it at most once per pace: at the first word, then for what came meanwhile. */
function paced(act: () => void): { soon(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let again = false
  const run = (): void => {
    act()
    timer = setTimeout(() => {
      timer = undefined
      if (!again) return
      again = false
      run()
    }, PACE_MS)
  }
  return {
    soon() {
      if (timer === undefined) run()
      else again = true
    },
    stop() {
      clearTimeout(timer)
    },
  }
}

const dataOf = (event: Event): unknown => JSON.parse((event as MessageEvent<string>).data)

/** Gauges move without a question to the server. */
function setBudgets(client: QueryClient, { connection, budgets }: LiveEvents['budget']): void {
  type Overview = Answer<'GET /api/v1/overview'>
  client.setQueriesData<Overview>(
    { predicate: ({ queryKey }) => queryKey[1] === 'GET /api/v1/overview' },
    (before) =>
      before && {
        ...before,
        connections: before.connections.map((one) =>
          one.name === connection ? { ...one, budgets: [...budgets] } : one,
        ),
      },
  )
}
