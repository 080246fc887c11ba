/**
 * Writes the whole state of a user who is still as the plan shows, and looks whether it is there.
 * Every attempt begins by reading: between two of them somebody else may have been at work, or a kill.
 */
import { differingFields, type AccessState } from '../plan/access-state.ts'
import { askUser, isStopped } from './ask-user.ts'
import { ended, type History, type Outcome, type Steps, type Stopped } from './outcome.ts'
import type { ReadUser } from './portal-call.ts'

export interface StateToWrite {
  readonly userId: string
  /** What must be there. */
  readonly before: AccessState
  readonly after: AccessState
  readonly names: 'with_names' | 'without_names'
}

const TRIES = 2
/** A write that HubSpot took and does not show yet is looked for so often. */
const LOOKS = 3

export function* writeState(planned: StateToWrite, { writes }: History): Steps {
  let wanted = planned
  let isSent = writes > 0
  for (let tries = TRIES; ;) {
    const there = yield* askUser({ ask: 'read', userId: wanted.userId })
    if (isStopped(there)) return there
    const standing = standingOf(there, wanted)
    if (standing === 'after') return ended(isSent ? 'done' : 'already')
    if (standing === 'else') {
      const detail = differing(there, wanted, wanted.before).join(', ')
      return ended(isSent ? 'unclear' : 'drifted', { detail })
    }
    if (standing !== 'before') return ended(standing)
    if (tries === 0) return ended('not_shown')
    const answer = yield { do: 'write', call: putOf(wanted, there) }
    if (answer.heard === 'stop') return { stopped: answer.why }
    if (answer.heard === 'absent') return ended('gone')
    if (answer.heard === 'refused') {
      if (!answer.names || wanted.names === 'without_names')
        return ended('refused', { detail: `HTTP ${answer.status}` })
      wanted = { ...wanted, names: 'without_names' }
      continue
    }
    isSent = true
    tries -= 1
    const seen = yield* looked(wanted)
    if (seen !== 'as_before') return seen
  }
}

/** As wanted, or something else; `as_before` where the write may be sent again. */
function* looked(wanted: StateToWrite): Steps<Outcome | Stopped | 'as_before'> {
  for (let looks = LOOKS; looks > 0; looks -= 1) {
    const seen = yield* askUser({ ask: 'read', userId: wanted.userId })
    if (isStopped(seen)) return seen
    const standing = standingOf(seen, wanted)
    if (standing === 'after') return ended('done')
    if (standing === 'else')
      return ended('not_as_planned', { detail: differing(seen, wanted, wanted.after).join(', ') })
    if (standing !== 'before') return ended(standing)
    if (looks > 1) yield { do: 'wait' }
  }
  return 'as_before'
}

type Standing = 'gone' | 'super_admin' | 'after' | 'before' | 'else'

function standingOf(user: ReadUser | undefined, wanted: StateToWrite): Standing {
  if (!user) return 'gone'
  if (user.superAdmin) return 'super_admin'
  if (differing(user, wanted, wanted.after).length === 0) return 'after'
  return differing(user, wanted, wanted.before).length === 0 ? 'before' : 'else'
}

const differing = (user: ReadUser | undefined, { names }: StateToWrite, state: AccessState) =>
  user ? differingFields(user.state, state, names) : []

function putOf({ userId, after, names }: StateToWrite, there: ReadUser | undefined) {
  const { firstName = null, lastName = null } = there?.state ?? {}
  const withNames = names === 'with_names'
  const state = withNames ? after : { ...after, firstName, lastName }
  return { ask: 'put', userId, state, names: withNames } as const
}
