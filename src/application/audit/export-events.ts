import { authorise, type Context } from '../context.ts'
import type { AuditFilter } from './ports.ts'

/** The audit, oldest first, as the very bytes that were recorded: one canonical JSON text each. */
export function exportEvents(ctx: Context, filter: AuditFilter): AsyncIterable<Uint8Array> {
  authorise(ctx, 'read', 'audit')
  return ctx.store.read.audit.stream(filter)
}
