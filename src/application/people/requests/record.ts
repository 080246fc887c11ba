/** Requests as the audit shows them. */
import type {
  AccessRequest,
  RequestState,
  WayName,
} from '../../../domain/people/request/request.ts'
import { recordChange } from '../../change.ts'
import type { Context } from '../../context.ts'
import type { Repositories } from '../../ports.ts'

export const recordRequest = (
  tx: Repositories,
  ctx: Context,
  action: WayName | 'ask',
  request: AccessRequest,
  facts: Readonly<Record<string, unknown>> & { readonly state: RequestState },
): Promise<void> =>
  recordChange(tx, ctx, {
    action: `people.request_${action}`,
    targetKind: 'access_request',
    targetId: request.id,
    targetName: request.email,
    connectionId: request.connectionId,
    before: action === 'ask' ? null : { state: request.state },
    after: { userId: request.userId, wish: request.wish, hours: request.hours, ...facts },
  })
