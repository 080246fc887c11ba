/** Who is known of a portal, what changed, and who of the directory they are. */
import { sql, type Selectable } from 'kysely'
import type {
  ListedPortalUser,
  PeopleRepository,
  StoredChange,
} from '../../../application/people/ports.ts'
import type { AlertKind } from '../../../domain/people/alerts.ts'
import type { KnownUser, Presence } from '../../../domain/people/difference.ts'
import { emailKey, type PortalUser } from '../../../domain/people/portal-user.ts'
import type { Database } from '../pool.ts'
import { keysetOf, parseKeyset } from './keyset.ts'
import type { PeopleSchema, StoredUser } from './schema.ts'

type Queries = Pick<
  PeopleRepository,
  'known' | 'users' | 'user' | 'population' | 'changes' | 'missed' | 'links' | 'link' | 'unlink'
>

export function userQueries(db: Database): Queries {
  const listed = (connectionId: string) =>
    db
      .selectFrom('portal_user as u')
      .leftJoin('portal_user_link as l', (join) =>
        join.onRef('l.connection_id', '=', 'u.connection_id').onRef('l.user_id', '=', 'u.user_id'),
      )
      .selectAll('u')
      .select('l.person_key')
      .select(
        sql<AlertKind[]>`array(select a.kind from portal_user_alert a
          where a.connection_id = u.connection_id and a.user_id = u.user_id
            and a.closed_at is null order by a.kind)`.as('alerts'),
      )
      .where('u.connection_id', '=', connectionId)
  const changes = (connectionId: string) =>
    db
      .selectFrom('portal_user_change as c')
      .leftJoin('provisioning_run as r', 'r.plan_id', 'c.plan_id')
      .selectAll('c')
      .select(['r.applied_by', 'r.applied_by_name'])
      .where('c.connection_id', '=', connectionId)
  return {
    async known(connectionId) {
      const rows = await db
        .selectFrom('portal_user')
        .select(['user_id', 'presence', 'data', 'last_login_at', 'inferred_invited'])
        .where('connection_id', '=', connectionId)
        .execute()
      return new Map(rows.map((row): [string, KnownUser] => [row.user_id, knownOf(row)]))
    },
    async users(connectionId, filter, { limit, after }) {
      const { search, email, presence, alert, superAdmin, teamId, permissionSetId } = filter
      const like = search === undefined ? null : `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
      const found = listed(connectionId)
        .$if(like !== null, (query) =>
          query.where((on) => on.or([on('u.name', 'ilike', like), on('u.email', 'ilike', like)])),
        )
        .$if(email !== undefined, (query) => query.where('u.email_key', '=', emailKey(email!)))
        .$if(presence !== undefined, (query) => query.where('u.presence', '=', presence!))
        .$if(superAdmin !== undefined, (query) => query.where('u.super_admin', '=', superAdmin!))
        .$if(alert !== undefined, (query) =>
          query.where(
            sql<boolean>`exists (select from portal_user_alert a
              where a.connection_id = u.connection_id and a.user_id = u.user_id
                and a.closed_at is null and a.kind = ${alert})`,
          ),
        )
        .$if(permissionSetId !== undefined, (query) =>
          query.where(sql<boolean>`u.data -> 'permissionSetIds' ? ${permissionSetId}`),
        )
        .$if(teamId !== undefined, (query) =>
          query.where(
            sql<boolean>`(u.data ->> 'primaryTeamId' = ${teamId} or u.data -> 'secondaryTeamIds' ? ${teamId})`,
          ),
        )
      const counted = await db
        .selectFrom(found.as('found'))
        .select((on) => on.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow()
      const from = parseKeyset(after)
      const rows = await found
        .select(sql<string>`lower(u.name)`.as('sort_name'))
        .$if(from !== null, (query) =>
          query.where(sql<boolean>`(lower(u.name), u.user_id) > (${from?.[0]}, ${from?.[1]})`),
        )
        .orderBy(sql`lower(u.name)`)
        .orderBy('u.user_id')
        .limit(limit + 1)
        .execute()
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return {
        items: rows.slice(0, limit).map(listedOf),
        next: last ? keysetOf([last.sort_name, last.user_id]) : null,
        total: counted.total,
      }
    },
    async user(connectionId, userId) {
      const row = await listed(connectionId).where('u.user_id', '=', userId).executeTakeFirst()
      return row && listedOf(row)
    },
    async population(connectionId, seal) {
      const rows = await db
        .selectFrom('portal_user_version')
        .select('data')
        .where('connection_id', '=', connectionId)
        .where('from_seal', '<=', seal)
        .where((on) => on.or([on('to_seal', 'is', null), on('to_seal', '>=', seal)]))
        .execute()
      return rows.map(({ data }) => ({ ...data, lastLoginAt: null, inferredInvited: false }))
    },
    async changes(connectionId, { userId, before, limit }) {
      const rows = await changes(connectionId)
        .$if(userId !== undefined, (query) => query.where('c.user_id', '=', userId!))
        .$if(before !== undefined, (query) => query.where('c.id', '<', before!))
        .orderBy('c.id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(changeOf)
    },
    async missed(connectionId, userIds) {
      if (userIds.length === 0) return new Map()
      const rows = await changes(connectionId)
        .distinctOn('c.user_id')
        .where('c.kind', '=', 'missing')
        .where('c.user_id', '=', sql<string>`any(${[...userIds]}::text[])`)
        .orderBy('c.user_id')
        .orderBy('c.id', 'desc')
        .execute()
      return new Map(rows.map((row) => [row.user_id, changeOf(row)]))
    },
    async links(connectionId) {
      const rows = await db
        .selectFrom('portal_user_link')
        .select(['user_id', 'person_key'])
        .where('connection_id', '=', connectionId)
        .execute()
      return new Map(rows.map((row) => [row.user_id, row.person_key]))
    },
    async link(connectionId, { userId, personKey, by, at }) {
      await db
        .deleteFrom('portal_user_link')
        .where('connection_id', '=', connectionId)
        .where((on) => on.or([on('user_id', '=', userId), on('person_key', '=', personKey)]))
        .execute()
      await db
        .insertInto('portal_user_link')
        .values({
          connection_id: connectionId,
          user_id: userId,
          person_key: personKey,
          linked_by: by,
          linked_at: at,
        })
        .execute()
    },
    async unlink(connectionId, userId) {
      const { numDeletedRows } = await db
        .deleteFrom('portal_user_link')
        .where('connection_id', '=', connectionId)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

type ChangeRow = Selectable<PeopleSchema['portal_user_change']> & {
  readonly applied_by: string | null
  readonly applied_by_name: string | null
}

const changeOf = (row: ChangeRow): StoredChange => ({
  id: row.id,
  readingId: row.reading_id,
  userId: row.user_id,
  kind: row.kind,
  before: row.before,
  after: row.after,
  from: row.between_from,
  to: row.between_to,
  attribution: {
    certainty: row.certainty,
    events: row.events.map((event) => ({ ...event, at: new Date(event.at) })),
  },
  plan:
    row.plan_id === null
      ? null
      : {
          id: row.plan_id,
          appliedBy: { id: row.applied_by ?? '', name: row.applied_by_name ?? '' },
        },
})

interface KnownRow {
  readonly presence: Presence
  readonly data: StoredUser
  readonly last_login_at: Date | null
  readonly inferred_invited: boolean
}

function knownOf({ presence, data, last_login_at, inferred_invited }: KnownRow): KnownUser {
  const user: PortalUser = {
    ...data,
    lastLoginAt: last_login_at?.toISOString() ?? null,
    inferredInvited: inferred_invited,
  }
  return { user, presence }
}

interface ListedRow extends KnownRow {
  readonly first_seen_at: Date
  readonly last_seen_at: Date
  readonly gone_at: Date | null
  readonly person_key: string | null
  readonly alerts: readonly AlertKind[]
}

const listedOf = (row: ListedRow): ListedPortalUser => ({
  ...knownOf(row),
  firstSeenAt: row.first_seen_at,
  lastSeenAt: row.last_seen_at,
  goneAt: row.gone_at,
  personKey: row.person_key,
  alerts: row.alerts,
})
