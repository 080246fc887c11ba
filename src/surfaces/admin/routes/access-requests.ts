/** Routes of requests for access to portals. */
import { askAccess } from '../../../application/people/requests/ask-access.ts'
import {
  approveRequest,
  endRequest,
  refuseRequest,
  settleRequest,
  withdrawRequest,
} from '../../../application/people/requests/answer-request.ts'
import {
  listApprovers,
  listRequests,
  setApprovers,
  showRequest,
} from '../../../application/people/requests/show-requests.ts'
import { REQUEST_STATES, type AccessRequest } from '../../../domain/people/request/request.ts'
import {
  accessRequestEndpoints as endpoints,
  type AccessRequestView,
} from '../contract/access-requests.ts'
import { route } from '../route.ts'

export const accessRequestRoutes = [
  route(endpoints.ask, async ({ ctx, params, body }) =>
    view(await askAccess(ctx, { ...params, ...body, hours: body.hours ?? null })),
  ),
  route(endpoints.list, async ({ ctx, query }) => ({
    items: (await listRequests(ctx, { connection: query.connection, open: !query.all })).map(view),
  })),
  route(endpoints.show, async ({ ctx, params }) => view(await showRequest(ctx, params))),
  route(endpoints.approve, async ({ ctx, params, body }) =>
    view(await approveRequest(ctx, { ...params, ...body })),
  ),
  route(endpoints.refuse, async ({ ctx, params, body }) =>
    view(await refuseRequest(ctx, { ...params, ...body })),
  ),
  route(endpoints.withdraw, async ({ ctx, params }) => view(await withdrawRequest(ctx, params))),
  route(endpoints.end, async ({ ctx, params }) => view(await endRequest(ctx, params))),
  route(endpoints.settle, async ({ ctx, params, body }) =>
    view(await settleRequest(ctx, { ...params, ...body })),
  ),
  route(endpoints.approvers, async ({ ctx, params }) => ({
    items: [...(await listApprovers(ctx, params))],
  })),
  route(endpoints.setApprovers, async ({ ctx, params, body }) => ({
    items: [...(await setApprovers(ctx, { ...params, ...body }))],
  })),
]

const view = (request: AccessRequest): AccessRequestView => ({
  id: request.id,
  connectionId: request.connectionId,
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
