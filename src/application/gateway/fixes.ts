/**
 * What mends a broken link of an explanation, as a request to the admin API that is sent as it
 * stands. A fix takes nothing away from anybody, and says how many others gain by it.
 */
import type { Group, Principal } from '../../domain/access/entities.ts'
import { effectiveScopes } from '../../domain/access/decide.ts'
import type { AccessPicture } from '../../domain/access/picture.ts'
import { compareScopes, type Scope } from '../../domain/access/scope.ts'
import type { Connection } from '../../domain/connection/connection.ts'

export interface Fix {
  /** `Grant contacts:write on “EMEA” to the group “Sales”`: for a page, which knows things by their titles. */
  readonly summary: string
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body: Readonly<Record<string, unknown>> | null
  /** How many other people or programs gain the same by it. */
  readonly alsoFor: number
  /** What the person or program gains by it beside what was asked, per connection. */
  readonly gains: readonly Gain[]
  /** Whether their AI is told a group's text by it that it is not told now. */
  readonly tells: boolean
}

export interface Gain {
  readonly connection: Pick<Connection, 'id' | 'name' | 'title'>
  readonly scopes: readonly Scope[]
}

/** Nobody gains anything beside what was asked. */
const NOTHING_ELSE = { alsoFor: 0, gains: [], tells: false } as const

/** More to choose from helps nobody. */
const MOST = 8

export const addAgain = (gone: Principal): Fix =>
  gone.kind === 'member'
    ? {
        summary: `Add ${gone.email ?? gone.name} again, as a new member in no group`,
        method: 'POST',
        path: '/api/v1/members',
        body: { name: gone.name, email: gone.email },
        ...NOTHING_ELSE,
      }
    : {
        summary: `Add the program “${gone.name}” again, in no group`,
        method: 'POST',
        path: '/api/v1/service-accounts',
        body: { name: gone.name },
        ...NOTHING_ELSE,
      }

/** Groups to join: those that grant what is asked first, then those with anything there. */
export function joinGroup(
  picture: AccessPicture,
  principal: Principal,
  connection: Connection | undefined,
  needed: readonly Scope[],
  now: Date,
): readonly Fix[] {
  const join = joining({ picture, principal, needed, now })
  const ranked = picture
    .groups()
    .filter(({ memberIds }) => !memberIds.includes(principal.id))
    .map((group) => {
      const held = connection ? liveScopes(picture, group, connection, now) : new Set<Scope>()
      const enough = held.size > 0 && needed.every((scope) => held.has(scope))
      return { group, enough, some: held.size > 0 }
    })
  return ranked
    .sort((a, b) => Number(b.enough) - Number(a.enough) || Number(b.some) - Number(a.some))
    .slice(0, MOST)
    .map(({ group, enough }) => join(group, enough ? connection : undefined))
}

/** The principal's groups that could be granted it, and groups that have it already. */
export function grantIt(
  picture: AccessPicture,
  principal: Principal,
  connection: Connection,
  missing: readonly Scope[],
  now: Date,
): readonly Fix[] {
  const others = (group: Group): number =>
    group.memberIds.filter((id) => id !== principal.id && picture.principal(id)?.state === 'active')
      .length
  const grants = missing.length === 0 ? [] : picture.groupsOf(principal.id)
  const join = joining({ picture, principal, needed: missing, now })
  const joins = picture.groups().filter((group) => {
    if (group.memberIds.includes(principal.id)) return false
    const held = liveScopes(picture, group, connection, now)
    return held.size > 0 && missing.every((scope) => held.has(scope))
  })
  return [
    ...grants
      .map((group) => ({ group, standing: standingScopes(picture, group, connection) }))
      .sort(
        (a, b) =>
          Number(b.standing.length > 0) - Number(a.standing.length > 0) ||
          others(a.group) - others(b.group),
      )
      .map(({ group, standing }) => ({
        summary: `Grant ${missing.join(', ')} on “${connection.title}” to the group “${group.title}”`,
        method: 'PUT' as const,
        path: '/api/v1/grants',
        body: {
          group: group.name,
          connection: connection.name,
          // A standing grant is set whole, so what the group has is repeated.
          scopes: [...new Set([...standing, ...missing])].sort(compareScopes),
          expiresAt: null,
          // … and is refused where somebody changed it meanwhile.
          revision: group.revision,
        },
        ...NOTHING_ELSE,
        alsoFor: others(group),
      })),
    ...joins.map((group) => join(group, connection)),
  ].slice(0, MOST)
}

export const resume = (connection: Connection): readonly Fix[] =>
  connection.state === 'suspended'
    ? [
        {
          summary: `Let calls to “${connection.title}” flow again`,
          method: 'POST',
          path: `/api/v1/connections/${connection.name}/resume`,
          body: null,
          ...NOTHING_ELSE,
        },
      ]
    : []

interface Joining {
  readonly picture: AccessPicture
  readonly principal: Principal
  /** What was asked; it is no surprise. */
  readonly needed: readonly Scope[]
  readonly now: Date
}

/** Membership gives all that the group has, everywhere: who is taken in for one thing is told the rest. */
function joining({ picture, principal, needed, now }: Joining) {
  return (group: Group, grants: Connection | undefined): Fix => ({
    summary: `Add ${principal.email ?? principal.name} to the group “${group.title}”${
      grants ? `, which grants it on “${grants.title}”` : ''
    }`,
    method: 'PUT',
    path: `/api/v1/groups/${group.name}/members/${principal.id}`,
    body: null,
    alsoFor: 0,
    gains: picture.connections().flatMap((connection) => {
      if (connection.state === 'disconnected') return []
      const has = new Set(effectiveScopes(picture, principal.id, connection.id, now))
      const asked = grants?.id === connection.id ? needed : []
      const scopes = [...liveScopes(picture, group, connection, now)]
        .filter((scope) => !has.has(scope) && !asked.includes(scope))
        .sort(compareScopes)
      const { id, name, title } = connection
      return scopes.length > 0 ? [{ connection: { id, name, title }, scopes }] : []
    }),
    tells: group.context.trim() !== '',
  })
}

const grantsOf = (picture: AccessPicture, group: Group, connection: Connection) =>
  picture.grantsOfConnection(connection.id).filter(({ groupId }) => groupId === group.id)

const liveScopes = (
  picture: AccessPicture,
  group: Group,
  connection: Connection,
  now: Date,
): ReadonlySet<Scope> =>
  new Set(
    grantsOf(picture, group, connection)
      .filter(({ expiresAt }) => !expiresAt || expiresAt > now)
      .flatMap(({ scopes }) => scopes),
  )

const standingScopes = (
  picture: AccessPicture,
  group: Group,
  connection: Connection,
): readonly Scope[] =>
  grantsOf(picture, group, connection).find(({ expiresAt }) => expiresAt === null)?.scopes ?? []
