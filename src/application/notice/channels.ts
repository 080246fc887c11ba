/** The channels as admins keep them: added, changed, routed, removed. Secrets go in and never come out. */
import type { Channel, MailSettings } from '../../domain/notice/channel.ts'
import { FAILURES } from '../../domain/notice/failure.ts'
import { HubwardError } from '../../domain/errors.ts'
import { isNoticeKind } from '../../domain/notice/kinds.ts'
import type { Redacted } from '../../domain/redacted.ts'
import { recordChange } from '../change.ts'
import { authorise, newId, type Context } from '../context.ts'
import type { SealedValue } from '../connection/ports.ts'
import type { Repositories } from '../ports.ts'
import { demandStepUp } from '../sign-in/demand-step-up.ts'
import { newSigningKey, receiverOf, sealChannel, webhookSecret } from './channel-secret.ts'
import { comeBack } from './deliver-notice.ts'
import type { ChannelRoute, Destination } from './ports.ts'

export interface ListedChannel {
  readonly channel: Channel
  readonly routes: readonly ChannelRoute[]
  /** Messages that could not be delivered. */
  readonly dead: number
}

export async function listChannels(ctx: Context): Promise<ListedChannel[]> {
  authorise(ctx, 'read', 'notice_channel.list')
  const { channels, deliveries } = ctx.store.read.notices
  const [all, routes] = await Promise.all([channels.list(), channels.routes()])
  return Promise.all(
    all.map(async (channel) => ({
      channel,
      routes: routes.filter(({ channelId }) => channelId === channel.id),
      dead: await deliveries.dead(channel.id),
    })),
  )
}

export type CreateChannel = { readonly name: string } & (
  | {
      readonly kind: 'email'
      readonly settings: MailSettings
      readonly password: Redacted<string> | null
    }
  | { readonly kind: 'slack' | 'teams' | 'webhook'; readonly url: Redacted<string> }
)

export interface CreatedChannel {
  readonly channel: Channel
  /** With which the receiver checks signatures; shown this once. */
  readonly signingKey: Redacted<string> | null
}

/** @throws HubwardError `request.invalid`, `resource.conflict`, `auth.step_up_required` */
export async function createChannel(ctx: Context, input: CreateChannel): Promise<CreatedChannel> {
  authorise(ctx, 'secure', 'notice_channel.create')
  demandStepUp(ctx)
  const kept = {
    id: newId(ctx.world, 'notice_channel'),
    name: input.name,
    enabled: true,
    createdAt: ctx.world.now(),
  }
  if (input.kind === 'email') {
    const { kind, settings, password } = input
    demandReachable(ctx, 'mail.host', { mail: settings })
    const channel: Channel = { ...kept, kind, settings, hasSecret: password !== null }
    await insert(ctx, channel, password && (await sealChannel(ctx, kept.id, password)))
    return { channel, signingKey: null }
  }
  const receiver = receiverOf(input.url)
  demandReachable(ctx, 'url', { receiver })
  const signingKey = input.kind === 'webhook' ? newSigningKey(ctx.world) : null
  const secret = webhookSecret(receiver, signingKey ?? undefined)
  const { host, own } = receiver
  const channel: Channel = { ...kept, kind: input.kind, settings: { host, own }, hasSecret: true }
  await insert(ctx, channel, await sealChannel(ctx, kept.id, secret))
  return { channel, signingKey }
}

/** What no message could ever reach is refused at once; names are looked up when there is one to send. */
function demandReachable({ courier }: Context, path: string, to: Destination): void {
  if (courier.refuses(to)) throw invalid(path, FAILURES.address_refused.sentence)
}

const insert = (ctx: Context, channel: Channel, secret: SealedValue | null): Promise<void> =>
  ctx.store.aside(async (tx) => {
    await tx.notices.channels.insert(channel, secret)
    await record(tx, ctx, 'create', null, channel)
  })

export interface UpdateChannel {
  readonly channel: string
  readonly name?: string | undefined
  readonly enabled?: boolean | undefined
  /** Of e-mail. */
  readonly settings?: MailSettings | undefined
  /** Of e-mail; `null` removes it, left out it stays. */
  readonly password?: Redacted<string> | null | undefined
}

/**
 * An address of a webhook is not changed but made anew: the key that signs belongs to its receiver.
 *
 * @throws HubwardError `resource.not_found`, `resource.conflict`, `request.invalid`
 */
