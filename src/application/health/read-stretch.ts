/** Reads a whole stretch of HubSpot's security activity, however many pages there are of it. */
import type { HubSpotFailure } from '../../domain/connection/hubspot-failure.ts'
import type { SecurityEntry } from '../../domain/health/key-events.ts'
import { ok, err, type Result } from '../../domain/result.ts'

/** Shorter stretches are not cut in two any more. */
const SHORTEST_MS = 60_000

type ReadPages = (
  from: Date,
  to: Date,
) => Promise<Result<{ entries: readonly SecurityEntry[]; cut: boolean }, HubSpotFailure>>

/**
 * The whole of a stretch. In which order HubSpot pages is not established, so a stretch with more
 * pages than are read at once is halved until each half is whole.
 */
export async function readStretch(
  read: ReadPages,
  from: Date,
  to: Date,
): Promise<Result<readonly SecurityEntry[], HubSpotFailure>> {
  const pages = await read(from, to)
  if (!pages.ok) return pages
  const length = to.getTime() - from.getTime()
  if (!pages.value.cut || length <= SHORTEST_MS) return ok(pages.value.entries)
  const middle = new Date(from.getTime() + Math.floor(length / 2))
  const first = await readStretch(read, from, middle)
  if (!first.ok) return err(first.error)
  const second = await readStretch(read, middle, to)
  return second.ok ? ok([...first.value, ...second.value]) : second
}
