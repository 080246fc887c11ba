import { checkDocument } from '../../domain/access/check-document.ts'
import type { OrganisationDocument } from '../../domain/access/document.ts'
import { planDocument, type OrganisationPlan } from '../../domain/access/plan.ts'
import type { OrganisationState } from '../../domain/access/state.ts'
import { HubwardError, type FieldError } from '../../domain/errors.ts'
import { authorise, type Context } from '../context.ts'
import { readState } from './read-state.ts'

export interface PlanOrganisation {
  readonly document: OrganisationDocument
  /** The lists that the document gives are whole: who is not named in them is removed. */
  readonly prune: boolean
}

export interface BoundPlan extends OrganisationPlan {
  /** Binds an application to exactly these changes. */
  readonly hash: string
}

/**
 * What a document would change, without changing it.
 *
 * @throws HubwardError `request.invalid` with all that contradicts itself or the organisation
 */
export async function planOrganisation(ctx: Context, input: PlanOrganisation): Promise<BoundPlan> {
  authorise(ctx, 'read', 'organisation.plan')
  return planFor(ctx, await readState(ctx.store.read, ctx.world.now()), input)
}

/**
 * What in a document, in whatever form, contradicts itself or the organisation. For doors, which
 * tell these mistakes together with those of form.
 */
export async function checkOrganisation(
  ctx: Context,
  raw: unknown,
  prune: boolean,
): Promise<FieldError[]> {
  authorise(ctx, 'read', 'organisation.plan')
  return checkDocument(raw, await readState(ctx.store.read, ctx.world.now()), { prune })
}

export function planFor(
  ctx: Context,
  state: OrganisationState,
  { document, prune }: PlanOrganisation,
): BoundPlan {
  const mistakes = checkDocument(document, state, { prune })
  const [first] = mistakes
  if (first)
    throw new HubwardError('request.invalid', `The document has mistakes: ${first.message}`, {
      fields: mistakes,
    })
  const plan = planDocument(state, document, { prune, now: ctx.world.now() })
  return { ...plan, hash: ctx.hashKey(JSON.stringify(plan.changes)) }
}
