/**
 * Reads the people of a portal, and seals what was read where it is complete. What is not is kept
 * with its reasons and changes nothing. It goes on when whoever watches goes away. One runs per
 * connection at a time, over all processes; one whose process died is in nobody's way after
 * {@link DEAD_MS}.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { KnownUser } from '../../domain/people/difference.ts'
import { seal, type Incompleteness } from '../../domain/people/seal.ts'
import { findConnection } from '../access/find.ts'
import { authorise, newId, type Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import { keepSnapshot } from './keep-snapshot.ts'
import type { PeopleRepository, SealedFacts, StoredReading } from './ports.ts'
import { ProgressFeed } from '../progress-feed.ts'
import type { SyncProgress } from './progress.ts'
import { readPortal } from './read-portal.ts'

export interface SyncPeople {
  /** Id or name. */
  readonly connection: string
}

export interface RunningSync {
  readonly id: string
  readonly progress: AsyncIterable<SyncProgress>
  /** @throws HubwardError what kept it from being finished */
  readonly done: Promise<StoredReading>
}

const BEAT_MS = 5_000
/** Without a sign of life: a page waits a minute for its turn, and beats meanwhile. */
export const DEAD_MS = 30_000
/** As many readings are looked at for one whose failing was told already. */
const LOOKED_BACK = 50
/** A portal that changes while it is read contradicts itself; the next reading as a rule does not. */
const ATTEMPTS = 3
const AGAIN_AFTER_MS = 2_000

/**
 * Begins it and returns at once.
 *
 * @throws HubwardError `connection.not_found`, `people.reading_running`; `connection.suspended`,
 *   `connection.needs_reauth` or `connection.not_checked` where no call may go through it
 */
export async function startSync(ctx: Context, input: SyncPeople): Promise<RunningSync> {
  authorise(ctx, 'operate', 'people.sync')
  const connection = await findConnection(ctx.store.read, input.connection)
  mayRead(connection)
  const id = newId(ctx.world, 'people_reading')
  const begunAt = ctx.world.now()
  const { actor } = ctx
  const begun = await ctx.store.read.people.begin(
    {
      id,
      connectionId: connection.id,
      askedBy:
        actor.kind === 'principal'
          ? actor.principalName
          : actor.kind === 'operator'
            ? 'operator'
            : null,
      begunAt,
    },
    DEAD_MS,
  )
  if (!begun)
    throw new HubwardError(
      'people.reading_running',
      `The people of "${connection.name}" are being read already. Wait until that is done: hubward people readings ${connection.name}.`,
    )
  const feed = new ProgressFeed<SyncProgress>()
  const done = run(ctx, connection, id, feed)
  // Whoever only watches the progress need not catch this as well.
  done.catch(() => undefined)
  return { id, progress: feed, done }
}

/** Runs it to its end. @throws HubwardError as {@link startSync}, and what kept it from its end */
export async function syncPeople(ctx: Context, input: SyncPeople): Promise<StoredReading> {
  authorise(ctx, 'operate', 'people.sync')
  return (await startSync(ctx, input)).done
}

/** A reading is no caller's call, and goes where those may go. */
function mayRead({ name, state }: Connection): void {
  if (state === 'active') return
  if (state === 'pending')
    throw new HubwardError(
      'connection.not_checked',
      `"${name}" has not passed a check yet: hubward check ${name}.`,
    )
  if (state === 'suspended')
    throw new HubwardError('connection.suspended', `"${name}" is paused. An admin can resume it.`)
  throw new HubwardError(
    'connection.needs_reauth',
    `HubSpot no longer accepts the credential of "${name}". Reconnect the portal first.`,
  )
}

async function run(
  ctx: Context,
  connection: Connection,
  id: string,
  feed: ProgressFeed<SyncProgress>,
): Promise<StoredReading> {
  const { people } = ctx.store.read
  const seen: Seen = { calls: 0, users: 0, overtaken: false }
  const beating = setInterval(() => {
    people.beat(id, seen).then(
      (alive) => {
        seen.overtaken ||= !alive
      },
      (err: unknown) => {
        ctx.log.warn({ err, reading: id }, 'people: a sign of life could not be written')
      },
    )
  }, BEAT_MS)
  try {
    feed.tell({ event: 'begun', reading: id })
    const outcome = await attempts(ctx, connection, id, feed, seen)
    if (!outcome.sealed)
      await endIncomplete(ctx, connection, id, { reasons: outcome.reasons, ...seen })
    const stored = await people.reading(id)
    if (!stored) throw new HubwardError('people.reading_overtaken')
    feed.tell({ event: 'done', reading: stored })
    return stored
  } catch (thrown) {
    ctx.log.error({ err: thrown, reading: id }, 'people: a reading could not be finished')
    const known =
      thrown instanceof HubwardError
        ? thrown
        : new HubwardError('internal', 'The reading could not be finished. The log says why.')
    await endIncomplete(ctx, connection, id, {
      reasons: [{ reason: 'interrupted' }],
      ...seen,
    }).catch((err: unknown) => {
      ctx.log.warn({ err, reading: id }, 'people: the end of a reading could not be written')
    })
    feed.tell({ event: 'broke', code: known.code, message: known.message })
    throw known
  } finally {
    clearInterval(beating)
    feed.end()
  }
}

