/**
 * One attempt at one message. It is counted before it is made and settled after, so whatever is
 * killed when, the message is tried again and never lost; it may then arrive twice, with the same id.
 */
import type { Channel } from '../../domain/notice/channel.ts'
import type { FailureCode } from '../../domain/notice/failure.ts'
import { waitBeforeRetry } from '../../domain/notice/retry.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import { openChannel } from './channel-secret.ts'
import type { Carried, Delivery, Letter } from './ports.ts'
import { raiseNotice } from './raise-notice.ts'

/** Nobody else makes an attempt while this one may be under way. */
const ATTEMPT_MS = 90_000

export async function deliverNotice(
  ctx: Context,
  { deliveryId }: { readonly deliveryId: string },
  signal: AbortSignal,
): Promise<void> {
  authorise(ctx, 'operate', 'notice.deliver')
  const begun = await begin(ctx, deliveryId)
  if (!begun) return
  const outcome = await carry(ctx, begun, signal)
  await settle(ctx, begun, outcome)
}

interface Begun {
  readonly delivery: Delivery
  readonly channel: Channel
}

/** Nothing where it is settled, or where its time has not come: then a job comes back for it. */
const begin = (ctx: Context, id: string): Promise<Begun | undefined> =>
  ctx.store.aside(async (tx) => {
    const waiting = await tx.notices.deliveries.getForUpdate(id)
    if (waiting?.state !== 'waiting') return undefined
    const channel = await tx.notices.channels.get(waiting.channelId)
    if (!channel?.enabled) return undefined
    const now = ctx.world.now()
    if (waiting.nextAt > now) {
      await comeBack(tx, waiting)
      return undefined
    }
    const delivery: Delivery = {
      ...waiting,
      attempts: waiting.attempts + 1,
      nextAt: new Date(now.getTime() + ATTEMPT_MS),
    }
    await tx.notices.deliveries.update(delivery)
    return { delivery, channel }
  })

async function carry(ctx: Context, begun: Begun, signal: AbortSignal): Promise<Carried> {
  const letter = await letterOf(ctx, begun)
  return 'failure' in letter
    ? { ok: false, failure: letter.failure }
    : ctx.courier.carry(letter, signal)
}

async function letterOf(
  ctx: Context,
  { delivery, channel }: Begun,
): Promise<Letter | { failure: FailureCode }> {
  const { read } = ctx.store
  const person = delivery.principalId ? await read.principals.get(delivery.principalId) : undefined
  const to = person?.state === 'active' ? person.email : null
  if (channel.kind === 'email' && to === null) return { failure: 'no_address' }
  try {
    return {
      channel,
      secret: await openChannel(ctx, read, channel.id),
      to,
      message: {
        id: delivery.id,
        notices: await read.notices.deliveries.noticesOf(delivery.id),
        publicUrl: ctx.signIn.site.publicUrl,
      },
    }
  } catch (err) {
    ctx.log.error({ err, channel: channel.id }, 'notices: a secret could not be opened')
    return { failure: 'sealed' }
  }
}

const settle = (ctx: Context, { delivery, channel }: Begun, outcome: Carried): Promise<void> =>
  ctx.store.aside(async (tx) => {
    const now = ctx.world.now()
    const current = await tx.notices.deliveries.getForUpdate(delivery.id)
    // Overtaken by a later attempt: that one says what became of it.
    if (current?.attempts !== delivery.attempts) return
    const wait = outcome.ok ? undefined : waitOf(ctx, delivery, outcome)
    const after: Delivery = {
      ...delivery,
      failure: outcome.ok ? null : outcome.failure,
      ...(wait === undefined
        ? { state: outcome.ok ? 'sent' : 'dead', settledAt: now, nextAt: now }
        : { nextAt: new Date(now.getTime() + wait) }),
    }
    await tx.notices.deliveries.update(after)
    if (after.state === 'waiting') await comeBack(tx, after)
    else await recordSettled(tx, ctx, channel, after)
    if (after.state === 'dead') await tellOfDead(tx, ctx, channel, after)
  })

const waitOf = (
  { world }: Context,
  { attempts }: Delivery,
  { failure, waitMs }: Extract<Carried, { ok: false }>,
): number | undefined =>
  waitBeforeRetry(failure, attempts, (world.randomBytes(1)[0] ?? 0) / 255, waitMs)

/** A job at its time, unless one waits already. */
export const comeBack = (tx: Repositories, { id, nextAt }: Delivery): Promise<void> =>
  tx.jobs.send('notice.deliver', { deliveryId: id }, { startAfter: nextAt, singletonKey: id })

const recordSettled = (
  tx: Repositories,
  ctx: Context,
  channel: Channel,
  { id, state, attempts, failure, principalId }: Delivery,
): Promise<void> =>
  recordChange(tx, ctx, {
    action: state === 'sent' ? 'notice.deliver' : 'notice.give_up',
    targetKind: 'notice_delivery',
    targetId: id,
    targetName: channel.name,
    before: null,
    after: { channelId: channel.id, channelKind: channel.kind, principalId, attempts, failure },
  })

/** A channel that goes on failing is told of once; one that fails again after this long, anew. */
const QUIET_MS = 24 * 60 * 60_000

/** When a channel begins to fail; and never by way of a message about that. */
async function tellOfDead(
  tx: Repositories,
  ctx: Context,
  channel: Channel,
  { id, failure, attempts }: Delivery,
): Promise<void> {
  const about = await tx.notices.deliveries.noticesOf(id)
  if (about.some(({ kind }) => kind === 'notice.channel_failing')) return
  const since = new Date(ctx.world.now().getTime() - QUIET_MS)
  // Of two messages that are given up at the same moment the second is to see the first.
  await tx.notices.channels.lock(channel.id)
  if ((await tx.notices.deliveries.dead(channel.id, since)) > 1) return
  await raiseNotice(tx, ctx, {
    kind: 'notice.channel_failing',
    facts: {
      channelId: channel.id,
      channelKind: channel.kind,
      failure: failure ?? 'broken',
      attempts,
    },
    links: ['/settings?tab=notifications'],
  })
}
