/**
 * The steps of one item, as a machine without any I/O: it says what to ask and is told what came
 * back. Begun again with its history after a kill at any point, it ends as if there had been none.
 */
import { differingFields } from '../plan/access-state.ts'
import type { PlanItem } from '../plan/plan.ts'
import { askUser, isStopped } from './ask-user.ts'
import { createUser } from './create-user.ts'
import { moveRecords } from './move-records.ts'
import { ended, type History, type Steps } from './outcome.ts'
import { removeUser } from './remove-user.ts'
import { writeState } from './write-state.ts'

/** @returns `undefined` where there is nothing to ask: it is done by being noted */
export function stepsOf(item: PlanItem, history: History): Steps | undefined {
  switch (item.act) {
    case 'create':
      return createUser(item, history)
    case 'change':
    case 'restore':
    case 'strip':
      return writePlanned(item, history)
    case 'remove':
      return removeUser(item, history)
    case 'reassign':
      return item.move ? moveRecords(item.move, history) : undefined
    case 'flag':
      return stillAsPlanned(item)
    case 'task':
      return undefined
  }
}

function writePlanned(item: PlanItem, history: History): Steps | undefined {
  const { userId, before, after, names } = item
  return userId !== null && before && after
    ? writeState({ userId, before, after, names }, history)
    : undefined
}

/** What is noted of a leaver has to be what is there: it is what a return restores. */
function* stillAsPlanned({ userId, before, names }: PlanItem): Steps {
  const there = yield* askUser({ ask: 'read', userId: userId ?? '' })
  if (isStopped(there)) return there
  if (!there) return ended('gone')
  if (there.superAdmin) return ended('super_admin')
  const drifted = before ? differingFields(there.state, before, names) : []
  return drifted.length > 0 ? ended('drifted', { detail: drifted.join(', ') }) : ended('done')
}
