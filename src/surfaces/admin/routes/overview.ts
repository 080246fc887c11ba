/** Routes of the home page and of what tells open pages to look again. */
import { showOwnLastCall } from '../../../application/activity/last-call.ts'
import type { LiveEvent } from '../../../application/activity/live-feed.ts'
import type { Need } from '../../../application/activity/needs.ts'
import { showOverview, type ConnectionHealth } from '../../../application/activity/show-overview.ts'
import {
  overviewEndpoints as endpoints,
  type ConnectionHealthView,
  type NeedView,
} from '../contract/overview.ts'
import { route, streamingRoute } from '../route.ts'
import { groupRef, named, principalRef } from '../views.ts'

export const overviewRoutes = [
  route(endpoints.overview, async ({ ctx, query }) => {
    const { connections, needs, today, lastDay, countedThrough } = await showOverview(ctx, query)
    return {
      connections: connections.map(healthView),
      needs: needs.map(needView),
      today: {
        timeZone: query.timeZone,
        from: today.from.toISOString(),
        total: today.total,
        byGroup: today.byGroup.map(({ group, ...counts }) => ({
          ...counts,
          group: group && groupRef(group),
        })),
      },
      lastDay: lastDay.map((hour) => ({ ...hour, from: hour.from.toISOString() })),
      countedThrough,
    }
  }),
  streamingRoute(endpoints.live, async (request) => {
    const { ctx, gone } = request
    return lines(ctx.live.open(ctx, { cut: () => request.cut(), gone }))
  }),
  route(endpoints.lastCall, async ({ ctx }) => {
    const found = await showOwnLastCall(ctx)
    return { call: found ? { ...found.event, sequence: found.sequence } : null }
  }),
]

function healthView({
  connection,
  lastCallAt,
  lastHour,
  budgets,
}: ConnectionHealth): ConnectionHealthView {
  const { id, name, title, portalId, portalName, state, stateReason, checkedAt } = connection
  const calls = lastHour.permitted + lastHour.failed
  const daily = budgets.find(({ budget }) => budget === 'daily')
  return {
    id,
    name,
    title,
    portalId,
    portalName,
    state: state === 'disconnected' ? 'suspended' : state,
    stateReason,
    checkedAt: checkedAt.toISOString(),
    lastCallAt: lastCallAt?.toISOString() ?? null,
    lastHour: {
      calls,
      failed: lastHour.failed,
      errorShare: calls === 0 ? null : lastHour.failed / calls,
      refused: lastHour.refused,
    },
    budgets: budgets.map(({ budget, ...gauge }) => ({ name: budget, ...gauge })),
    dailyUsed: daily ? Math.max(0, daily.limit - daily.remaining) : null,
  }
}

const needView = ({ connection, group, principal, at, scopes, ...need }: Need): NeedView => ({
  ...need,
  at: at?.toISOString() ?? null,
  connection: connection && named(connection),
  group: group && named(group),
  principal: principal && principalRef(principal),
  scopes: [...scopes],
})

/** The form of server-sent events (HTML Living Standard, §9.2.6); a comment is a sign of life. */
async function* lines(events: AsyncIterable<LiveEvent>): AsyncIterable<Uint8Array> {
  yield Buffer.from(': live\nretry: 2000\n\n')
  for await (const event of events)
    yield Buffer.from(
      event.name === 'heartbeat'
        ? ': still here\n\n'
        : `event: ${event.name}\ndata: ${JSON.stringify(dataOf(event))}\n\n`,
    )
}

function dataOf(event: Exclude<LiveEvent, { name: 'heartbeat' }>): object {
  if (event.name !== 'budget') return event.data
  const { connection, budgets } = event.data
  return {
    connection,
    budgets: budgets.map(({ budget, ...gauge }) => ({ name: budget, ...gauge })),
  }
}
