/** Routes of requests for access to portals. */
import type { Context } from '../../../application/context.ts'
import { askAccess } from '../../../application/people/requests/ask-access.ts'
import {
  approveRequest,
  endRequest,
  refuseRequest,
  settleRequest,
  withdrawRequest,
} from '../../../application/people/requests/answer-request.ts'
import { listOffers } from '../../../application/people/requests/list-offers.ts'
import {
  listApprovers,
  listRequests,
  seenBy,
  setApprovers,
  showRequest,
  type SeenRequest,
} from '../../../application/people/requests/show-requests.ts'
import { displayNameOf } from '../../../domain/people/portal-user.ts'
import { REQUEST_STATES, type AccessRequest } from '../../../domain/people/request/request.ts'
import {
  accessRequestEndpoints as endpoints,
  type AccessRequestView,
} from '../contract/access-requests.ts'
import { route } from '../route.ts'

export const accessRequestRoutes = [
  route(endpoints.ask, async ({ ctx, params, body }) =>
    view(ctx, await askAccess(ctx, { ...params, ...body, hours: body.hours ?? null })),
  ),
  route(endpoints.offers, async ({ ctx }) => ({
    items: (await listOffers(ctx)).map(({ connection, catalogue, isUser }) => ({
      connection: { id: connection.id, name: connection.name, title: connection.title },
      permissionSets: catalogue.permissionSets.map(({ id, name }) => ({ id, name })),
      teams: catalogue.teams.map(({ id, name }) => ({ id, name })),
      seats: catalogue.seats.map(({ name }) => name),
      isUser,
    })),
  })),
  route(endpoints.list, async ({ ctx, query }) => {
    const { connection, all } = query
    const items = await seenBy(ctx, await listRequests(ctx, { connection, open: !all }))
    return { items: items.map(viewOf) }
  }),
  route(endpoints.show, async ({ ctx, params }) => view(ctx, await showRequest(ctx, params))),
  route(endpoints.approve, async ({ ctx, params, body }) =>
    view(ctx, await approveRequest(ctx, { ...params, ...body })),
  ),
  route(endpoints.refuse, async ({ ctx, params, body }) =>
    view(ctx, await refuseRequest(ctx, { ...params, ...body })),
  ),
  route(endpoints.withdraw, async ({ ctx, params }) =>
    view(ctx, await withdrawRequest(ctx, params)),
  ),
  route(endpoints.end, async ({ ctx, params }) => view(ctx, await endRequest(ctx, params))),
  route(endpoints.settle, async ({ ctx, params, body }) =>
    view(ctx, await settleRequest(ctx, { ...params, ...body })),
  ),
  route(endpoints.approvers, async ({ ctx, params }) => ({
    items: [...(await listApprovers(ctx, params))],
  })),
  route(endpoints.setApprovers, async ({ ctx, params, body }) => ({
    items: [...(await setApprovers(ctx, { ...params, ...body }))],
  })),
]

const view = async (ctx: Context, request: AccessRequest): Promise<AccessRequestView> => {
  const [seen] = await seenBy(ctx, [request])
  if (!seen) throw new Error('one request is seen as one')
  return viewOf(seen)
}

const viewOf = ({ request, connection, pieces, may, user }: SeenRequest): AccessRequestView => ({
  id: request.id,
  connectionId: request.connectionId,
  connection: { id: connection.id, name: connection.name, title: connection.title },
  pieces: pieces.map((piece) => ({ ...piece, replaces: [...piece.replaces] })),
  user: user && {
    name: displayNameOf(user.user),
    superAdmin: user.user.superAdmin,
    lastLoginAt: user.user.lastLoginAt,
    loginsFrom: user.loginsFrom?.toISOString() ?? null,
    readAt: user.readAt.toISOString(),
  },
  may: [...may],
  state: request.state,
  text: REQUEST_STATES[request.state],
  askedBy: { ...request.askedBy },
  email: request.email,
  userId: request.userId,
  permissionSetId: request.wish.permissionSetId ?? null,
  primaryTeamId: request.wish.primaryTeamId ?? null,
  addTeamIds: [...(request.wish.addTeamIds ?? [])],
  addSeats: [...(request.wish.addSeats ?? [])],
  hours: request.hours,
  reason: request.reason,
  askedAt: request.askedAt.toISOString(),
  lapsesAt: request.lapsesAt.toISOString(),
  decided: request.decided && {
    by: { ...request.decided.by },
    at: request.decided.at.toISOString(),
    note: request.decided.note,
  },
  planId: request.planId,
  grantedAt: request.grantedAt?.toISOString() ?? null,
  endsAt: request.endsAt?.toISOString() ?? null,
  endedAt: request.endedAt?.toISOString() ?? null,
  held: request.held,
})
