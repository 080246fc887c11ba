/**
 * Reads HubSpot's security activity for what happened to our keys, where a credential of the same
 * portal may: a key that has just ended can no longer tell why, another one of the portal can. What
 * was read before is read again for a while, since entries may show late; ids keep them single.
 */
import type { Connection } from '../../domain/connection/connection.ts'
import { concernOf, KEY_EVENT_WORDS, type SecurityEntry } from '../../domain/health/key-events.ts'
import { err } from '../../domain/result.ts'
import { authorise, type Context } from '../context.ts'
import { raiseNotice } from '../notice/raise-notice.ts'
import { recordChange } from '../change.ts'
import {
  ENDS_AFTER_ROTATION,
  OVERLAP_MS as ROTATION_OVERLAP_MS,
} from '../../domain/rotation/slot.ts'
import type { Repositories } from '../ports.ts'
import type { KeyEvent, KeyEventCursor } from './ports.ts'
import { readStretch } from './read-stretch.ts'

export const SECURITY_SCOPE = 'account-info.security.read'

const DAY_MS = 24 * 60 * 60_000
/** By which HubSpot's clock and ours may differ. */
const SKEW_MS = 5 * 60_000
/** At the first reading. */
const FIRST_MS = 30 * DAY_MS
/** How late an entry may show is not established; this is a guess on the safe side. */
const OVERLAP_MS = 60 * 60_000
/** HubSpot keeps logins for 90 days; for security activity it is not established, so no longer is trusted. */
const KEPT_MS = 90 * DAY_MS
/** Live calls go first; what is not read now is read in five minutes. */
const PATIENCE_MS = 5_000

/** Reads for every connection that may be read for. @returns how many entries were new */
export async function readKeyEvents(ctx: Context, signal?: AbortSignal): Promise<number> {
  authorise(ctx, 'operate', 'health.key_events')
  const all = await ctx.store.read.connections.list()
  const alive = all.filter(
    ({ state, kind }) => state !== 'disconnected' && kind !== 'developer_key',
  )
  let found = 0
  for (const connection of alive) {
    if (signal?.aborted) break
    found += await readFor(ctx, connection, alive).catch((error: unknown) => {
      ctx.log.warn(
        { err: error, connectionId: connection.id },
        'health: security activity was not read',
      )
      return 0
    })
  }
  return found
}

async function readFor(
  ctx: Context,
  connection: Connection,
  all: readonly Connection[],
): Promise<number> {
  const before = await ctx.store.read.health.cursor(connection.id)
  const now = ctx.world.now()
  const begun: KeyEventCursor = before ?? {
    connectionId: connection.id,
    readThrough: new Date(now.getTime() - FIRST_MS),
    askedAt: now,
    outcome: 'failed',
    idsProven: false,
    gap: null,
  }
  const reader = readerFor(connection, all)
  if (!reader) {
    await ctx.store.read.health.saveCursor({ ...begun, askedAt: now, outcome: 'not_permitted' })
    return 0
  }
  const from = new Date(Math.max(begun.readThrough.getTime() - OVERLAP_MS, now.getTime() - KEPT_MS))
  const token = await ctx.credentials.bearer(reader)
  const read = await readStretch(
    async (a, b) => {
      const taken = await ctx.budget.take({
        connection: reader,
        buckets: ['burst', 'daily'],
        lane: 'bulk',
        groupId: 'health',
        patienceMs: PATIENCE_MS,
      })
      if (!taken.ok) return err({ reason: 'rate_limited', retryAfterSeconds: null })
      const pages = await ctx.health.securityActivity(reader.baseUrl, token, a, b)
      // Whatever HubSpot counted is held for one window; its headers come with the next look.
      taken.value.lost()
      return pages
    },
    from,
    now,
  )
  if (!read.ok) {
    const outcome = read.error.reason === 'permission_missing' ? 'not_permitted' : 'failed'
    await ctx.store.read.health.saveCursor({ ...begun, askedAt: now, outcome })
    return 0
  }
  const lost = from > begun.readThrough ? { from: begun.readThrough, to: from } : begun.gap
  return keep(
    ctx,
    connection,
    read.value,
    { ...begun, askedAt: now, outcome: 'read', gap: lost },
    now,
  )
}

/** Itself, or another connection of the same portal: active, and with the scope. */
function readerFor(connection: Connection, all: readonly Connection[]): Connection | undefined {
  const may = (one: Connection) =>
    one.portalId === connection.portalId &&
    one.state === 'active' &&
    one.hubspotScopes.includes(SECURITY_SCOPE)
  return may(connection) ? connection : all.find(may)
}

async function keep(
  ctx: Context,
  connection: Connection,
  entries: readonly SecurityEntry[],
  cursor: KeyEventCursor,
  now: Date,
): Promise<number> {
  const { kind, hubspotAppId: appId, hubspotUserId: creatorId } = connection
  const idsProven =
    cursor.idsProven ||
    entries.some(
      (entry) =>
        concernOf(entry, { kind, appId, creatorId: null, idsProven: true })?.concern === 'this',
    )
  const events = entries.flatMap((entry): KeyEvent[] => {
    const ours = concernOf(entry, { kind, appId, creatorId, idsProven })
    if (!ours) return []
    const { id, at, type, actorId, objectId } = entry
    const { means: meaning, concern } = ours
    return [{ hubspotId: id, at, type, meaning, concern, actorId, objectId }]
  })
  const fresh = await ctx.store.transaction(async (tx) => {
    const added = await tx.health.addKeyEvents(connection.id, events, now)
    await tx.health.saveCursor({ ...cursor, idsProven, readThrough: now })
    for (const event of added) {
      const ends = await noteEnd(tx, connection, event, now)
      // What was before anybody last looked at it here belongs to its making; but that HubSpot took it then
      // proves nothing of a rotation.
      const isOld = event.at <= connection.checkedAt && !ends
      if (isOld || !KEY_EVENT_WORDS[event.meaning].alarming) continue
      await recordChange(tx, ctx, {
        action: 'health.key_event',
        targetKind: 'connection',
        targetId: connection.id,
        targetName: connection.name,
        connectionId: connection.id,
        before: null,
        after: { ...event, at: event.at.toISOString() },
      })
      await raiseNotice(tx, ctx, {
        kind: 'health.key_event',
        facts: {
          connectionId: connection.id,
          what: event.meaning,
          at: event.at,
          concern: event.concern,
        },
        links: [`/connections/${connection.id}`],
      })
      await tx.health.witness(connection.id, null, now)
    }
    return added
  })
  return fresh.length
}

/**
 * Somebody rotated the key that we use, at HubSpot alone: it ends there after the overlap, if not sooner.
 *
 * @returns whether it was that
 */
async function noteEnd(
  tx: Repositories,
  { id, kind }: Connection,
  { meaning, concern, at }: KeyEvent,
  now: Date,
): Promise<boolean> {
  if (meaning !== 'rotated' || concern !== 'this' || !ENDS_AFTER_ROTATION.has(kind)) return false
  const slot = await tx.slots.get(id, 'current')
  const endsAt = new Date(at.getTime() + ROTATION_OVERLAP_MS)
  if (!slot || at.getTime() <= slot.storedAt.getTime() + SKEW_MS) return false
  // It serves on after that: then it was another key that ended.
  if (endsAt <= now) return false
  if (!slot.endsAt || slot.endsAt > endsAt)
    await tx.slots.put({ ...slot, endsAt, remindedAtDays: null })
  return true
}
