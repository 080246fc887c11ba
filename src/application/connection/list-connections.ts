import type { Connection } from '../../domain/connection/connection.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'

/** All connections by name; the disconnected ones, kept for the audit's sake, only if asked for. */
export async function listConnections(
  ctx: Context,
  { disconnected = false }: { disconnected?: boolean } = {},
): Promise<Connection[]> {
  authorise(ctx, 'read', 'connection.list')
  const all = await ctx.store.read.connections.list()
  return disconnected ? all : all.filter(({ state }) => state !== 'disconnected')
}

/** One connection, by id or name. @throws HubwardError `connection.not_found` */
export async function getConnection(ctx: Context, named: string): Promise<Connection> {
  authorise(ctx, 'read', 'connection.get')
  return findConnection(ctx.store.read, named)
}
