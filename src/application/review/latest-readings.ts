/** The newest sealed reading of each connection of a review: what revocations are proven by. */
import type { LatestReading } from '../../domain/review/gaps.ts'
import type { Repositories } from '../ports.ts'

export async function latestReadings(
  { reviews, people }: Repositories,
  reviewId: string,
): Promise<ReadonlyMap<string, LatestReading>> {
  const latest = new Map<string, LatestReading>()
  for (const { connectionId } of await reviews.connections(reviewId)) {
    const reading = await newestOf(people, connectionId)
    if (reading) latest.set(connectionId, reading)
  }
  return latest
}

async function newestOf(
  people: Repositories['people'],
  connectionId: string,
): Promise<LatestReading | undefined> {
  for (;;) {
    const reading = await people.newestSealed(connectionId)
    if (!reading?.sealed) return undefined
    const known = await people.known(connectionId)
    // What was sealed in between belongs to other facts: read both again.
    if ((await people.newestSealed(connectionId))?.id !== reading.id) continue
    return { readingId: reading.id, seal: reading.sealed.seal, begunAt: reading.begunAt, known }
  }
}
