import type { AlertKind } from '../../domain/people/alerts.ts'
import { HubwardError } from '../../domain/errors.ts'
import { matchUsers } from '../../domain/people/match.ts'
import { emailKey } from '../../domain/people/portal-user.ts'
import type { Snapshot } from '../../domain/people/snapshot.ts'
import { makeRows, type Candidate } from '../../domain/review/make-rows.ts'
import type { Review, ReviewedConnection, ReviewRow } from '../../domain/review/review.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import { directoryOf } from '../people/directory.ts'
import { newestSnapshot } from '../people/newest-snapshot.ts'
import { neverRead } from '../people/provisioning/plan-people.ts'
import type { Repositories } from '../ports.ts'
import { demandWay, findReview } from './find-review.ts'
import { managersOf } from './reporting-lines.ts'
import { recordReview } from './record.ts'

/** What is older says little of who has access now; provisioning plans from no older one either. */
const FRESH_MS = 24 * 60 * 60_000

/**
 * Fixes the rows, from the newest sealed reading of each connection, and asks the reviewers.
 *
 * @throws HubwardError `review.wrong_state`, `review.reading_stale`, `review.no_reviewer`,
 *   `people.never_read`, `resource.not_found`, `request.invalid` where a permission set that it names is
 *   in none of the portals, or theirs could not be read
 */
export async function openReview(
  ctx: Context,
  input: { readonly review: string },
): Promise<Review> {
  authorise(ctx, 'operate', 'review.open')
  const { id } = await findReview(ctx.store.read, input.review)
  const at = ctx.world.now()
  return ctx.store.aside(async (tx) => {
    const review = await demandWay(tx, id, 'open')
    const connections = await tx.reviews.connections(id)
    const readings = new Map<string, Fixed>()
    for (const { connectionId } of connections)
      readings.set(connectionId, await fresh(tx, connectionId, at))
    demandKnownSets(review, [...readings.values()])
    const rows = await rowsOf(tx, review, connections, readings, at)
    for (const connection of connections) {
      const { reading } = readings.get(connection.connectionId) ?? {}
      if (reading) await tx.reviews.fixReading(id, { ...connection, reading })
    }
    await tx.reviews.insertRows(id, rows)
    const opened: Review = { ...review, state: 'open', openedAt: at }
    await tx.reviews.update(opened)
    await recordReview(
      tx,
      ctx,
      'open',
      review,
      { state: review.state },
      {
        state: 'open',
        rows: rows.length,
        readings: [...readings.values()].map(({ reading, digest }) => ({ ...reading, digest })),
      },
    )
    await raiseNotice(tx, ctx, {
      kind: 'review.opened',
      facts: { reviewId: id, rows: rows.length, dueAt: review.dueAt },
      alsoTo: [...new Set(rows.map(({ reviewer }) => reviewer.id))],
    })
    return opened
  })
}

interface Fixed {
  readonly snapshot: Snapshot
  readonly reading: { readonly id: string; readonly seal: number }
  readonly digest: string
}

async function fresh(tx: Repositories, connectionId: string, now: Date): Promise<Fixed> {
  const connection = await findConnection(tx, connectionId)
  // While it is locked no other snapshot is sealed.
  await tx.people.lock(connectionId)
  const snapshot = await newestSnapshot(tx.people, connection)
  if (!snapshot) throw neverRead(connection)
  const sealed = (await tx.people.reading(snapshot.readingId))?.sealed
  if (!sealed || now.getTime() - snapshot.endedAt.getTime() > FRESH_MS)
    throw new HubwardError(
      'review.reading_stale',
      `The newest sealed reading of "${connection.name}" is older than a day. Read its users, and open the review then: hubward people sync ${connection.name}.`,
    )
  return { snapshot, reading: { id: snapshot.readingId, seal: sealed.seal }, digest: sealed.digest }
}

/** A name that nothing has would leave out, without a word, whoever it was meant for. */
function demandKnownSets({ privilegedSets }: Review, readings: readonly Fixed[]): void {
  if (privilegedSets.length === 0) return
  const unread = readings.find(({ snapshot }) => snapshot.facets.permission_sets !== 'read')
  const known = new Set(
    readings.flatMap(({ snapshot }) =>
      snapshot.permissionSets.flatMap(({ id, name }) => [id, name]),
    ),
  )
  const unknown = privilegedSets.filter((name) => !known.has(name))
  if (!unread && unknown.length === 0) return
  const message = unread
    ? `Which permission sets portal ${unread.snapshot.portalId} has could not be read (${unread.snapshot.facets.permission_sets}), so nobody can be found by theirs.`
    : `No permission set is called ${unknown.map((name) => `"${name}"`).join(', ')}.`
  throw new HubwardError('request.invalid', `${message} Make the review anew.`, {
    fields: [{ path: 'privilegedSets', message }],
  })
}

async function rowsOf(
  tx: Repositories,
  review: Review,
  connections: readonly ReviewedConnection[],
  readings: ReadonlyMap<string, Fixed>,
  at: Date,
): Promise<readonly ReviewRow[]> {
  const directory = await directoryOf(tx)
  const people = new Map(directory.map((person) => [person.key, person]))
  const candidates = new Map<string, Candidate>(
    directory.map(({ key, name, email }) => [key, { id: key, name, email }]),
  )
  const idByEmail = new Map(directory.map(({ key, email }) => [emailKey(email), key]))
  const rows: ReviewRow[] = []
  const unassigned: string[] = []
  for (const { connectionId, ownerId } of connections) {
    const snapshot = readings.get(connectionId)?.snapshot
    if (!snapshot) continue
    const made = makeRows({
      review,
      snapshot,
      ownerId,
      matches: matchUsers(snapshot.users, directory, await tx.people.links(connectionId)),
      people,
      alerts: await alertsOf(tx, connectionId),
      candidates,
      managers: new Map(
        [...(await managersOf(tx, connectionId))].flatMap(([user, manager]): [string, string][] => {
          const managerId = idByEmail.get(manager)
          return managerId === undefined ? [] : [[user, managerId]]
        }),
      ),
      at,
      from: rows.length + 1,
    })
    rows.push(...made.rows)
    unassigned.push(...made.unassigned)
  }
  if (unassigned.length > 0) throw nobodyFor(unassigned)
  if (rows.length > 0) return rows
  throw new HubwardError(
    'review.no_reviewer',
    'There is nobody to review: no user of these connections is a super admin or holds a permission set that the review names.',
  )
}

const SHOWN = 10

const nobodyFor = (emails: readonly string[]): HubwardError =>
  new HubwardError(
    'review.no_reviewer',
    `Nobody who was named may review ${emails.slice(0, SHOWN).join(', ')}${emails.length > SHOWN ? ` and ${emails.length - SHOWN} more` : ''}: nobody reviews their own access. Make the review with another person who stands in as well.`,
    { facts: { emails: emails.slice(0, 500) } },
  )

const MOST_ALERTS = 200_000

async function alertsOf(
  { people }: Repositories,
  connectionId: string,
): Promise<ReadonlyMap<string, readonly AlertKind[]>> {
  const open = await people.alerts(connectionId, { open: true, limit: MOST_ALERTS })
  const byUser = Map.groupBy(open, ({ userId }) => userId)
  return new Map([...byUser].map(([userId, some]) => [userId, some.map(({ kind }) => kind)]))
}
