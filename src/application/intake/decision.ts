/** Who decides, and when, as it is kept. */
import type { Context } from '../context.ts'
import type { Decision } from './ports.ts'

export function decisionOf({ actor, world }: Context): Decision {
  const at = world.now()
  if (actor.kind === 'principal') return { at, by: actor.principalId, byName: actor.principalName }
  return actor.kind === 'operator'
    ? { at, by: 'operator', byName: 'the operator' }
    : { at, by: 'hubward', byName: 'Hubward' }
}
