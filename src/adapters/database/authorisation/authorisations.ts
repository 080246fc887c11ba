/** Authorisations, one row each, kept after their end for the audit's sake. */
import type { AuthorisationRepository } from '../../../application/authorisation/ports.ts'
import type { Authorisation } from '../../../domain/authorisation/authorisation.ts'
import type { Database } from '../pool.ts'
import type { AuthorisationSchema } from './schema.ts'

export function authorisationRepository(db: Database): AuthorisationRepository {
  const all = () => db.selectFrom('authorisation').selectAll()
  const live = () => db.updateTable('authorisation').where('revoked_at', 'is', null)
  return {
    list: async ({ principalId } = {}) => {
      const rows = await all()
        .$if(principalId !== undefined, (query) =>
          query.where('principal_id', '=', principalId ?? ''),
        )
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(authorisationOf)
    },
    get: async (id) => {
      const found = await all().where('id', '=', id).executeTakeFirst()
      return found && authorisationOf(found)
    },
    getForUpdate: async (id) => {
      const found = await all().where('id', '=', id).forUpdate().executeTakeFirst()
      return found && authorisationOf(found)
    },
    insert: async (authorisation) => {
      await db.insertInto('authorisation').values(row(authorisation)).execute()
    },
    end: async (id, at, because) => {
      await live().set({ revoked_at: at, ended_because: because }).where('id', '=', id).execute()
      await db.deleteFrom('issued_artefact').where('grant_id', '=', id).execute()
    },
    endAllOf: async (principalId, at, because) => {
      await live()
        .set({ revoked_at: at, ended_because: because })
        .where('principal_id', '=', principalId)
        .execute()
      await db
        .deleteFrom('issued_artefact')
        .where('grant_id', 'in', (query) =>
          query.selectFrom('authorisation').select('id').where('principal_id', '=', principalId),
        )
        .execute()
    },
    isKnownClient: async (clientId) => {
      const found = await db
        .selectFrom('authorisation')
        .select('id')
        .where('client_id', '=', clientId)
        .limit(1)
        .executeTakeFirst()
      return found !== undefined
    },
    touch: async (id, at) => {
      await db.updateTable('authorisation').set({ last_used_at: at }).where('id', '=', id).execute()
    },
  }
}

type Stored = AuthorisationSchema['authorisation']

const authorisationOf = (found: Stored): Authorisation => ({
  id: found.id,
  principalId: found.principal_id,
  client: { id: found.client_id, name: found.client_name, host: found.client_host },
  redirectUri: found.redirect_uri,
  resource: found.resource,
  access: found.access,
  createdAt: found.created_at,
  expiresAt: found.expires_at,
  lastUsedAt: found.last_used_at,
  revokedAt: found.revoked_at,
  endedBecause: found.ended_because,
})

const row = (one: Authorisation): Stored => ({
  id: one.id,
  principal_id: one.principalId,
  client_id: one.client.id,
  client_name: one.client.name,
  client_host: one.client.host,
  redirect_uri: one.redirectUri,
  resource: one.resource,
  access: one.access,
  created_at: one.createdAt,
  expires_at: one.expiresAt,
  last_used_at: one.lastUsedAt,
  revoked_at: one.revokedAt,
  ended_because: one.endedBecause,
})
