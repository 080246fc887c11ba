import type { Group } from '../../domain/access/entities.ts'
import type { Repositories } from '../ports.ts'

/** Members by address, service accounts by name: a record outlives the people in it. */
export async function memberNames(
  tx: Repositories,
  ids: Group['memberIds'],
): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const asked = new Set(ids)
  const found = (await tx.principals.list()).filter(({ id }) => asked.has(id))
  return found.map(({ email, name }) => email ?? name).toSorted()
}
