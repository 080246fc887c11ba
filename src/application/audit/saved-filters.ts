/**
 * Searches of the audit that people gave a name. They change nothing of who may do what, so they
 * leave no event in the audit; a shared one may be changed by whoever made it, and by admins.
 */
import { HubwardError } from '../../domain/errors.ts'
import type { SavedFilter } from '../activity/ports.ts'
import { authorise, MAY, newId, type Context } from '../context.ts'
import { taken } from '../taken.ts'

/** A person's own list stays one that can be read. */
const MOST = 100

export interface VisibleFilter extends SavedFilter {
  /** Whether the asker may change or remove it. */
  readonly mine: boolean
}

/** One's own and the shared ones, by name. */
export async function listSavedFilters(ctx: Context): Promise<readonly VisibleFilter[]> {
  authorise(ctx, 'read', 'saved_filter.list')
  return (await ctx.savedFilters.list(ownId(ctx))).map((one) => visible(ctx, one))
}

export interface SaveFilter {
  readonly name: string
  readonly shared: boolean
  readonly filter: Readonly<Record<string, string>>
}

/** @throws HubwardError `resource.conflict` for a name that one has used, or with too many */
export async function saveFilter(ctx: Context, input: SaveFilter): Promise<VisibleFilter> {
  authorise(ctx, 'read', 'saved_filter.create')
  const ownerId = ownId(ctx)
  const own = (await ctx.savedFilters.list(ownerId)).filter((one) => one.ownerId === ownerId)
  demandFreeName(own, input.name)
  if (own.length >= MOST)
    throw new HubwardError(
      'resource.conflict',
      `You have ${own.length} saved filters, which is the most. Remove one that you no longer use.`,
    )
  const id = newId(ctx.world, 'saved_filter')
  const filter: SavedFilter = { id, ownerId, ...input, createdAt: ctx.world.now() }
  await ctx.savedFilters.save(filter)
  return visible(ctx, filter)
}

export interface ChangeFilter {
  readonly filter: string
  readonly changes: Partial<SaveFilter>
}

/** @throws HubwardError `resource.not_found`, `auth.forbidden`, `resource.conflict` */
export async function changeSavedFilter(ctx: Context, input: ChangeFilter): Promise<VisibleFilter> {
  authorise(ctx, 'read', 'saved_filter.update')
  const before = await changeable(ctx, input.filter)
  const after = { ...before, ...input.changes }
  const others = (await ctx.savedFilters.list(before.ownerId)).filter(
    ({ id, ownerId }) => ownerId === before.ownerId && id !== before.id,
  )
  demandFreeName(others, after.name)
  await ctx.savedFilters.save(after)
  return visible(ctx, after)
}

/** @throws HubwardError `resource.not_found`, `auth.forbidden` */
export async function removeSavedFilter(
  ctx: Context,
  input: { readonly filter: string },
): Promise<void> {
  authorise(ctx, 'read', 'saved_filter.remove')
  await ctx.savedFilters.remove((await changeable(ctx, input.filter)).id)
}

async function changeable(ctx: Context, id: string): Promise<SavedFilter> {
  const found = await ctx.savedFilters.get(id)
  // Somebody else's own is answered like one that does not exist.
  if (!found || (found.ownerId !== ownId(ctx) && !found.shared))
    throw new HubwardError('resource.not_found', `There is no saved filter "${id}".`)
  if (isMine(ctx, found)) return found
  throw new HubwardError(
    'auth.forbidden',
    `"${found.name}" was shared by somebody else; they or an admin can change it. Save one of your own.`,
  )
}

function demandFreeName(own: readonly SavedFilter[], name: string): void {
  if (own.some((one) => one.name === name))
    throw taken('name', `You have a saved filter "${name}" already.`)
}

const visible = (ctx: Context, filter: SavedFilter): VisibleFilter => ({
  ...filter,
  mine: isMine(ctx, filter),
})

const isMine = (ctx: Context, { ownerId, shared }: SavedFilter): boolean =>
  ownerId === ownId(ctx) ||
  (shared && ctx.actor.kind === 'principal' && MAY[ctx.actor.role].includes('change'))

/** The operator on the machine is nobody who could own anything. */
function ownId(ctx: Context): string {
  if (ctx.actor.kind === 'principal') return ctx.actor.principalId
  throw new HubwardError('auth.forbidden', 'Saved filters belong to people; sign in as one.')
}