/**
 * Nobody watches one that came round by itself: the first of several that fail is told. Whoever asked
 * for one saw how it ended and told nobody, so those do not count.
 */
const endIncomplete = (
  ctx: Context,
  connection: Connection,
  id: string,
  why: Parameters<PeopleRepository['endIncomplete']>[2],
): Promise<void> =>
  ctx.store.aside(async (tx) => {
    await tx.people.endIncomplete(id, ctx.world.now(), why)
    const own = await tx.people.reading(id)
    if (own?.state !== 'incomplete' || own.askedBy !== null) return
    const last = await tx.people.readings(connection.id, LOOKED_BACK)
    const before = last.filter((one) => one.id !== id)
    const sealedAt = before.findIndex(({ state }) => state === 'sealed')
    const failed = sealedAt === -1 ? before : before.slice(0, sealedAt)
    const isInterrupted = ({ reasons }: Pick<StoredReading, 'reasons'>): boolean =>
      reasons.every(({ reason }) => reason === 'interrupted')
    // One whose process was killed could tell nothing.
    if (failed.some((one) => one.askedBy === null && (isInterrupted(own) || !isInterrupted(one))))
      return
    await raiseNotice(tx, ctx, {
      kind: 'people.reading_incomplete',
      facts: {
        connectionId: connection.id,
        readingId: id,
        reasons: [...new Set(why.reasons.map(({ reason }) => reason))],
      },
      links: [`/connections/${connection.id}?tab=users`],
    })
  })

interface Seen {
  calls: number
  users: number
  /** Another reading may run: this one's end would count for nothing. */
  overtaken: boolean
}

type Outcome =
  | { readonly sealed: SealedFacts }
  | { readonly sealed: null; readonly reasons: readonly Incompleteness[] }

async function attempts(
  ctx: Context,
  connection: Connection,
  id: string,
  feed: ProgressFeed<SyncProgress>,
  seen: Seen,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await once(ctx, connection, id, feed, seen)
    if (outcome.sealed || attempt === ATTEMPTS || !mayHelpAgain(outcome.reasons)) return outcome
    feed.tell({ event: 'again', reasons: outcome.reasons })
    await ctx.world.sleep(AGAIN_AFTER_MS)
  }
}

async function once(
  ctx: Context,
  connection: Connection,
  id: string,
  feed: ProgressFeed<SyncProgress>,
  seen: Seen,
): Promise<Outcome> {
  const { people } = ctx.store.read
  const before = await people.newestSealed(connection.id)
  const known = await people.known(connection.id)
  const callsBefore = seen.calls
  const read = await readPortal(ctx, {
    readingId: id,
    connection,
    known: livingOf(known),
    since: before?.sealed?.facets.logins === 'read' ? before.begunAt : null,
    lastLogins: loginsOf(known),
    onStep: (step, calls) => {
      feed.tell({ event: 'step', step, calls: callsBefore + calls, users: seen.users })
    },
    onPage: async ({ calls, users }) => {
      seen.calls = callsBefore + calls
      seen.users = users
      feed.tell({ event: 'page', calls: seen.calls, users })
      await Promise.resolve()
      if (seen.overtaken) throw new HubwardError('people.reading_overtaken')
    },
  })
  if (!read.ok)
    return { sealed: null, reasons: [{ reason: 'credential', failure: read.error.reason }] }
  const judged = seal(read.value.reading)
  if (!judged.ok) return { sealed: null, reasons: judged.error }
  if (judged.value.portalId !== connection.portalId)
    return { sealed: null, reasons: [{ reason: 'other_portal', portalId: judged.value.portalId }] }
  return {
    sealed: await keepSnapshot(ctx, connection, {
      reading: read.value.reading,
      snapshot: judged.value,
      calls: seen.calls,
      previousAt: before?.begunAt ?? null,
    }),
  }
}

/** What contradicts itself may agree a moment later; a refusal will not be taken back. */
const mayHelpAgain = (reasons: readonly Incompleteness[]): boolean =>
  reasons.every(
    ({ reason }) =>
      reason === 'users_missing' || reason === 'readings_differ' || reason === 'teams_missing',
  ) || reasons.every((one) => one.reason === 'list_torn' && PASSING.has(one.fault.reason))

const PASSING: ReadonlySet<string> = new Set(['repeated', 'cursor_loop', 'empty_page'])

/** Who was there, or was missing once: a removal is not asked about again. */
const livingOf = (known: ReadonlyMap<string, KnownUser>) =>
  new Map(
    [...known].flatMap(([id, { user, presence }]) => (presence === 'removed' ? [] : [[id, user]])),
  )

const loginsOf = (known: ReadonlyMap<string, KnownUser>) =>
  new Map(
    [...known].flatMap(([id, { user }]) =>
      user.lastLoginAt === null ? [] : [[id, new Date(user.lastLoginAt)]],
    ),
  )
