/**
 * Readings that were begun in this window, and how far each is. They belong to no page: whoever leaves
 * and comes back sees the same progress, and elsewhere a toast says how it ended.
 */
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { forget } from '../api/queries.ts'
import { refusalOf } from '../api/refusal.ts'
import { streamLines } from '../api/stream.ts'
import { underWay } from '../api/under-way.ts'
import { say } from '../parts/toast.tsx'
import type { Reading, Reason, SyncProgress } from './types.ts'
import { counted, STEPS } from './words.ts'

export interface Syncing {
  readonly state: 'running' | 'failed'
  readonly step: string | undefined
  readonly users: number
  readonly calls: number
  /** It contradicted itself for these reasons, and is read once more. */
  readonly again: readonly Reason[]
  /** Why it could not be begun or finished. */
  readonly problem?: string
}

const BEGUN: Syncing = { state: 'running', step: undefined, users: 0, calls: 0, again: [] }
const TOPICS = ['connections', 'overview', 'audit']

const readings = underWay<Syncing>()

export function useSyncing(connection: string) {
  const client = useQueryClient()
  const syncing = readings.use(connection)
  return { syncing, start: (title: string) => void start(client, connection, title) }
}

async function start(client: QueryClient, connection: string, title: string): Promise<void> {
  if (readings.get(connection)?.state === 'running') return
  readings.tell(connection, BEGUN)
  let known = false
  try {
    const lines = streamLines(
      'POST /api/v1/connections/{connection}/people/readings',
      new AbortController().signal,
      { params: { connection } },
    )
    for await (const line of lines) {
      known = true
      const event = line as SyncProgress
      if (event.event === 'done') {
        sayHowItEnded(title, event.reading)
        readings.tell(connection, undefined)
      } else readings.tell(connection, after(readings.get(connection) ?? BEGUN, event))
    }
  } catch (thrown) {
    const refusal = refusalOf(thrown)
    // The line broke, the reading goes on: from now on the list of readings tells how far it is.
    const goesOn = known && refusal.code === 'offline'
    readings.tell(
      connection,
      goesOn ? undefined : { ...BEGUN, state: 'failed', problem: refusal.message },
    )
  }
  if (readings.get(connection)?.state === 'running') readings.tell(connection, undefined)
  await forget(client, TOPICS)
}

export function after(before: Syncing, event: Exclude<SyncProgress, { event: 'done' }>): Syncing {
  switch (event.event) {
    case 'begun':
      return before
    case 'step':
      return { ...before, step: event.step, calls: event.calls, users: event.users }
    case 'page':
      return { ...before, calls: event.calls, users: event.users }
    case 'again':
      return { ...before, step: undefined, again: event.reasons }
    case 'broke':
      return { ...before, state: 'failed', problem: event.message }
  }
}

/** Which one of how many; none before the first. */
export const stepNumber = (step: string | undefined): number =>
  step === undefined ? 0 : Object.keys(STEPS).indexOf(step) + 1

function sayHowItEnded(title: string, { sealed, calls }: Reading): void {
  if (sealed)
    say(`${title}: ${counted(sealed.users, 'user')} read in ${counted(calls, 'call')}, and sealed`)
  else say(`${title}: the reading of users is incomplete and changed nothing`, { tone: 'bad' })
}
