/** Groups with their members. Deleting a group deletes its memberships and grants with it. */
import { sql } from 'kysely'
import type { Group } from '../../domain/access/entities.ts'
import type { GroupRepository } from '../../application/ports.ts'
import { orConflict } from './conflict.ts'
import type { Database } from './pool.ts'

export function groupRepository(db: Database): GroupRepository {
  const all = () =>
    db
      .selectFrom('access_group')
      .select(['id', 'name', 'title', 'description', 'context', 'revision'])
      .select(
        sql<string[]>`array(select principal_id from group_member
          where group_id = access_group.id order by principal_id)`.as('memberIds'),
      )
  return {
    list: () => all().orderBy('name').execute(),
    get: (id) => all().where('id', '=', id).executeTakeFirst(),
    getForUpdate: (id) => all().where('id', '=', id).forUpdate('access_group').executeTakeFirst(),
    findByName: (name) => all().where('name', '=', name).executeTakeFirst(),
    insert: async (group) => {
      const statement = db.insertInto('access_group').values({ id: group.id, ...row(group) })
      await orConflict(statement.execute(), `There is already a group "${group.name}".`)
      await addMembers(db, group)
    },
    update: async (group) => {
      const statement = db.updateTable('access_group').set(row(group)).where('id', '=', group.id)
      await orConflict(statement.execute(), `There is already a group "${group.name}".`)
      await db
        .deleteFrom('group_member')
        .where('group_id', '=', group.id)
        .where('principal_id', '<>', sql<string>`all(${[...group.memberIds]}::text[])`)
        .execute()
      await addMembers(db, group)
    },
    remove: async (id) => {
      await db.deleteFrom('access_group').where('id', '=', id).execute()
    },
    removeMemberEverywhere: async (principalId) => {
      await db.deleteFrom('group_member').where('principal_id', '=', principalId).execute()
    },
  }
}

const row = ({ name, title, description, context }: Group) => ({
  name,
  title,
  description,
  context,
})

async function addMembers(db: Database, { id, name, memberIds }: Group): Promise<void> {
  if (memberIds.length === 0) return
  const statement = db
    .insertInto('group_member')
    .values(memberIds.map((member) => ({ group_id: id, principal_id: member })))
    .onConflict((clash) => clash.doNothing())
  await orConflict(statement.execute(), `A member of "${name}", or the group, has just gone.`)
}
