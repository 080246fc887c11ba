/** Identity providers and the people who are linked to them by (issuer, subject). */
import { sql } from 'kysely'
import type {
  IdentityProviderRepository,
  IdentityRepository,
} from '../../../application/sign-in/ports.ts'
import type { IdentityProvider } from '../../../domain/sign-in/ways-in.ts'
import { orConflict } from '../conflict.ts'
import type { Database } from '../pool.ts'
import { SEALED_COLUMNS, sealedColumnsOf, sealedValueIn } from '../sealed-columns.ts'

export function identityProviderRepository(db: Database): IdentityProviderRepository {
  const all = () => db.selectFrom('identity_provider').select(PROVIDER_COLUMNS)
  return {
    list: () => all().orderBy('name').orderBy('id').execute(),
    get: (id) => all().where('id', '=', id).executeTakeFirst(),
    async secret(id) {
      const row = await db
        .selectFrom('identity_provider')
        .select(SEALED_COLUMNS)
        .where('id', '=', id)
        .executeTakeFirst()
      return sealedValueIn(row)
    },
    async insert(provider, secret) {
      const statement = db.insertInto('identity_provider').values({
        id: provider.id,
        issuer: provider.issuer,
        created_at: provider.createdAt,
        ...changeable(provider),
        ...sealedColumnsOf(secret),
      })
      await orConflict(statement.execute(), taken(provider))
    },
    async update(provider, secret) {
      const statement = db
        .updateTable('identity_provider')
        .set({ ...changeable(provider), ...(secret !== undefined && sealedColumnsOf(secret)) })
        .where('id', '=', provider.id)
      await orConflict(statement.execute(), taken(provider))
    },
    async holdOn(id) {
      const on = await db
        .selectFrom('identity_provider')
        .select('id')
        .where('id', '=', id)
        .where('enabled', '=', true)
        .forShare()
        .executeTakeFirst()
      return on !== undefined
    },
    async remove(id) {
      await db.deleteFrom('identity_provider').where('id', '=', id).execute()
    },
  }
}

const PROVIDER_COLUMNS = [
  'id',
  'name',
  'issuer',
  'client_id as clientId',
  sql<boolean>`ciphertext is not null`.as('hasSecret'),
  'enabled',
  'created_at as createdAt',
] as const

const changeable = ({ name, clientId, enabled }: IdentityProvider) => ({
  name,
  client_id: clientId,
  enabled,
})

const taken = ({ name, issuer }: IdentityProvider) =>
  `There is already an identity provider named "${name}", or one with the issuer ${issuer}.`

export function identityRepository(db: Database): IdentityRepository {
  const all = () => db.selectFrom('federated_identity').select(COLUMNS)
  return {
    list(filter = {}) {
      let query = all()
      if (filter.principalId !== undefined)
        query = query.where('principal_id', '=', filter.principalId)
      if (filter.providerId !== undefined)
        query = query.where('provider_id', '=', filter.providerId)
      return query.orderBy('created_at').orderBy('id').execute()
    },
    get: (id) => all().where('id', '=', id).executeTakeFirst(),
    find: (issuer, subject) =>
      all().where('issuer', '=', issuer).where('subject', '=', subject).executeTakeFirst(),
    async insert(identity) {
      const statement = db.insertInto('federated_identity').values({
        id: identity.id,
        provider_id: identity.providerId,
        issuer: identity.issuer,
        subject: identity.subject,
        principal_id: identity.principalId,
        email: identity.email,
        created_at: identity.createdAt,
        used_at: identity.usedAt,
      })
      await orConflict(statement.execute(), 'This identity is linked already.')
    },
    async use(id, at) {
      const { numUpdatedRows } = await db
        .updateTable('federated_identity')
        .set({ used_at: at })
        .where('id', '=', id)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    async remove(id) {
      await db.deleteFrom('federated_identity').where('id', '=', id).execute()
    },
    async removeAllOf(principalId) {
      const { numDeletedRows } = await db
        .deleteFrom('federated_identity')
        .where('principal_id', '=', principalId)
        .executeTakeFirst()
      return Number(numDeletedRows)
    },
  }
}

const COLUMNS = [
  'id',
  'provider_id as providerId',
  'issuer',
  'subject',
  'principal_id as principalId',
  'email',
  'created_at as createdAt',
  'used_at as usedAt',
] as const
