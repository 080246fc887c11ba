/** Whether a row is about somebody themselves: by who they were when the review opened, and by who they are now. */
import { emailKey } from '../../domain/people/portal-user.ts'
import type { DecidedRow } from '../../domain/review/gaps.ts'
import type { ReviewRow } from '../../domain/review/review.ts'
import type { Repositories } from '../ports.ts'

/** @param rows those that will be asked about */
export async function selfOf(
  tx: Repositories,
  principalId: string,
  rows: readonly DecidedRow[],
): Promise<(row: ReviewRow) => boolean> {
  const email = (await tx.principals.get(principalId))?.email ?? null
  const links = new Map<string, ReadonlyMap<string, string>>()
  for (const id of new Set(rows.map(({ row }) => row.connectionId)))
    links.set(id, await tx.people.links(id))
  return (row) =>
    row.subjects.includes(principalId) ||
    links.get(row.connectionId)?.get(row.userId) === principalId ||
    (email !== null && emailKey(email) === emailKey(row.email))
}

/** Rows that were decided by whom they are about, as it is known by now: a link may have come later. */
export async function selfDecided(
  tx: Repositories,
  rows: readonly DecidedRow[],
): Promise<ReadonlySet<number>> {
  const own = new Set<number>()
  const decided = rows.filter((one) => one.decided !== null)
  for (const [id, some] of Map.groupBy(decided, (one) => one.decided?.by.id ?? '')) {
    const isSelf = await selfOf(tx, id, some)
    for (const { row } of some) if (isSelf(row)) own.add(row.no)
  }
  return own
}
