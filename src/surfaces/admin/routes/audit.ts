/** Routes of the audit, and of the explanation of one call. */
import { findConnectionEver, findPrincipalEver } from '../../../application/access/find.ts'
import { exportEvents } from '../../../application/audit/export-events.ts'
import { listEvents } from '../../../application/audit/list-events.ts'
import type { Context } from '../../../application/context.ts'
import { explainCall } from '../../../application/gateway/explain-call.ts'
import type { AuditFilter } from '../../../application/ports.ts'
import type { z } from 'zod'
import { auditEndpoints as endpoints } from '../contract/audit.ts'
import { route, streamingRoute } from '../route.ts'

export const auditRoutes = [
  route(endpoints.list, async ({ ctx, query: { limit, before, ...filter } }) => {
    const page = { limit, ...(before !== undefined && { before }) }
    const { events, next } = await listEvents(ctx, await filterOf(ctx, filter), page)
    return { items: events.map(({ sequence, event }) => ({ sequence, event: { ...event } })), next }
  }),
  streamingRoute(endpoints.export, async ({ ctx, query }) =>
    lines(exportEvents(ctx, await filterOf(ctx, query))),
  ),
  route(endpoints.explain, async ({ ctx, body }) => {
    const { chain, needed, ...verdict } = await explainCall(ctx, body)
    return { ...verdict, needed: [...needed], chain: chain.map((link) => ({ ...link })) }
  }),
]

type Asked = z.output<typeof endpoints.export.query>

/** Names become ids, also of those who left: the audit speaks of them too. */
async function filterOf(ctx: Context, asked: Asked): Promise<AuditFilter> {
  const { principal, connection, ...rest } = asked
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return {
    ...given,
    ...(principal !== undefined && {
      principalId: PRINCIPAL_ID.test(principal)
        ? principal
        : (await findPrincipalEver(ctx.store.read, principal)).id,
    }),
    ...(connection !== undefined && {
      connectionId: CONNECTION_ID.test(connection)
        ? connection
        : (await findConnectionEver(ctx.store.read, connection)).id,
    }),
  }
}

const PRINCIPAL_ID = /^(mem|svc)_[0-9a-z]{20}$/
const CONNECTION_ID = /^con_[0-9a-z]{20}$/
const NEWLINE = Buffer.from('\n')

async function* lines(events: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const event of events) yield Buffer.concat([event, NEWLINE])
}
