/** Who the caller is, what their groups grant them, and whom to ask for more. Asks HubSpot nothing. */
import type { Caller } from '../../domain/access/decide.ts'
import { describeScope } from '../../domain/access/scope.ts'
import { reachOf } from '../../domain/mcp/reach.ts'
import { objectTypes } from '../../domain/mcp/tool-view.ts'
import { ok } from '../../domain/result.ts'
import { adminsOf } from '../gateway/admit.ts'
import type { ToolOutcome, ToolServices } from './tool-context.ts'

export async function getMyAccess(
  services: Pick<ToolServices, 'pictures' | 'world' | 'budget'>,
  caller: Caller,
): Promise<ToolOutcome> {
  const picture = await services.pictures.current()
  const { principal, key } = caller
  const admins = adminsOf(picture)
  const reaches = reachOf(picture, principal.id, services.world.now())
  return ok({
    organisation: picture.organisation?.name ?? null,
    you: {
      name: principal.name,
      kind: principal.kind,
      email: principal.email,
      role: principal.role,
      key: key.name,
      key_expires_at: key.expiresAt?.toISOString() ?? null,
    },
    groups: picture.groupsOf(principal.id).map(({ name, title, description, context }) => ({
      name,
      title,
      description,
      context,
    })),
    connections: reaches.map(({ connection, scopes }) => ({
      name: connection.name,
      title: connection.title,
      portal_id: connection.portalId,
      state: connection.state,
      time_zone: connection.timeZone,
      scopes: scopes.map((scope) => ({ scope, allows: describeScope(scope) })),
      may_read: objectTypes(scopes, 'read'),
      may_write: objectTypes(scopes, 'write'),
      limits: services.budget.reading(connection).map((reading) => ({
        budget: reading.budget,
        limit: reading.limit,
        remaining: Math.max(0, reading.remaining),
        window_seconds: Math.round(reading.windowMs / 1000),
      })),
    })),
    how_to_get_more: {
      who_can_grant: admins,
      message:
        reaches.length === 0
          ? `No group of yours has a grant yet. Ask ${admins.join(' or ') || 'an admin'}.`
          : `For a scope that is not listed, ask ${admins.join(' or ') || 'an admin'}, naming the scope and the connection. It works within a second after it is granted.`,
    },
  })
}
