/** What frozen decisions want of a portal and no reading shows yet: one more source of plans. */
import type { DesiredUser } from '../../domain/people/desired-user.ts'
import { unproven, type DecidedRow } from '../../domain/review/gaps.ts'
import { wishesOf } from '../../domain/review/remediation.ts'
import type { Review } from '../../domain/review/review.ts'
import type { Repositories } from '../ports.ts'
import { latestReadings } from './latest-readings.ts'

export interface Remediations {
  readonly wishes: readonly DesiredUser[]
  readonly rows: readonly DecidedRow[]
}

/** Of one review and one of its connections. Who is not there any more, or on the way out, is left out. */
export async function remediationsOf(
  read: Repositories,
  review: Review,
  connectionId: string,
): Promise<Remediations> {
  if (review.state !== 'closing') return { wishes: [], rows: [] }
  const all = await read.reviews.allRows(review.id)
  const latest = await latestReadings(read, review.id)
  const known = latest.get(connectionId)?.known
  const leaving = await read.provisioning.leaving(connectionId)
  const open = new Set(unproven(all, latest).map(({ row }) => row.no))
  const rows = all.filter(
    ({ row, decided }) =>
      row.connectionId === connectionId &&
      open.has(row.no) &&
      known?.get(row.userId)?.presence === 'present' &&
      // A change would bring back who is leaving.
      (decided?.decision.kind === 'remove' || !leaving.has(row.userId)),
  )
  return { wishes: wishesOf(review.id, rows), rows }
}

/** Of every review that is closing. */
export async function openRemediations(
  read: Repositories,
  connectionId: string,
): Promise<readonly DesiredUser[]> {
  const wishes: DesiredUser[] = []
  for (const review of await read.reviews.closing(connectionId))
    wishes.push(...(await remediationsOf(read, review, connectionId)).wishes)
  return wishes
}
