/** How often a portal's people are read, and by what rules they are looked at. */
import { ALERT_RULES } from '../../domain/people/alerts.ts'
import { findConnection } from '../access/find.ts'
import { recordChange } from '../change.ts'
import { authorise, type Context } from '../context.ts'
import type { PeopleSettings } from './ports.ts'

const DEFAULTS: PeopleSettings = { everyHours: null, rules: ALERT_RULES }

/** @throws HubwardError `connection.not_found` */
export async function showPeopleSettings(
  ctx: Context,
  input: { readonly connection: string },
): Promise<PeopleSettings> {
  authorise(ctx, 'read', 'people.settings')
  const { id } = await findConnection(ctx.store.read, input.connection)
  return (await ctx.store.read.people.settings(id)) ?? DEFAULTS
}

/**
 * Sets them whole. With `everyHours` the first reading by itself begins at once.
 *
 * @throws HubwardError `connection.not_found`
 */
export async function setPeopleSettings(
  ctx: Context,
  input: { readonly connection: string; readonly settings: PeopleSettings },
): Promise<PeopleSettings> {
  authorise(ctx, 'operate', 'people.settings')
  const connection = await findConnection(ctx.store.read, input.connection)
  const { settings } = input
  return ctx.store.aside(async (tx) => {
    await tx.people.lock(connection.id)
    const before = (await tx.people.settings(connection.id)) ?? DEFAULTS
    const nextAt = settings.everyHours === null ? null : ctx.world.now()
    await tx.people.saveSettings(connection.id, settings, nextAt)
    await recordChange(tx, ctx, {
      action: 'people.settings',
      targetKind: 'connection',
      targetId: connection.id,
      targetName: connection.name,
      connectionId: connection.id,
      before: { ...before },
      after: { ...settings },
    })
    return settings
  })
}
