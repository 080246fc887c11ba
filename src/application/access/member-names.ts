import type { Group } from '../../domain/access/entities.ts'
import type { Repositories } from '../ports.ts'

/** Members by address, service accounts by name: a record outlives the people in it. */
export async function memberNames(
  tx: Repositories,
  ids: Group['memberIds'],
): Promise<readonly string[]> {
  const found = await (ids.length > FEW ? all(tx, new Set(ids)) : each(tx, ids))
  return found.map(({ email, name }) => email ?? name).toSorted()
}

/** One that comes is asked about alone; a file that brings hundreds, with one question. */
const FEW = 20

const all = async (tx: Repositories, ids: ReadonlySet<string>) =>
  (await tx.principals.list()).filter(({ id }) => ids.has(id))

const each = async (tx: Repositories, ids: readonly string[]) =>
  (await Promise.all(ids.map((id) => tx.principals.get(id)))).filter((one) => one !== undefined)
