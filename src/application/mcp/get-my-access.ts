/** Who the caller is, what their groups grant them, and whom to ask for more. Asks HubSpot nothing. */
import type { Caller } from '../../domain/access/decide.ts'
import { describeScope, type Scope } from '../../domain/access/scope.ts'
import { fit } from '../../domain/mcp/fit.ts'
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
  const { principal, means, access } = caller
  const admins = adminsOf(picture)
  const reaches = reachOf(picture, principal.id, services.world.now())
  const groups = fit(
    picture
      .groupsOf(principal.id)
      .map(({ name, title, description, context }) => ({ name, title, description, context })),
    GROUPS_ROOM,
  )
  const described = fit(reaches.map(shownWith(services, describedScope)), CONNECTIONS_ROOM)
  const connections =
    described.dropped === 0
      ? described
      : fit(reaches.map(shownWith(services, namedScope)), CONNECTIONS_ROOM)
  return ok({
    organisation: picture.organisation?.name ?? null,
    you: {
      name: principal.name,
      kind: principal.kind,
      email: principal.email,
      role: principal.role,
      signed_in_by: means.kind,
      key: means.name,
      key_expires_at: means.expiresAt?.toISOString() ?? null,
    },
    groups: groups.items,
    connections: connections.items,
    how_to_get_more: {
      who_can_grant: admins,
      message:
        reaches.length === 0
          ? `No group of yours has a grant yet. Ask ${admins.join(' or ') || 'an admin'}.`
          : `For a scope that is not listed, ask ${admins.join(' or ') || 'an admin'}, naming the scope and the connection. It works within a second after it is granted.`,
    },
    notices: [
      ...(access === 'read' ? [READ_ONLY] : []),
      ...(groups.dropped > 0 ? [`${groups.dropped} more groups had no room.`] : []),
      ...(groups.cutAt !== null
        ? [`Texts of groups over ${groups.cutAt} characters were cut.`]
        : []),
      ...(connections.dropped > 0
        ? [
            `You have these connections too, for which there was no room: ${leftOut(reaches, connections.items.length)}.`,
          ]
        : []),
    ],
  })
}

/** The scopes above are the person's; the client may be let in to less. */
const READ_ONLY =
  'This client was let in to read only: of the scopes above it may use those that read. To change something, let it in again with reading and writing.'

/** Characters of a result for each part. */
const GROUPS_ROOM = 20_000
const CONNECTIONS_ROOM = 14_000

type Reach = ReturnType<typeof reachOf>[number]

const leftOut = (reaches: readonly Reach[], shown: number): string =>
  reaches
    .slice(shown)
    .map(({ connection }) => connection.name)
    .join(', ')
    .slice(0, 2_000)

const describedScope = (scope: Scope): object => ({ scope, allows: describeScope(scope) })
const namedScope = (scope: Scope): object => ({ scope })

const shownWith =
  (services: Pick<ToolServices, 'budget'>, shownScope: (scope: Scope) => object) =>
  ({ connection, scopes }: Reach) => ({
    name: connection.name,
    title: connection.title,
    portal_id: connection.portalId,
    state: connection.state,
    time_zone: connection.timeZone,
    scopes: scopes.map(shownScope),
    may_read: objectTypes(scopes, 'read'),
    may_write: objectTypes(scopes, 'write'),
    limits: services.budget.reading(connection).map((reading) => ({
      budget: reading.budget,
      limit: reading.limit,
      remaining: Math.max(0, reading.remaining),
      window_seconds: Math.round(reading.windowMs / 1000),
    })),
  })
