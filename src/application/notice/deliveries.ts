/** Messages that went out, wait, or could not be delivered; and the second chance of the last. */
import { HubwardError } from '../../domain/errors.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { Repositories } from '../ports.ts'
import type { Delivery, DeliveryFilter } from './ports.ts'

const MOST_LISTED = 200

/** Newest first. */
export async function listDeliveries(
  ctx: Context,
  filter: DeliveryFilter,
): Promise<(Delivery & { readonly notices: number })[]> {
  authorise(ctx, 'read', 'notice_delivery.list')
  return ctx.store.read.notices.deliveries.list(filter, MOST_LISTED)
}

/** @throws HubwardError `resource.not_found`; `resource.conflict` where it is not dead */
export async function replayDelivery(
  ctx: Context,
  { delivery: id }: { readonly delivery: string },
): Promise<Delivery> {
  authorise(ctx, 'operate', 'notice_delivery.replay')
  return ctx.store.aside(async (tx) => {
    const dead = await tx.notices.deliveries.getForUpdate(id)
    if (!dead) throw new HubwardError('resource.not_found', `There is no message "${id}".`)
    if (dead.state !== 'dead')
      throw new HubwardError(
        'resource.conflict',
        `The message is ${dead.state}: only one that could not be delivered is sent again.`,
      )
    return again(tx, ctx, dead)
  })
}

/** All that a channel could not deliver. @returns how many */
export async function replayDead(
  ctx: Context,
  filter: { readonly channelId?: string | undefined },
): Promise<number> {
  authorise(ctx, 'operate', 'notice_delivery.replay')
  return ctx.store.aside(async (tx) => {
    const dead = await tx.notices.deliveries.list({ ...filter, state: 'dead' }, MOST_LISTED)
    for (const { id } of dead) {
      const one = await tx.notices.deliveries.getForUpdate(id)
      if (one?.state === 'dead') await again(tx, ctx, one)
    }
    return dead.length
  })
}

async function again(tx: Repositories, ctx: Context, dead: Delivery): Promise<Delivery> {
  const after: Delivery = {
    ...dead,
    state: 'waiting',
    attempts: 0,
    nextAt: ctx.world.now(),
    settledAt: null,
  }
  await tx.notices.deliveries.update(after)
  await tx.jobs.send('notice.deliver', { deliveryId: dead.id }, { singletonKey: dead.id })
  await recordChange(tx, ctx, {
    action: 'notice_delivery.replay',
    targetKind: 'notice_delivery',
    targetId: dead.id,
    targetName: dead.id,
    before: { state: dead.state, failure: dead.failure },
    after: { state: after.state },
  })
  return after
}
