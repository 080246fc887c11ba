/**
 * The way back from what a plan did: the states to restore, each bound to the state that the plan
 * left, so that whoever was changed since is passed over.
 */
import type { PortalUser } from '../portal-user.ts'
import { restored, standingOf } from '../request/elevate.ts'
import type { Elevation } from '../request/request.ts'
import { accessStateOf, differingFields, type AccessState } from './access-state.ts'
import { draftItem } from './draft-item.ts'
import type { Block, MovedRecords, PlanItem } from './plan.ts'

export interface UndoEntry {
  readonly item: PlanItem
  /** `restore`: a PUT brings it back. `leave`: somebody who was created goes down the ladder. */
  readonly way: 'restore' | 'leave' | 'move_back' | 'none'
  /** What is lost, where there is no way back. */
  readonly note: string | null
  /** Of a reassigning: the records that it moved, and no others. */
  readonly moved: readonly MovedRecords[]
}

/** What an application did, as its journal tells. */
export interface DoneItem {
  readonly item: PlanItem
  readonly moved: readonly MovedRecords[]
}

export interface UndoDocument {
  readonly version: 1
  readonly planId: string
  readonly entries: readonly UndoEntry[]
}

export const undoDocument = (planId: string, done: readonly DoneItem[]): UndoDocument => ({
  version: 1,
  planId,
  entries: done
    .filter(({ item }) => item.act !== 'task')
    .map(({ item, moved }) => ({ item, moved, ...wayBack(item) }))
    .toReversed(),
})

const WAYS: Record<PlanItem['act'], Pick<UndoEntry, 'way' | 'note'>> = {
  change: { way: 'restore', note: null },
  restore: { way: 'restore', note: null },
  strip: { way: 'restore', note: null },
  reassign: { way: 'move_back', note: null },
  create: {
    way: 'leave',
    note: 'Whoever was created leaves step by step, like everybody: name them under leavers, or in the source that wanted them.',
  },
  remove: {
    way: 'none',
    note: 'A removal cannot be taken back. Invited again, the user has nothing of what they had.',
  },
  flag: { way: 'none', note: 'Nothing was written to HubSpot.' },
  task: { way: 'none', note: null },
}

/** Access that was given for a while is nobody's to give again but an approver's. */
const wayBack = ({ act, desire }: PlanItem): Pick<UndoEntry, 'way' | 'note'> =>
  act === 'restore' && desire.source === 'request'
    ? {
        way: 'none',
        note: 'Access for a while was given back. Whoever needs it again asks again, and somebody approves it.',
      }
    : WAYS[act]

export interface UndoDrafts {
  readonly items: readonly PlanItem[]
  readonly blocks: readonly Block[]
}

/**
 * The items of a plan that goes the way back, for users who are still as the plan left them.
 *
 * @param ended by user id: access for a while that they had when the plan was made, and that is over
 */
export function undoItems(
  { entries }: UndoDocument,
  users: ReadonlyMap<string, PortalUser>,
  ended: ReadonlyMap<string, Elevation> = new Map(),
): UndoDrafts {
  const items: PlanItem[] = []
  const blocks: Block[] = []
  for (const entry of entries) {
    const user = entry.item.userId === null ? undefined : users.get(entry.item.userId)
    if (!user) continue
    if (entry.way === 'move_back') items.push(...movedBack(entry, user))
    if (entry.way !== 'restore') continue
    const { item } = entry
    if (item.after && differingFields(accessStateOf(user), item.after, item.names).length > 0)
      blocks.push(changedSince(item.email))
    else {
      const reason = `Takes back “${item.act}” of ${item.email}.`
      const desire = { ...item.desire, email: item.email }
      const after = item.before && withoutEnded(item.before, ended.get(user.userId))
      items.push(draftItem({ act: 'restore', desire, user, after, reason }))
    }
  }
  return { items, blocks }
}

/** Nobody gets for good by a way back what was approved for hours. */
const withoutEnded = (state: AccessState, elevation: Elevation | undefined): AccessState =>
  elevation && standingOf(state, elevation).is === 'as_granted' ? restored(state, elevation) : state

const changedSince = (email: string): Block => ({
  guard: 'changed_by_hand',
  on: 'person',
  itemId: null,
  email,
  sentence: `${email} is no longer as the plan left them, so there is nothing to go back from. Change them by a new plan.`,
})

function movedBack({ item, moved }: UndoEntry, user: PortalUser): readonly PlanItem[] {
  const { move } = item
  if (!move || moved.length === 0) return []
  const count = moved.reduce((sum, { ids }) => sum + ids.length, 0)
  return [
    draftItem({
      act: 'reassign',
      desire: { ...item.desire, email: item.email },
      user,
      after: accessStateOf(user),
      reason: `Gives ${item.email} the records back that the plan moved.`,
      more: {
        owned: count,
        move: { fromOwnerId: move.toOwnerId, toOwnerId: move.fromOwnerId, count, only: moved },
      },
    }),
  ]
}
