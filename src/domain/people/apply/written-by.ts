/** Which step of a plan made a change that a snapshot shows: HubSpot names only whose credential wrote. */
import type { ChangeKind, UserChange } from '../difference.ts'
import type { AccessState } from '../plan/access-state.ts'
import type { PlanItem } from '../plan/plan.ts'
import { displayNameOf } from '../portal-user.ts'

/** A step of which a write left for HubSpot, and may have been carried out. */
export interface WrittenItem {
  readonly planId: string
  readonly item: PlanItem
  /** Of whoever was created, where HubSpot said; else as in the item. */
  readonly userId: string | null
  /** When the last write of it left. */
  readonly at: Date
}

type Fits = (change: UserChange, before: AccessState, after: AccessState) => boolean

const sets =
  (of: (state: AccessState) => readonly string[]): Fits =>
  (change, before, after) => {
    const [had, has] = [of(before), of(after)]
    if (change.after !== null) return has.includes(change.after) && !had.includes(change.after)
    return change.before !== null && had.includes(change.before) && !has.includes(change.before)
  }
const values =
  (of: (state: AccessState) => string | null): Fits =>
  (change, before, after) =>
    of(before) !== of(after) && change.after === of(after)

/** What one write can change; whatever is not here no plan does. */
const FITS: Readonly<Partial<Record<ChangeKind, Fits>>> = {
  permission_set: sets(({ permissionSetIds }) => permissionSetIds),
  primary_team: values(({ primaryTeamId }) => primaryTeamId),
  secondary_team: sets(({ secondaryTeamIds }) => secondaryTeamIds),
  seat: sets(({ seats }) => seats),
  name: values((state) => displayNameOf({ ...state, email: '' }) || null),
}

/**
 * Says of a change which step made it: the newest that does exactly this to this user.
 *
 * @param since what was written before was seen by the snapshot before
 */
export function writtenBy(
  written: readonly WrittenItem[],
  since: Date,
): (change: UserChange) => WrittenItem | undefined {
  const newestFirst = written
    .filter(({ at }) => at >= since)
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
  const of = Map.groupBy(newestFirst, ({ userId }) => userId)
  return (change) => of.get(change.userId)?.find(({ item }) => does(item, change))
}

function does({ act, before, after }: PlanItem, change: UserChange): boolean {
  if (change.kind === 'added' || change.kind === 'returned') return act === 'create'
  if (change.kind === 'missing' || change.kind === 'removed') return act === 'remove'
  if (!before || !after) return false
  return FITS[change.kind]?.(change, before, after) ?? false
}