export async function updateChannel(ctx: Context, input: UpdateChannel): Promise<Channel> {
  authorise(ctx, 'secure', 'notice_channel.update')
  demandStepUp(ctx)
  const { password, settings } = input
  if (settings) demandReachable(ctx, 'mail.host', { mail: settings })
  const sealed = password ? await sealChannel(ctx, input.channel, password) : password
  return ctx.store.aside(async (tx) => {
    const before = await findChannel(tx, input.channel)
    const after = changed(before, input)
    await tx.notices.channels.update(after, sealed)
    if (after.enabled && !before.enabled) await resume(tx, after.id)
    await record(tx, ctx, 'update', before, after)
    return after
  })
}

/** What waited while it was switched off. */
async function resume(tx: Repositories, channelId: string): Promise<void> {
  for (const waiting of await tx.notices.deliveries.list({ channelId, state: 'waiting' }, 1_000))
    await comeBack(tx, waiting)
}

function changed(before: Channel, { name, enabled, settings, password }: UpdateChannel): Channel {
  const kept = { name: name ?? before.name, enabled: enabled ?? before.enabled }
  if (before.kind === 'email') {
    const moved = settings && settings.host !== before.settings.host
    if (moved && password === undefined && before.hasSecret)
      throw invalid(
        'password',
        'Another host would be sent the password of this one: enter it again, or remove it.',
      )
    return {
      ...before,
      ...kept,
      settings: settings ?? before.settings,
      hasSecret: password === undefined ? before.hasSecret : password !== null,
    }
  }
  if (settings !== undefined || password !== undefined)
    throw invalid('settings', 'Only e-mail has these. Make a new channel for another address.')
  return { ...before, ...kept }
}

export async function removeChannel(
  ctx: Context,
  { channel: id }: { readonly channel: string },
): Promise<void> {
  authorise(ctx, 'secure', 'notice_channel.remove')
  demandStepUp(ctx)
  await ctx.store.aside(async (tx) => {
    const before = await findChannel(tx, id)
    await tx.notices.channels.remove(before.id)
    await record(tx, ctx, 'remove', before, null)
  })
}

/** What a channel that many read is told. @throws HubwardError `resource.not_found`, `request.invalid` */
export async function setChannelRoutes(
  ctx: Context,
  { channel: id, routes }: { readonly channel: string; readonly routes: readonly ChannelRoute[] },
): Promise<void> {
  authorise(ctx, 'change', 'notice_channel.route')
  const unknown = routes.find(({ kind }) => !isNoticeKind(kind))
  if (unknown) throw invalid('routes', `There is no kind of notice called "${unknown.kind}".`)
  await ctx.store.aside(async (tx) => {
    const channel = await findChannel(tx, id)
    if (channel.kind === 'email')
      throw invalid('routes', 'E-mail goes to people: each of them chooses what they get by it.')
    const before = (await tx.notices.channels.routes()).filter(
      ({ channelId }) => channelId === channel.id,
    )
    await tx.notices.channels.setRoutes(channel.id, routes)
    await recordChange(tx, ctx, {
      action: 'notice_channel.route',
      targetKind: 'notice_channel',
      targetId: channel.id,
      targetName: channel.name,
      before: routesRecord(before),
      after: routesRecord(routes),
    })
  })
}

/** By id or name. @throws HubwardError `resource.not_found` */
export async function findChannel(tx: Repositories, named: string): Promise<Channel> {
  const all = await tx.notices.channels.list()
  const found =
    all.find(({ id }) => id === named) ??
    all.find(({ name }) => name.toLowerCase() === named.toLowerCase())
  if (found) return found
  throw new HubwardError('resource.not_found', `There is no channel "${named}".`)
}

const invalid = (path: string, message: string): HubwardError =>
  new HubwardError('request.invalid', message, { fields: [{ path, message }] })

const routesRecord = (routes: readonly ChannelRoute[]) =>
  Object.fromEntries(routes.map(({ kind, pace }) => [kind, pace]))

const channelRecord = ({ kind, name, enabled, hasSecret, settings }: Channel) => ({
  kind,
  name,
  enabled,
  hasSecret,
  settings: { ...settings },
})

async function record(
  tx: Repositories,
  ctx: Context,
  act: 'create' | 'update' | 'remove',
  before: Channel | null,
  after: Channel | null,
): Promise<void> {
  const one = after ?? before
  await recordChange(tx, ctx, {
    action: `notice_channel.${act}`,
    targetKind: 'notice_channel',
    targetId: one?.id ?? '',
    targetName: one?.name ?? '',
    before: before && channelRecord(before),
    after: after && channelRecord(after),
  })
}
