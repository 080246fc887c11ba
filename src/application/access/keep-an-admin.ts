import type { Principal } from '../../domain/access/entities.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Repositories } from '../ports.ts'

/**
 * Refuses what would leave nobody to undo it. The admins' rows are locked, so that two people who
 * remove each other at the same moment cannot both succeed.
 *
 * @throws HubwardError `resource.conflict`
 */
export async function keepAnAdmin(
  tx: Repositories,
  leaving: Principal,
  how: 'demoted' | 'removed',
): Promise<void> {
  if (leaving.role !== 'admin') return
  const admins = await tx.principals.lockActiveAdmins()
  if (admins.some(({ id }) => id !== leaving.id)) return
  throw new HubwardError(
    'resource.conflict',
    `${leaving.email ?? leaving.name} is the last admin and cannot be ${how}. Make another member an admin first.`,
  )
}
