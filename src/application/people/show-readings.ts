/** Readings of a portal's people: sealed ones, and what kept the others from it. */
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import type { StoredReading } from './ports.ts'

const SHOWN = 50

/** Newest first. @throws HubwardError `connection.not_found` */
export async function listReadings(
  ctx: Context,
  input: { readonly connection: string },
): Promise<readonly StoredReading[]> {
  authorise(ctx, 'read', 'people.readings')
  const { id } = await findConnection(ctx.store.read, input.connection)
  return ctx.store.read.people.readings(id, SHOWN)
}
