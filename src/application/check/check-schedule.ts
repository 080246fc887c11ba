/** How often a connection is checked without being asked: shown and set. `check-due.ts` does it. */
import { HubwardError } from '../../domain/errors.ts'
import { findConnection } from '../access/find.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { CheckSchedule } from './ports.ts'

const DAY_MS = 24 * 60 * 60_000

/** Rarer than this is done by hand. */
const MOST_DAYS_BETWEEN_CHECKS = 90

/** `null` where it is checked only when somebody asks. @throws HubwardError `connection.not_found` */
export async function showCheckSchedule(
  ctx: Context,
  input: { readonly connection: string },
): Promise<CheckSchedule | null> {
  authorise(ctx, 'read', 'connection.check_schedule')
  const { id } = await findConnection(ctx.store.read, input.connection)
  return (await ctx.store.read.checks.schedules.get(id)) ?? null
}

export interface SetCheckSchedule {
  /** Id or name. */
  readonly connection: string
  /** `null`: only when somebody asks. */
  readonly everyDays: number | null
}

/**
 * From now on, so many days apart, the first so many days from now. Setting what is set already moves
 * nothing.
 *
 * @throws HubwardError `connection.not_found`, `request.invalid`
 */
export async function setCheckSchedule(
  ctx: Context,
  { connection: named, everyDays }: SetCheckSchedule,
): Promise<CheckSchedule | null> {
  authorise(ctx, 'operate', 'connection.check_schedule')
  demandDays(everyDays)
  return ctx.store.transaction(async (tx) => {
    const { id, name } = await findConnection(tx, named)
    const before = (await tx.checks.schedules.get(id)) ?? null
    if ((before?.everyDays ?? null) === everyDays) return before
    const nextAt = new Date(ctx.world.now().getTime() + (everyDays ?? 0) * DAY_MS)
    const after = everyDays === null ? null : { connectionId: id, everyDays, nextAt }
    await (after ? tx.checks.schedules.put(after) : tx.checks.schedules.remove(id))
    await recordChange(tx, ctx, {
      action: 'connection.check_schedule',
      targetKind: 'connection',
      targetId: id,
      targetName: name,
      connectionId: id,
      before: { everyDays: before?.everyDays ?? null },
      after: { everyDays },
    })
    return after
  })
}

function demandDays(days: number | null): void {
  if (days === null || (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS_BETWEEN_CHECKS))
    return
  const message = `Checks are 1 to ${MOST_DAYS_BETWEEN_CHECKS} days apart.`
  throw new HubwardError('request.invalid', message, { fields: [{ path: 'everyDays', message }] })
}
