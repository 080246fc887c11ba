/** Refuses what would leave nobody to undo it: an organisation without an admin, or without one who can act. */
import type { Principal } from '../../domain/access/entities.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Repositories } from '../ports.ts'

/**
 * Asked before the change, inside its transaction. The admins' rows are locked, so that two people
 * who remove each other at the same moment cannot both succeed.
 *
 * @throws HubwardError `resource.conflict` for the last admin; `auth.last_way_in` for the last one
 *   who has a passkey, an identity or a key
 */
export async function keepAnAdmin(
  tx: Repositories,
  leaving: Principal,
  how: 'demoted' | 'removed',
  now: Date,
): Promise<void> {
  if (leaving.role !== 'admin') return
  const admins = await tx.principals.lockActiveAdmins()
  const others = admins.map(({ id }) => id).filter((id) => id !== leaving.id)
  const why = await whyNeeded(tx, leaving, others, now)
  if (why) throw new HubwardError(why.code, `${why.message(how)} ${why.remedy}`)
}

interface Needed {
  readonly code: 'resource.conflict' | 'auth.last_way_in'
  message(how: 'demoted' | 'removed'): string
  readonly remedy: string
}

/** Why this admin cannot go; `undefined` where they can. `others`: ids of the other active admins. */
export async function whyNeeded(
  from: Repositories,
  { id, email, name }: Principal,
  others: readonly string[],
  now: Date,
): Promise<Needed | undefined> {
  const who = email ?? name
  if (others.length === 0)
    return {
      code: 'resource.conflict',
      message: (how) => `${who} is the last admin and cannot be ${how}.`,
      remedy: 'Make another member an admin first.',
    }
  const able = await whoCanAct(from, now)
  if (!able.has(id) || others.some((other) => able.has(other))) return undefined
  return {
    code: 'auth.last_way_in',
    message: (how) =>
      `${who} is the last admin who can sign in or has a key, and cannot be ${how}.`,
    remedy: 'Let another admin sign in once first.',
  }
}

/** A key counts: who holds one can invite themselves. */
async function whoCanAct(from: Repositories, now: Date): Promise<ReadonlySet<string>> {
  const live = (await from.keys.list()).filter(
    ({ revokedAt, expiresAt }) => !revokedAt && (!expiresAt || expiresAt > now),
  )
  return new Set([
    ...(await from.signIn.adminsWithAWayIn()),
    ...live.map(({ principalId }) => principalId),
  ])
}
