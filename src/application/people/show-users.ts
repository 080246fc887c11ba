/** The users of a portal as they are known, for whoever may read. */
import { ALERT_KINDS } from '../../domain/people/alerts.ts'
import { matchUsers, type Match, type Person } from '../../domain/people/match.ts'
import { HubwardError } from '../../domain/errors.ts'
import type { Connection } from '../../domain/connection/connection.ts'
import { ELEVATED_STATES, type AccessRequest } from '../../domain/people/request/request.ts'
import { findConnection } from '../access/find.ts'
import { authorise, type Context } from '../context.ts'
import { directoryOf } from './directory.ts'
import type {
  Catalogue,
  ListedPortalUser,
  StoredAlert,
  StoredChange,
  StoredReading,
  UserFilter,
} from './ports.ts'

export interface ListUsers extends UserFilter {
  readonly connection: string
  readonly limit: number
  readonly after?: string | undefined
}

export interface MatchedUser extends ListedPortalUser {
  readonly match: Match
}

export interface ListedUsers {
  readonly connection: Connection
  readonly items: readonly MatchedUser[]
  readonly next: string | null
  readonly total: number
  /** The newest snapshot; `null`: there is none yet. */
  readonly snapshot: StoredReading | null
  readonly people: ReadonlyMap<string, Person>
}

const NOTHING: Catalogue = { permissionSets: [], teams: [], seats: [] }

/** What ids in users stand for. */
export const catalogueOf = (snapshot: StoredReading | null): Catalogue =>
  snapshot?.sealed?.catalogue ?? NOTHING

/** @throws HubwardError `connection.not_found` */
export async function listUsers(ctx: Context, input: ListUsers): Promise<ListedUsers> {
  authorise(ctx, 'read', 'people.users')
  const { connection: named, limit, after, ...filter } = input
  const { read } = ctx.store
  const connection = await findConnection(read, named)
  const page = await read.people.users(connection.id, filter, { limit, after })
  const { matches, people } = await matchAll(ctx, connection.id)
  return {
    connection,
    ...page,
    items: page.items.map((one) => ({
      ...one,
      match: matches.get(one.user.userId) ?? { how: 'none' },
    })),
    snapshot: (await read.people.newestSealed(connection.id)) ?? null,
    people,
  }
}

export interface ShownUser {
  readonly connection: Connection
  readonly user: MatchedUser
  readonly snapshot: StoredReading | null
  readonly people: ReadonlyMap<string, Person>
  /** The open ones. */
  readonly alerts: readonly StoredAlert[]
  /** Newest first. */
  readonly changes: readonly StoredChange[]
  /** By user id: everybody who is or was known, to name who did something. */
  readonly actors: ReadonlyMap<string, string>
  /** Access that they have for a while, or that is on its way: what is seen of them is not what stays. */
  readonly elevated: AccessRequest | null
}

const CHANGES = 200

/** @throws HubwardError `connection.not_found`, `people.user_not_found` */
export async function showUser(
  ctx: Context,
  input: { readonly connection: string; readonly user: string },
): Promise<ShownUser> {
  authorise(ctx, 'read', 'people.user')
  const { read } = ctx.store
  const connection = await findConnection(read, input.connection)
  const { people: repository } = read
  const user = await findUser(ctx, connection, input.user)
  const { matches, people } = await matchAll(ctx, connection.id)
  const changes = await repository.changes(connection.id, {
    userId: user.user.userId,
    limit: CHANGES,
  })
  return {
    connection,
    user: { ...user, match: matches.get(user.user.userId) ?? { how: 'none' } },
    snapshot: (await repository.newestSealed(connection.id)) ?? null,
    people,
    alerts: await repository.alerts(connection.id, {
      open: true,
      userId: user.user.userId,
      limit: ALERT_KINDS.length,
    }),
    changes,
    actors: await actorsOf(ctx, connection.id),
    elevated:
      (await read.requests.inStates(connection.id, [...ELEVATED_STATES])).find(
        ({ userId, hours }) => userId === user.user.userId && hours !== null,
      ) ?? null,
  }
}

/** By id, or by an address that fits one. */
export async function findUser(
  ctx: Context,
  connection: Connection,
  named: string,
): Promise<ListedPortalUser> {
  const { people } = ctx.store.read
  const byId = await people.user(connection.id, named)
  if (byId) return byId
  const { items: same } = await people.users(connection.id, { email: named }, { limit: 50 })
  const [only] = same
  if (only && same.length === 1) return only
  throw new HubwardError(
    'people.user_not_found',
    same.length > 1
      ? `${same.length} users of "${connection.name}" have that address; name one by its id: ${same.map(({ user }) => user.userId).join(', ')}.`
      : `No user of "${connection.name}" has that id or address. hubward people list ${connection.name} shows them; a fresh one comes with hubward people sync ${connection.name}.`,
  )
}

/** Addresses by user id. */
export async function actorsOf(
  ctx: Context,
  connectionId: string,
): Promise<ReadonlyMap<string, string>> {
  authorise(ctx, 'read', 'people.users')
  const known = await ctx.store.read.people.known(connectionId)
  return new Map([...known].map(([id, { user }]) => [id, user.email]))
}

async function matchAll(ctx: Context, connectionId: string) {
  const { read } = ctx.store
  const known = await read.people.known(connectionId)
  const directory = await directoryOf(read)
  const present = [...known.values()].flatMap(({ user, presence }) =>
    presence === 'removed' ? [] : [user],
  )
  return {
    matches: matchUsers(present, directory, await read.people.links(connectionId)),
    people: new Map(directory.map((person) => [person.key, person])),
  }
}
