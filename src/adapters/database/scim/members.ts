/** Who is in which group, read from either end. */
import { sql } from 'kysely'
import type { Related, ScimRepository } from '../../../application/scim/ports.ts'
import type { Database } from '../pool.ts'

type Members = Pick<
  ScimRepository,
  'membersOf' | 'groupsOf' | 'addMembers' | 'removeMembers' | 'existingUsers' | 'raiseVersions'
>

export function memberRows(db: Database): Members {
  const related = async (from: 'group_id' | 'user_id', to: 'group_id' | 'user_id', ids: Ids) => {
    const rows = await db
      .selectFrom('scim_member')
      .innerJoin('scim_resource', 'scim_resource.id', `scim_member.${to}`)
      .select([`scim_member.${from} as from`, 'scim_resource.id'])
      .select(
        sql<string>`coalesce(content->>'displayName', content->'name'->>'formatted', content->>'userName')`.as(
          'display',
        ),
      )
      .where(`scim_member.${from}`, '=', sql<string>`any(${[...ids]}::text[])`)
      .orderBy('scim_member.sequence')
      .execute()
    const each = Map.groupBy(rows, (row) => row.from)
    return new Map(
      [...each].map(([key, own]) => [
        key,
        own.map(({ id, display }): Related => ({ id, display })),
      ]),
    )
  }
  return {
    membersOf: (groupIds) => related('group_id', 'user_id', groupIds),
    groupsOf: (userIds) => related('user_id', 'group_id', userIds),
    async addMembers(groupId, userIds) {
      await sql`insert into scim_member (group_id, user_id)
        select ${groupId}, user_id from unnest(${[...userIds]}::text[]) with ordinality as t (user_id, at)
        order by at on conflict do nothing`.execute(db)
    },
    async removeMembers(groupId, userIds) {
      await sql`delete from scim_member
        where group_id = ${groupId} and user_id = any(${[...userIds]}::text[])`.execute(db)
    },
    async existingUsers(connectionId, ids) {
      const rows = await db
        .selectFrom('scim_resource')
        .select('id')
        .where('connection_id', '=', connectionId)
        .where('kind', '=', 'User')
        .where('deleted_at', 'is', null)
        .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
        .orderBy('id')
        // So that none of them is deleted while it becomes a member.
        .forKeyShare()
        .execute()
      return new Set(rows.map(({ id }) => id))
    },
    async raiseVersions(ids, at) {
      if (ids.length === 0) return
      // In one order, so that two who change many cannot wait for each other.
      await sql`update scim_resource set version = version + 1, modified_at = ${at}
        where id in (select id from scim_resource where id = any(${[...ids]}::text[])
          order by id for no key update)`.execute(db)
    },
  }
}

type Ids = readonly string[]
