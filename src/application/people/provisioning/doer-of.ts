/** Who does it, as it is kept with plans: releases are about two different people. */
import { HubwardError } from '../../../domain/errors.ts'
import { OPERATOR } from '../../../domain/people/plan/guards/judge.ts'
import type { Context } from '../../context.ts'
import type { Doer } from './ports.ts'

/** Whoever does what nobody told at that moment: jobs. */
export const HUBWARD = 'hubward'

export const doerOf = ({ actor }: Context): Doer => {
  if (actor.kind === 'principal') return { id: actor.principalId, name: actor.principalName }
  return actor.kind === 'operator'
    ? { id: OPERATOR, name: 'the operator' }
    : { id: HUBWARD, name: 'Hubward' }
}

/** @throws HubwardError `auth.forbidden` for a job: what takes access away is a person’s to let through */
export function demandPersonToApprove({ actor }: Context): void {
  if (actor.kind === 'job')
    throw new HubwardError('auth.forbidden', 'Approving is for a person to do, never for a job.')
}
