/** Reads one user, and takes for an answer only what is one. */
import type { Steps, Stopped } from './outcome.ts'
import type { PortalRead, ReadUser } from './portal-call.ts'

/** Reads that failed in passing are asked again so many times. */
const TRIES = 3

/** @returns `undefined`: surely not there */
export function* askUser(call: PortalRead): Steps<ReadUser | undefined | Stopped> {
  for (let left = TRIES; ;) {
    const answer = yield { do: 'ask', call }
    if (answer.heard === 'user') return answer.user
    if (answer.heard === 'absent') return undefined
    if (answer.heard === 'stop') return { stopped: answer.why }
    left -= 1
    // What cannot be read is not gone: whoever goes on would act on a guess.
    if (left === 0) return { stopped: answer.heard === 'nothing' ? 'unreachable' : 'unreadable' }
    yield { do: 'wait' }
  }
}

export const isStopped = (value: object | undefined): value is Stopped =>
  value !== undefined && 'stopped' in value
