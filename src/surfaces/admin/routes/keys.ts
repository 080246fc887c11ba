/** Routes of client keys. The one place where a key that was made is shown. */
import { createKey } from '../../../application/access/create-key.ts'
import { listKeys } from '../../../application/access/list-keys.ts'
import { revokeKey } from '../../../application/access/revoke-key.ts'
import { keyEndpoints as endpoints } from '../contract/keys.ts'
import { route } from '../route.ts'
import { keyView } from '../views.ts'

export const keyRoutes = [
  route(endpoints.list, async ({ ctx, query }) => {
    const keys = await listKeys(ctx, query)
    const picture = await ctx.pictures.current()
    const uses = await ctx.activity.lastUses(keys.map(({ id }) => id))
    return { items: keys.map((one) => keyView(picture, one, ctx.world.now(), uses)) }
  }),
  route(endpoints.create, async ({ ctx, body }) => {
    const { key, text } = await createKey(ctx, body)
    const picture = await ctx.pictures.current()
    return { key: keyView(picture, key, ctx.world.now(), NEVER), text: text.reveal() }
  }),
  route(endpoints.revoke, async ({ ctx, params }) => {
    const key = await revokeKey(ctx, params)
    const uses = await ctx.activity.lastUses([key.id])
    return keyView(await ctx.pictures.current(), key, ctx.world.now(), uses)
  }),
]

/** Of what was just made. */
const NEVER: ReadonlyMap<string, Date> = new Map()
