/** The alerts of a reading about whoever has other access than the rules in force want. */
import type { Connection } from '../../domain/connection/connection.ts'
import type { Alert } from '../../domain/people/alerts.ts'
import type { KnownUser } from '../../domain/people/difference.ts'
import { driftAlerts } from '../../domain/people/drift.ts'
import { wantedOf } from '../../domain/people/rules.ts'
import type { Snapshot } from '../../domain/people/snapshot.ts'
import type { Repositories } from '../ports.ts'
import { scimWishes } from '../scim/desired-users.ts'
import { readingOf } from '../scim/portal-reading.ts'
import { directoryMembers } from './provisioning/directory-members.ts'

/** None where no rules are in force, or they name what the portal no longer has. */
export async function driftOf(
  tx: Repositories,
  { id }: Pick<Connection, 'id'>,
  snapshot: Snapshot,
  known: ReadonlyMap<string, KnownUser>,
): Promise<readonly Alert[]> {
  const rules = (await tx.provisioning.lastWanted(id))?.rules
  if (!rules?.rules || rules.rules.length === 0) return []
  const wanted = wantedOf(rules, snapshot, await directoryMembers(tx))
  if (!wanted.ok) return []
  const { desired } = await scimWishes(tx, id, readingOf(snapshot, known))
  const elevated = await tx.requests.elevatedIn(snapshot.portalId)
  const leaving = await tx.provisioning.leaving(id)
  const spared = new Set([...elevated.flatMap(({ userId }) => userId ?? []), ...leaving.keys()])
  return driftAlerts(snapshot.users, [...wanted.value.desired, ...desired], spared)
}
