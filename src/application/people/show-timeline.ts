/** What changed in a portal between its snapshots, and who did it where HubSpot tells. */
import type { Connection } from '../../domain/connection/connection.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import type { StoredChange, StoredReading } from './ports.ts'
import { actorsOf } from './show-users.ts'

export interface Timeline {
  readonly connection: Connection
  /** Newest first. */
  readonly items: readonly StoredChange[]
  readonly next: number | null
  readonly snapshot: StoredReading | null
  /** Addresses by user id, of who did it and of whom it was done to. */
  readonly names: ReadonlyMap<string, string>
}

/** @throws HubwardError `connection.not_found` */
export async function showTimeline(
  ctx: Context,
  input: {
    readonly connection: string
    readonly limit: number
    readonly before?: number | undefined
  },
): Promise<Timeline> {
  authorise(ctx, 'read', 'people.timeline')
  const { read } = ctx.store
  const connection = await findConnection(read, input.connection)
  const { limit, before } = input
  const items = await read.people.changes(connection.id, { limit: limit + 1, before })
  const shown = items.slice(0, limit)
  return {
    connection,
    items: shown,
    next: items.length > limit ? (shown.at(-1)?.id ?? null) : null,
    snapshot: (await read.people.newestSealed(connection.id)) ?? null,
    names: await actorsOf(ctx, connection.id),
  }
}
