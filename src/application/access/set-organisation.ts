import type { Organisation } from '../../domain/access/entities.ts'
import { inChange, recordChange } from '../change.ts'
import { authorise, newId, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { organisationRecord } from './record.ts'

export interface SetOrganisation {
  readonly name: string
}

/** Names the organisation; makes it where there is none yet. Idempotent. */
export async function setOrganisation(ctx: Context, input: SetOrganisation): Promise<Organisation> {
  authorise(ctx, 'change', 'organisation.set')
  return inChange(ctx, (tx) => setOrganisationIn(tx, ctx, input))
}

export async function setOrganisationIn(
  tx: Repositories,
  ctx: Context,
  { name }: SetOrganisation,
): Promise<Organisation> {
  const before = await tx.organisation.get()
  if (before?.name === name) return before
  const after = { id: before?.id ?? newId(ctx.world, 'organisation'), name }
  await tx.organisation.save(after)
  await recordChange(tx, ctx, {
    action: 'organisation.set',
    targetKind: 'organisation',
    targetId: after.id,
    targetName: after.name,
    before: before ? organisationRecord(before) : null,
    after: organisationRecord(after),
  })
  return after
}
