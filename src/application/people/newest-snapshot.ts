/** The newest sealed snapshot of a portal, put together from its rows. */
import type { Snapshot } from '../../domain/people/snapshot.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { byId } from '../../domain/people/seal.ts'
import type { PeopleRepository } from './ports.ts'

/** @returns `undefined` where none was ever sealed */
export async function newestSnapshot(
  people: PeopleRepository,
  { id: connectionId, portalId }: Pick<Connection, 'id' | 'portalId'>,
): Promise<Snapshot | undefined> {
  for (;;) {
    const reading = await people.newestSealed(connectionId)
    if (!reading?.sealed || !reading.endedAt) return undefined
    const known = await people.known(connectionId)
    // A snapshot that was kept in between belongs to other facts: read both again.
    if ((await people.newestSealed(connectionId))?.id !== reading.id) continue
    const { facets, provenBy, loginsFrom, hubspotScopes, catalogue } = reading.sealed
    return {
      readingId: reading.id,
      connectionId,
      portalId,
      begunAt: reading.begunAt,
      endedAt: reading.endedAt,
      facets,
      provenBy,
      loginsFrom,
      hubspotScopes,
      users: [...known.values()]
        .filter(({ presence }) => presence === 'present')
        .map(({ user }) => user)
        .toSorted((a, b) => byId(a.userId, b.userId)),
      ...catalogue,
    }
  }
}
