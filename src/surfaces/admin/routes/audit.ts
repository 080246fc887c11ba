/** Routes of the audit: names in filters become ids here, also of those who left. */
import type { z } from 'zod'
import {
  findConnectionEver,
  findGroup,
  findPrincipalEver,
} from '../../../application/access/find.ts'
import { exportEvents } from '../../../application/audit/export-events.ts'
import { getEvent } from '../../../application/audit/get-event.ts'
import { listEvents } from '../../../application/audit/list-events.ts'
import { showTimeline } from '../../../application/audit/show-timeline.ts'
import type { Context } from '../../../application/context.ts'
import type { AuditFilter } from '../../../application/audit/ports.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { auditEndpoints as endpoints } from '../contract/audit.ts'
import { route, streamingRoute } from '../route.ts'

export const auditRoutes = [
  route(endpoints.list, async ({ ctx, query: { limit, before, after, ...filter } }) => {
    if (before !== undefined && after !== undefined) throw bothWays()
    const page = { limit, before, after }
    const found = await listEvents(ctx, await filterOf(ctx, filter), page)
    const { events, next, previous, searchedTo } = found
    return {
      items: events.map(({ sequence, event }) => ({ sequence, event: { ...event } })),
      next,
      previous,
      searchedTo: searchedTo && {
        sequence: searchedTo.sequence,
        at: searchedTo.at?.toISOString() ?? null,
      },
    }
  }),
  streamingRoute(endpoints.export, async ({ ctx, query }) =>
    lines(exportEvents(ctx, await filterOf(ctx, query))),
  ),
  route(endpoints.timeline, async ({ ctx, query: { from, to, door, ...named } }) => {
    const timeline = await showTimeline(ctx, {
      ...(await idsOf(ctx, named)),
      ...(from && { from }),
      ...(to && { to }),
      ...(door && { door }),
    })
    return {
      from: timeline.from.toISOString(),
      to: timeline.to.toISOString(),
      bucketSeconds: timeline.stepMs / 1000,
      buckets: timeline.steps.map((step) => ({ ...step, from: step.from.toISOString() })),
      countedThrough: timeline.countedThrough,
    }
  }),
  // Behind the others: what they are called would be taken for a number.
  route(endpoints.get, async ({ ctx, params }) => {
    const { sequence, event, chain } = await getEvent(ctx, params)
    return { sequence, event: { ...event }, chain: chain.map((step) => ({ ...step })) }
  }),
]

const bothWays = () => {
  const message = 'A page is before one event or after one, not both.'
  return new HubwardError('request.invalid', message, { fields: [{ path: 'after', message }] })
}

type Asked = z.output<typeof endpoints.export.query>

async function filterOf(ctx: Context, asked: Asked): Promise<AuditFilter> {
  const { principal, connection, group, operation, status, ...rest } = asked
  return {
    ...(Object.fromEntries(
      Object.entries(rest).filter(([, value]) => value !== undefined),
    ) as AuditFilter),
    ...(await idsOf(ctx, { principal, connection, group })),
    ...(status && { statusClass: STATUS_CLASS[status] }),
    ...(operation?.endsWith('*')
      ? { operationPrefix: operation.slice(0, -1) }
      : operation !== undefined && { operation }),
  }
}

const STATUS_CLASS = { '2xx': 2, '3xx': 3, '4xx': 4, '5xx': 5 } as const

type Named = { readonly [K in 'principal' | 'connection' | 'group']?: string | undefined }

/** An id is taken as it is: what it names may be gone. */
async function idsOf(
  ctx: Context,
  { principal, connection, group }: Named,
): Promise<Pick<AuditFilter, 'principalId' | 'connectionId' | 'groupId'>> {
  const { read } = ctx.store
  const id = async (
    pattern: RegExp,
    named: string,
    find: (from: typeof read, named: string) => Promise<{ readonly id: string }>,
  ) => (pattern.test(named) ? named : (await find(read, named)).id)
  return {
    ...(principal !== undefined && {
      principalId: await id(PRINCIPAL_ID, principal, findPrincipalEver),
    }),
    ...(connection !== undefined && {
      connectionId: await id(CONNECTION_ID, connection, findConnectionEver),
    }),
    ...(group !== undefined && { groupId: await id(GROUP_ID, group, findGroup) }),
  }
}

const PRINCIPAL_ID = /^(mem|svc)_[0-9a-z]{20}$/
const CONNECTION_ID = /^con_[0-9a-z]{20}$/
const GROUP_ID = /^grp_[0-9a-z]{20}$/
const NEWLINE = Buffer.from('\n')

async function* lines(events: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  for await (const event of events) yield Buffer.concat([event, NEWLINE])
}
