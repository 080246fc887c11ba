/** Routes of channels and messages. Secrets pass through here wrapped, inwards only. */
import {
  createChannel,
  findChannel,
  listChannels,
  removeChannel,
  setChannelRoutes,
  updateChannel,
  type ListedChannel,
} from '../../../application/notice/channels.ts'
import type { Context } from '../../../application/context.ts'
import {
  listDeliveries,
  replayDead,
  replayDelivery,
} from '../../../application/notice/deliveries.ts'
import { testChannel } from '../../../application/notice/test-channel.ts'
import { FAILURES } from '../../../domain/notice/failure.ts'
import { redacted } from '../../../domain/redacted.ts'
import {
  noticeChannelEndpoints as endpoints,
  type ChannelView,
  type DeliveryView,
} from '../contract/notice-channels.ts'
import { route } from '../route.ts'
import { principalRef } from '../views.ts'

export const noticeChannelRoutes = [
  route(endpoints.list, async ({ ctx }) => ({ items: (await listChannels(ctx)).map(channelView) })),
  route(endpoints.create, async ({ ctx, body }) => {
    const { channel, signingKey } = await createChannel(
      ctx,
      body.kind === 'email'
        ? {
            kind: body.kind,
            name: body.name,
            settings: body.mail,
            password: wrapped(body.password),
          }
        : { kind: body.kind, name: body.name, url: redacted(body.url) },
    )
    return {
      channel: await shown(ctx, channel.id),
      signingKey: signingKey === null ? null : signingKey.reveal(),
    }
  }),
  route(endpoints.update, async ({ ctx, params, body: { mail, password, ...body } }) => {
    const { id } = await findChannel(ctx.store.read, params.channel)
    const secret = password === undefined ? undefined : wrapped(password)
    await updateChannel(ctx, { ...body, channel: id, settings: mail, password: secret })
    return shown(ctx, id)
  }),
  route(endpoints.remove, async ({ ctx, params }) => {
    await removeChannel(ctx, params)
    return undefined
  }),
  route(endpoints.route, async ({ ctx, params, body }) => {
    const { id } = await findChannel(ctx.store.read, params.channel)
    await setChannelRoutes(ctx, { channel: id, ...body })
    return shown(ctx, id)
  }),
  route(endpoints.test, async ({ ctx, params, body }) => testChannel(ctx, { ...params, ...body })),
  route(endpoints.deliveries, async ({ ctx, query }) => {
    const channels = new Map((await listChannels(ctx)).map(({ channel }) => [channel.id, channel]))
    const channelId = query.channel && (await findChannel(ctx.store.read, query.channel)).id
    const picture = await ctx.pictures.current()
    const found = await listDeliveries(ctx, { state: query.state, channelId })
    return {
      items: found.map((delivery): DeliveryView => {
        const channel = channels.get(delivery.channelId)
        const person = delivery.principalId ? picture.principal(delivery.principalId) : undefined
        return {
          id: delivery.id,
          channel: channel ? { id: channel.id, name: channel.name, kind: channel.kind } : null,
          to: person ? principalRef(person) : null,
          state: delivery.state,
          notices: delivery.notices,
          attempts: delivery.attempts,
          failure: delivery.failure,
          message: delivery.failure && FAILURES[delivery.failure].sentence,
          createdAt: delivery.createdAt.toISOString(),
          nextAt: delivery.state === 'waiting' ? delivery.nextAt.toISOString() : null,
          settledAt: delivery.settledAt?.toISOString() ?? null,
        }
      }),
    }
  }),
  route(endpoints.replay, async ({ ctx, params }) => {
    await replayDelivery(ctx, params)
    return undefined
  }),
  route(endpoints.replayAll, async ({ ctx, body: { channel } }) => {
    const channelId = channel && (await findChannel(ctx.store.read, channel)).id
    return { replayed: await replayDead(ctx, { channelId }) }
  }),
]

const wrapped = (secret: string | null) => (secret === null ? null : redacted(secret))

async function shown(ctx: Context, id: string): Promise<ChannelView> {
  const found = (await listChannels(ctx)).find(({ channel }) => channel.id === id)
  if (!found) throw new Error(`the channel ${id} has just been written and is not there`)
  return channelView(found)
}

const channelView = ({ channel, routes, dead }: ListedChannel): ChannelView => ({
  id: channel.id,
  kind: channel.kind,
  name: channel.name,
  enabled: channel.enabled,
  mail: channel.kind === 'email' ? { ...channel.settings } : null,
  host: channel.kind === 'email' ? null : channel.settings.host,
  hasSecret: channel.hasSecret,
  routes: routes.map(({ kind, pace }) => ({ kind, pace })),
  dead,
  createdAt: channel.createdAt.toISOString(),
})
