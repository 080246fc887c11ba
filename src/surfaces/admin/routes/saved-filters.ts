/** Routes of saved filters. */
import {
  changeSavedFilter,
  listSavedFilters,
  removeSavedFilter,
  saveFilter,
  type VisibleFilter,
} from '../../../application/audit/saved-filters.ts'
import type { AccessPicture } from '../../../domain/access/picture.ts'
import {
  savedFilterEndpoints as endpoints,
  type SavedFilterView,
} from '../contract/saved-filters.ts'
import { route } from '../route.ts'
import { principalRef } from '../views.ts'

export const savedFilterRoutes = [
  route(endpoints.list, async ({ ctx }) => {
    const filters = await listSavedFilters(ctx)
    const picture = await ctx.pictures.current()
    return { items: filters.map((one) => view(picture, one)) }
  }),
  route(endpoints.create, async ({ ctx, body: { filter, ...rest } }) => {
    const saved = await saveFilter(ctx, { ...rest, filter: given(filter) })
    return view(await ctx.pictures.current(), saved)
  }),
  route(endpoints.update, async ({ ctx, params, body: { filter, ...rest } }) => {
    const changes = { ...given(rest), ...(filter && { filter: given(filter) }) }
    const saved = await changeSavedFilter(ctx, { filter: params.filter, changes })
    return view(await ctx.pictures.current(), saved)
  }),
  route(endpoints.remove, async ({ ctx, params }) => {
    await removeSavedFilter(ctx, params)
    return undefined
  }),
]

type Given<T> = { [K in keyof T]-?: Exclude<T[K], undefined> }

/** Without the members that were not given. */
const given = <T extends object>(from: T): Partial<Given<T>> & Record<string, never> =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined)) as never

function view(picture: AccessPicture, saved: VisibleFilter): SavedFilterView {
  const owner = picture.principal(saved.ownerId)
  return {
    id: saved.id,
    name: saved.name,
    shared: saved.shared,
    owner: owner
      ? principalRef(owner)
      : { id: saved.ownerId, kind: 'member', name: saved.ownerId, email: null },
    mine: saved.mine,
    // Written by this contract's own form; a member of an older one is left out.
    filter: endpoints.create.body.shape.filter.catch({}).parse(saved.filter),
    createdAt: saved.createdAt.toISOString(),
  }
}
