/** Members of Hubward's groups by address: what a rule means by a group. */
import type { Repositories } from '../../ports.ts'

/** By a group's name: the addresses of its members who are still here, in lower case. */
export async function directoryMembers(
  from: Repositories,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const emails = new Map(
    (await from.principals.list()).flatMap(({ id, state, email }): [string, string][] =>
      state === 'active' && email !== null ? [[id, email.toLowerCase()]] : [],
    ),
  )
  return new Map(
    (await from.groups.list()).map(({ name, memberIds }) => [
      name,
      memberIds.flatMap((id) => emails.get(id) ?? []).toSorted(),
    ]),
  )
}
