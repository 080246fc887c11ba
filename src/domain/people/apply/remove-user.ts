/** Removes a user who is still as the plan shows. Who is not there any more was removed. */
import { differingFields } from '../plan/access-state.ts'
import type { PlanItem } from '../plan/plan.ts'
import { askUser, isStopped } from './ask-user.ts'
import { ended, type History, type Steps } from './outcome.ts'

const TRIES = 2
const LOOKS = 3

export function* removeUser(item: PlanItem, { writes }: History): Steps {
  const userId = item.userId ?? ''
  let sent = writes > 0
  for (let tries = TRIES; tries > 0; tries -= 1) {
    // Read before each attempt: between two of them somebody may have given access again.
    const there = yield* askUser({ ask: 'read', userId })
    if (isStopped(there)) return there
    if (!there) return ended(sent ? 'done' : 'already')
    if (there.superAdmin) return ended('super_admin')
    const drifted = item.before ? differingFields(there.state, item.before, item.names) : []
    if (drifted.length > 0) return ended('drifted', { detail: drifted.join(', ') })
    const answer = yield { do: 'write', call: { ask: 'remove', userId } }
    sent = true
    if (answer.heard === 'stop') return { stopped: answer.why }
    if (answer.heard === 'refused') return ended('refused', { detail: `HTTP ${answer.status}` })
    for (let looks = LOOKS; looks > 0; looks -= 1) {
      const seen = yield* askUser({ ask: 'read', userId })
      if (isStopped(seen)) return seen
      if (!seen) return ended('done')
      yield { do: 'wait' }
    }
  }
  return ended('not_shown')
}
