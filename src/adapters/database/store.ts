/**
 * The repositories together, and transactions over them. It holds no rule of its own but one:
 * changes run one after another.
 */
import { sql } from 'kysely'
import type {
  AuditRepository,
  ConnectionRepository,
  Repositories,
  SecretRepository,
  Store,
} from '../../application/ports.ts'
import { grantRepository } from './grants.ts'
import { groupRepository } from './groups.ts'
import { keyRepository } from './keys.ts'
import { organisationRepository } from './organisation.ts'
import type { Database } from './pool.ts'
import { principalRepository } from './principals.ts'

/** The repositories that are handed in, each made for a database or a transaction. */
export interface StoreParts {
  readonly connections: (db: Database) => ConnectionRepository
  readonly secrets: (db: Database) => SecretRepository
  readonly audit: (db: Database) => AuditRepository
}

export function createStore(db: Database, parts: StoreParts): Store {
  return {
    read: repositories(db, parts),
    transaction: (work) =>
      db.transaction().execute(async (tx) => {
        // Every change of access raises this one number (by trigger), so changes queue on its row
        // anyway. Queueing before the first read instead of at the first write rules out
        // deadlocks, and a decision ("not the last admin") that another change makes untrue.
        await sql`select from picture_version for update`.execute(tx)
        return await work(repositories(tx, parts))
      }),
  }
}

const repositories = (db: Database, parts: StoreParts): Repositories => ({
  organisation: organisationRepository(db),
  principals: principalRepository(db),
  groups: groupRepository(db),
  grants: grantRepository(db),
  keys: keyRepository(db),
  connections: parts.connections(db),
  secrets: parts.secrets(db),
  audit: parts.audit(db),
})
