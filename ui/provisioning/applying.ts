/** Plans that are carried out from this window, and how far each is. */
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { forget } from '../api/queries.ts'
import { refusalOf } from '../api/refusal.ts'
import { streamLines } from '../api/stream.ts'
import { underWay } from '../api/under-way.ts'
import { say } from '../parts/toast.tsx'
import type { ApplyProgress, Plan } from './types.ts'
import { ACTS, stopOf } from './words.ts'

export interface Applying {
  readonly state: 'running' | 'failed'
  /** What it does just now. */
  readonly now: string
  readonly done: number
  /** Not known before the portal was read again. */
  readonly all: number | undefined
  /** Why it could not be begun or carried on. */
  readonly problem?: string
}

const BEGUN: Applying = { state: 'running', now: 'Beginning', done: 0, all: undefined }
const TOPICS = ['people', 'connections', 'overview', 'audit']

const runs = underWay<Applying>()

export function useApplying(plan: string) {
  const client = useQueryClient()
  return {
    applying: runs.use(plan),
    /** Resolves as soon as it has begun. @throws Refusal where it is refused */
    start: (of: Plan) => start(client, of),
  }
}

async function start(client: QueryClient, { id, hash }: Plan): Promise<void> {
  if (runs.get(id)?.state === 'running') return
  const lines = streamLines(
    'POST /api/v1/people/plans/{plan}/apply',
    new AbortController().signal,
    { params: { plan: id }, body: { planHash: hash } },
  )[Symbol.asyncIterator]()
  const first = await lines.next()
  runs.tell(id, BEGUN)
  await forget(client, ['people'])
  if (!first.done) void follow(client, id, lines)
}

async function follow(
  client: QueryClient,
  id: string,
  lines: AsyncIterator<unknown>,
): Promise<void> {
  try {
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      const event = line.value as ApplyProgress
      if (event.event === 'done') sayHowItEnded(event.stoppedBy)
      else runs.tell(id, after(runs.get(id) ?? BEGUN, event))
    }
  } catch (thrown) {
    const refusal = refusalOf(thrown)
    // The line broke, the plan goes on: from now on the page asks how far it is.
    runs.tell(
      id,
      refusal.code === 'offline'
        ? undefined
        : { ...BEGUN, state: 'failed', problem: refusal.message },
    )
  }
  await forget(client, TOPICS)
  if (runs.get(id)?.state === 'running') runs.tell(id, undefined)
}

export function after(
  before: Applying,
  event: Exclude<ApplyProgress, { event: 'done' }>,
): Applying {
  switch (event.event) {
    case 'begun':
      return before
    case 'reading':
      return { ...before, now: 'Reading the portal again, so that nobody is written to unseen' }
    case 'writing':
      return { ...before, all: event.items, now: 'Writing' }
    case 'item':
      return {
        ...before,
        done: before.done + 1,
        now: `${ACTS[event.act].word} ${event.email}: ${event.text}`,
      }
    case 'broke':
      return { ...before, state: 'failed', problem: event.message }
  }
}

function sayHowItEnded(stoppedBy: string | null): void {
  if (stoppedBy === null) say('The plan was applied')
  else say(`The plan stopped: ${stopOf(stoppedBy)}`, { tone: 'bad' })
}
