import type { Group } from '../../domain/access/entities.ts'
import { addsWrite, diffGrants } from '../../domain/access/grant-diff.ts'
import { inChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import { demandStepUp } from '../sign-in/demand-step-up.ts'
import { demandRevision } from './demand-revision.ts'
import { findGroup } from './find.ts'
import { notCovered } from './not-covered.ts'
import { removeGrantIn } from './remove-grant.ts'
import { setGrantIn } from './set-grant.ts'
import { readMatrix, type WrittenGrant } from './wanted-grants.ts'

export interface SetGroupGrants {
  /** Id or name. */
  readonly group: string
  /** The state that was edited. */
  readonly revision: number
  /** All live grants that the group shall have, one per connection and end. */
  readonly grants: readonly WrittenGrant[]
}

export interface GroupGrantsSet {
  readonly group: Group
  /** Sentences: what was granted but cannot be served by a connection's credential. */
  readonly warnings: readonly string[]
}

/**
 * Makes these the live grants of a group, all or nothing, with one audit record for each that
 * changes. Grants that have ended are left as they are. Idempotent.
 *
 * @throws HubwardError `resource.not_found`; `request.invalid` with one field error per mistake;
 *   `access.edit_conflict`; `auth.step_up_required` where a scope is added that changes data
 */
export async function setGroupGrants(ctx: Context, input: SetGroupGrants): Promise<GroupGrantsSet> {
  authorise(ctx, 'change', 'grant.set')
  return inChange(ctx, async (tx) => {
    const group = await findGroup(tx, input.group)
    demandRevision(group, input.revision)
    const { before, after } = await readMatrix(tx, group, input.grants, ctx.world.now())
    if (addsWrite(diffGrants(before, after, ctx.world.now()))) demandStepUp(ctx)
    const places = new Set(after.map(placeOf))
    for (const grant of before)
      if (!places.has(placeOf(grant))) await removeGrantIn(tx, ctx, grant.id)
    for (const { connection, scopes, expiresAt } of after)
      await setGrantIn(tx, ctx, group, connection, scopes, expiresAt)
    return {
      group: (await tx.groups.get(group.id)) ?? group,
      warnings: after.flatMap(({ connection, scopes }) => notCovered(connection, scopes)),
    }
  })
}

/** A group has at most one grant per connection and end. */
const placeOf = (grant: { readonly connectionId: string; readonly expiresAt: Date | null }) =>
  `${grant.connectionId} ${grant.expiresAt?.getTime() ?? ''}`
