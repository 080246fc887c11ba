/** Routes of browser sessions. */
import type { Context } from '../../../application/context.ts'
import {
  endSession,
  endSessions,
  listSessions,
  signOut,
} from '../../../application/sign-in/sessions.ts'
import { showSession } from '../../../application/sign-in/show-session.ts'
import { sessionEndpoints as endpoints } from '../contract/session.ts'
import { route } from '../route.ts'
import { sessionState, sessionView } from '../sign-in-views.ts'

export const sessionRoutes = [
  route(endpoints.get, async ({ ctx, visit }) => sessionState(await showSession(ctx, visit))),
  route(endpoints.signOut, async ({ ctx, visit, cookies }) => {
    await signOut(ctx, visit)
    cookies.session(null)
    return undefined
  }),
  route(endpoints.list, async ({ ctx, query }) => {
    const found = await listSessions(ctx, query)
    const picture = await ctx.pictures.current()
    return { items: found.map((one) => sessionView(picture, one, ownId(ctx))) }
  }),
  route(endpoints.revoke, async ({ ctx, params }) => {
    await endSession(ctx, params)
    return undefined
  }),
  route(endpoints.revokeAll, async ({ ctx, query }) => ({ ended: await endSessions(ctx, query) })),
]

const ownId = ({ actor }: Context): string | undefined =>
  actor.kind === 'principal' ? actor.means.id : undefined
