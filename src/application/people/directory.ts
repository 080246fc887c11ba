/** The people who are known here, beside whom portal users are held. */
import type { Person } from '../../domain/people/match.ts'
import type { Repositories } from '../ports.ts'

/** Active members of the organisation. */
export async function directoryOf({ principals }: Repositories): Promise<readonly Person[]> {
  const all = await principals.list()
  return all.flatMap((one): Person[] =>
    one.kind === 'member' && one.state === 'active' && one.email !== null
      ? [{ key: one.id, email: one.email, name: one.name }]
      : [],
  )
}
