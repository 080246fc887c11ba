/** Members and service accounts. Rows are never deleted: the audit speaks of those who left. */
import type { Principal } from '../../domain/access/entities.ts'
import type { PrincipalRepository } from '../../application/ports.ts'
import { orConflict } from './conflict.ts'
import type { Database } from './pool.ts'

export function principalRepository(db: Database): PrincipalRepository {
  const all = () => db.selectFrom('principal').select(COLUMNS)
  const active = () => all().where('state', '=', 'active')
  return {
    list: () => all().orderBy('kind').orderBy('name').orderBy('id').execute(),
    get: (id) => all().where('id', '=', id).executeTakeFirst(),
    getForUpdate: (id) => all().where('id', '=', id).forUpdate().executeTakeFirst(),
    findMemberByEmail: (email) =>
      active().where('email', '=', email.toLowerCase()).executeTakeFirst(),
    findServiceAccountByName: (name) =>
      active()
        .where('kind', '=', 'service_account')
        .where((row) => row.fn('lower', ['name']), '=', name.toLowerCase())
        .executeTakeFirst(),
    insert: async (principal) => {
      const statement = db.insertInto('principal').values({ id: principal.id, ...row(principal) })
      await orConflict(statement.execute(), taken(principal))
    },
    update: async (principal) => {
      const statement = db
        .updateTable('principal')
        .set(row(principal))
        .where('id', '=', principal.id)
      await orConflict(statement.execute(), taken(principal))
    },
    lockActiveAdmins: () =>
      active().where('role', '=', 'admin').orderBy('id').forUpdate().execute(),
  }
}

const COLUMNS = ['id', 'kind', 'name', 'email', 'role', 'state', 'created_at as createdAt'] as const

const row = ({ kind, name, email, role, state, createdAt }: Principal) => ({
  kind,
  name,
  email,
  role,
  state,
  created_at: createdAt,
})

const taken = ({ email, name }: Principal) =>
  email === null
    ? `There is already a service account named "${name}".`
    : `There is already a member with the address ${email}.`
