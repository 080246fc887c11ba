/**
 * Creates a user once. HubSpot knows no idempotency key, so the address is the identity: it is looked
 * for before every attempt, and only the very first one may send the invitation.
 */
import { ACCESS_FIELDS, NO_ACCESS, type AccessState } from '../plan/access-state.ts'
import type { PlanItem } from '../plan/plan.ts'
import { askUser, isStopped } from './ask-user.ts'
import { ended, NO_HISTORY, type History, type Steps } from './outcome.ts'
import type { ReadUser } from './portal-call.ts'
import { writeState } from './write-state.ts'

const TRIES = 2

export function* createUser(item: PlanItem, { creates }: History): Steps {
  const { email } = item
  const after = item.after ?? NO_ACCESS
  for (let attempt = creates; ; attempt += 1) {
    const there = yield* lookFor(email, attempt > 0)
    if (isStopped(there)) return there
    if (there) return attempt > 0 ? yield* settle(there, after) : ended('exists')
    if (attempt >= TRIES) return ended('not_shown')
    const answer = yield {
      do: 'write',
      call: { ask: 'create', email, state: after, welcome: item.welcome && attempt === 0 },
    }
    if (answer.heard === 'stop') return { stopped: answer.why }
    if (answer.heard === 'user') return yield* settle(answer.user, after)
    if (answer.heard === 'refused') {
      // Also how HubSpot says that the address is taken: then somebody else was faster, or we were.
      const taken = yield* askUser({ ask: 'find', email })
      if (isStopped(taken)) return taken
      if (!taken) return ended('refused', { detail: `HTTP ${answer.status}` })
      return attempt > 0 ? yield* settle(taken, after) : ended('exists')
    }
  }
}

/** After a lost answer a second look, because what was made may not be shown at once. */
function* lookFor(email: string, again: boolean): ReturnType<typeof askUser> {
  const first = yield* askUser({ ask: 'find', email })
  if (first || !again) return first
  yield { do: 'wait' }
  return yield* askUser({ ask: 'find', email })
}

/** HubSpot may give a new user less than was asked for: the rest is written, and seen. */
function* settle(there: ReadUser, after: AccessState): Steps {
  const { userId } = there
  if (there.superAdmin) return ended('super_admin', { userId })
  if (!couldBeOurs(there.state, after)) return ended('unclear', { userId })
  const outcome = yield* writeState(
    { userId, before: there.state, after, names: 'without_names' },
    NO_HISTORY,
  )
  if (isStopped(outcome)) return outcome
  return { ...outcome, ending: outcome.ending === 'already' ? 'done' : outcome.ending, userId }
}

/** Whoever has something that we did not ask for was made by somebody else. */
const couldBeOurs = (state: AccessState, after: AccessState): boolean =>
  ACCESS_FIELDS.every((field) => {
    const [has, wants] = [state[field], after[field]]
    if (typeof has === 'object' && has !== null) return has.every((one) => wants?.includes(one))
    return has === null || has === wants
  })
