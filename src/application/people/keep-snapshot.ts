/**
 * Keeps a sealed snapshot in one transaction: who is known now, what changed and who did it, what
 * deserves a look, and the audit's record of it. Notices of new super admins go with it.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import { ALERT_RULES, standingAlerts, type Alert } from '../../domain/people/alerts.ts'
import { writtenBy } from '../../domain/people/apply/written-by.ts'
import { attribute } from '../../domain/people/attribution.ts'
import { difference, type UserChange } from '../../domain/people/difference.ts'
import { matchUsers } from '../../domain/people/match.ts'
import { populationText } from '../../domain/people/population-text.ts'
import type { PortalUser } from '../../domain/people/portal-user.ts'
import type { Reading } from '../../domain/people/reading.ts'
import type { Snapshot } from '../../domain/people/snapshot.ts'
import { recordChange } from '../change.ts'
import type { Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import type { Repositories } from '../ports.ts'
import { adoptReading } from '../scim/adopt-portal.ts'
import { readingOf } from '../scim/portal-reading.ts'
import { directoryOf } from './directory.ts'
import { driftOf } from './drift.ts'
import type { SealedFacts } from './ports.ts'
import { closeTasks } from './provisioning/close-tasks.ts'

export interface KeepSnapshot {
  readonly reading: Reading
  readonly snapshot: Snapshot
  readonly calls: number
  /** When the reading of the snapshot before began: its lists are not newer for certain. */
  readonly previousAt: Date | null
}

export const keepSnapshot = (
  ctx: Context,
  connection: Connection,
  { reading, snapshot, calls, previousAt }: KeepSnapshot,
): Promise<SealedFacts> =>
  ctx.store.aside(async (tx) => {
    const { people } = tx
    await people.lock(connection.id)
    await demandConnected(tx, connection)
    const known = await people.known(connection.id)
    const gone = new Set([...reading.asked].flatMap(([userId, exists]) => (exists ? [] : [userId])))
    // The first snapshot has nothing to differ from: its users were not added between two readings.
    const changes = previousAt === null ? [] : difference(known, snapshot, gone)
    const events = reading.facets.security.state === 'read' ? reading.facets.security.value : null
    const matches = matchUsers(
      snapshot.users,
      await directoryOf(tx),
      await people.links(connection.id),
    )
    // Who was missing before has left before: what was told of that is told of this.
    const wereMissing = changes.flatMap(({ kind, userId }) =>
      kind === 'removed' && known.get(userId)?.presence === 'missing' ? [userId] : [],
    )
    const missed = await people.missed(connection.id, wereMissing)
    const { rules } = (await people.settings(connection.id)) ?? { rules: ALERT_RULES }
    const raised = newSuperAdmins(snapshot, changes)
    const stepOf =
      changes.length > 0 && previousAt
        ? writtenBy(await tx.provisioning.writtenSince(connection.id, previousAt), previousAt)
        : () => undefined
    const facts = await people.keep({
      snapshot,
      calls,
      digest: digestOf(ctx, snapshot.users),
      changes: changes.map((change) => {
        const earlier = change.kind === 'removed' ? missed.get(change.userId) : undefined
        const from = earlier ? earlier.from : previousAt
        const attribution = attribute(change, events, from)
        const isKnown = attribution.events.length > 0 || !earlier
        const plan = stepOf(change)
        return {
          ...change,
          from,
          attribution: isKnown ? attribution : earlier.attribution,
          planId: plan?.planId ?? earlier?.plan?.id ?? null,
        }
      }),
      alerts: [
        ...standingAlerts(snapshot, matches, rules),
        ...(await driftOf(tx, connection, snapshot, known)),
      ],
      raised,
    })
    // One transaction with the reading: whoever asks by SCIM finds everybody whom it shows.
    const stands = readingOf(snapshot, await people.known(connection.id))
    await adoptReading(tx, { connection, world: ctx.world }, stands)
    await recordSealed(tx, ctx, connection, facts, changes)
    await closeTasks(tx, ctx, connection, snapshot)
    if (raised.length > 0)
      await raiseNotice(tx, ctx, {
        kind: 'people.new_super_admin',
        facts: { connectionId: connection.id, count: raised.length, readingId: snapshot.readingId },
        links: [`/connections/${connection.id}?tab=users`],
      })
    return facts
  })

/** Whoever disconnects a portal while it is read has ended the reading, too. */
async function demandConnected({ connections }: Repositories, { id, name }: Connection) {
  const now = await connections.get(id)
  if (now && now.state !== 'disconnected') return
  throw new HubwardError('connection.not_found', `"${name}" was disconnected while it was read.`)
}

export const digestOf = ({ hashKey }: Pick<Context, 'hashKey'>, users: readonly PortalUser[]) =>
  hashKey(populationText(users))

const newSuperAdmins = ({ users }: Snapshot, changes: readonly UserChange[]): readonly Alert[] => {
  const named = new Map(users.map((user) => [user.userId, user]))
  const isNew = ({ userId, kind, after }: UserChange): boolean =>
    (kind === 'super_admin' && after === 'true') ||
    ((kind === 'added' || kind === 'returned') && named.get(userId)?.superAdmin === true)
  // Who comes back and is made one at once has two such changes, and is one person.
  const userIds = new Set(changes.filter(isNew).map(({ userId }) => userId))
  return [...userIds].map((userId) => ({
    userId,
    kind: 'new_super_admin',
    saw: 'May do everything in the portal since then.',
  }))
}

const recordSealed = (
  tx: Repositories,
  ctx: Context,
  connection: Connection,
  { seal, users, digest, provenBy }: SealedFacts,
  changes: readonly UserChange[],
): Promise<void> =>
  recordChange(tx, ctx, {
    action: 'people.sync',
    targetKind: 'connection',
    targetId: connection.id,
    targetName: connection.name,
    connectionId: connection.id,
    before: null,
    after: { snapshot: seal, users, digest, provenBy, changes: changes.length },
  })
