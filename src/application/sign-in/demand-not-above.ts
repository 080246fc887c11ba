import type { Principal } from '../../domain/access/entities.ts'
import { HubwardError } from '../../domain/errors.ts'
import { MAY, type Context } from '../context.ts'

/**
 * Whoever makes a key or an invitation for somebody could use it. So nobody makes one for a person
 * whose role may do what their own may not: a security admin none for an admin.
 *
 * @throws HubwardError `auth.forbidden`
 */
export function demandNotAbove(ctx: Context, principal: Principal): void {
  const { actor } = ctx
  if (actor.kind === 'operator') return
  if (actor.kind === 'anonymous') throw new HubwardError('auth.missing')
  if (actor.kind === 'job') throw new HubwardError('auth.forbidden')
  const more = MAY[principal.role].filter((act) => !MAY[actor.role].includes(act))
  if (more.length === 0) return
  throw new HubwardError(
    'auth.forbidden',
    `${principal.email ?? principal.name} may ${more.join(' and ')}, which your role "${actor.role}" may not: keys and invitations for them are made by an admin.`,
  )
}
