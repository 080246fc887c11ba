/** Users and groups as rows. A name that is taken is told as SCIM tells it. */
import { sql, type Selectable } from 'kysely'
import type { ScimRepository, ScimResource } from '../../../application/scim/ports.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { fold } from '../../../domain/scim/attribute.ts'
import { refuse } from '../../../domain/scim/refuse.ts'
import { RESOURCE_TYPES } from '../../../domain/scim/resource-type.ts'
import { orConflict } from '../conflict.ts'
import type { Database } from '../pool.ts'
import { memberRows } from './members.ts'
import { pageRows } from './pages.ts'
import type { ScimSchema } from './schema.ts'

export function scimRepository(db: Database): ScimRepository {
  const live = (connectionId: string, kind: ScimResource['kind']) =>
    db
      .selectFrom('scim_resource')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .where('kind', '=', kind)
      .where('deleted_at', 'is', null)
  const one = (row: Selectable<ScimSchema['scim_resource']> | undefined) => row && resourceOf(row)
  return {
    async lock(connectionId) {
      // Users and groups raise each other's versions: in turn, nobody waits for one who waits for them.
      await sql`select pg_advisory_xact_lock(${LOCK_CLASS}, hashtext(${connectionId}))`.execute(db)
    },
    get: async (connectionId, kind, id) =>
      one(await live(connectionId, kind).where('id', '=', id).executeTakeFirst()),
    getForUpdate: async (connectionId, kind, id) =>
      one(await live(connectionId, kind).where('id', '=', id).forUpdate().executeTakeFirst()),
    async list(connectionId, kind, { by, offset, limit } = {}) {
      let query = live(connectionId, kind).orderBy('sequence')
      if (by) query = query.where(by.column, '=', by.value)
      if (offset !== undefined) query = query.offset(offset)
      if (limit !== undefined) query = query.limit(limit)
      return (await query.execute()).map(resourceOf)
    },
    async count(connectionId, kind) {
      const row = await live(connectionId, kind)
        .clearSelect()
        .select(sql<number>`count(*)::int`.as('count'))
        .executeTakeFirstOrThrow()
      return row.count
    },
    async insert(resource) {
      await orTaken(
        resource,
        db
          .insertInto('scim_resource')
          .values({ id: resource.id, ...rowOf(resource) })
          .execute(),
      )
    },
    async update(resource) {
      await orTaken(
        resource,
        db
          .updateTable('scim_resource')
          .set(rowOf(resource))
          .where('id', '=', resource.id)
          .execute(),
      )
    },
    async noteEffect(id, version, { state, reason, since }) {
      await db
        .updateTable('scim_resource')
        .set({
          effect: state,
          effect_reason: reason,
          effect_at: since,
          modified_at: since,
          version: version + 1,
        })
        .where('id', '=', id)
        .where('version', '=', version)
        .where('managed', '=', true)
        .execute()
    },
    async remove({ id, effect, version }, at) {
      await db
        .updateTable('scim_resource')
        .set({
          deleted_at: at,
          modified_at: at,
          version: version + 1,
          managed: true,
          effect: effect.state,
          effect_reason: effect.reason,
          effect_at: effect.since,
        })
        .where('id', '=', id)
        .execute()
      await db
        .deleteFrom('scim_member')
        .where((either) => either.or([either('group_id', '=', id), either('user_id', '=', id)]))
        .execute()
    },
    async forget(id) {
      await db.deleteFrom('scim_resource').where('id', '=', id).execute()
    },
    async insertAdopted(resources) {
      for (let at = 0; at < resources.length; at += ROWS_AT_ONCE) {
        const rows = resources.slice(at, at + ROWS_AT_ONCE)
        await db
          .insertInto('scim_resource')
          .values(rows.map((resource) => ({ id: resource.id, ...rowOf(resource) })))
          .onConflict((clash) => clash.doNothing())
          .execute()
      }
    },
    async findByHubSpotEmail(connectionId, email, which) {
      const of = db
        .selectFrom('scim_resource')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('kind', '=', 'User')
        .where('hubspot_email', '=', email)
      const query =
        which === 'adopted'
          ? of.where('deleted_at', 'is', null).where('managed', '=', false)
          : of.where('deleted_at', 'is not', null).where('effect', '<>', 'applied')
      return one(await query.orderBy('sequence', 'desc').limit(1).forUpdate().executeTakeFirst())
    },
    async listLeavers(connectionId, kind) {
      const rows = await db
        .selectFrom('scim_resource')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .where('kind', '=', kind)
        .where('deleted_at', 'is not', null)
        .where('effect', '<>', 'applied')
        .orderBy('sequence')
        .execute()
      return rows.map(resourceOf)
    },
    ...memberRows(db),
    ...pageRows(db),
    async newestWish(connectionId) {
      const row = await db
        .selectFrom('scim_resource')
        .select(
          sql<string>`count(*) filter (where effect <> 'applied') || ' ' ||
            coalesce(max(effect_at)::text, '')`.as('mark'),
        )
        .where('connection_id', '=', connectionId)
        .where('managed', '=', true)
        .executeTakeFirst()
      return row?.mark ?? ''
    },
    async adoptedSnapshot(connectionId) {
      const row = await db
        .selectFrom('scim_adoption')
        .select('snapshot_id')
        .where('connection_id', '=', connectionId)
        .executeTakeFirst()
      return row?.snapshot_id
    },
    async noteAdoption(connectionId, snapshotId, at) {
      const values = { snapshot_id: snapshotId, adopted_at: at }
      await db
        .insertInto('scim_adoption')
        .values({ connection_id: connectionId, ...values })
        .onConflict((clash) => clash.column('connection_id').doUpdateSet(values))
        .execute()
    },
  }
}

/** The first half of the advisory locks of SCIM: `scim` in ASCII. */
const LOCK_CLASS = 0x7363696d

/** 16 parameters each: far from the protocol's 65,535. */
const ROWS_AT_ONCE = 500

/** In the database the violation of an index; for the provider the one conflict SCIM has a word for. */
async function orTaken({ kind, content }: ScimResource, statement: Promise<unknown>) {
  const { unique } = RESOURCE_TYPES[kind]
  const sentence = `There is another ${kind} with the ${unique} “${String(content[unique])}” in this portal.`
  try {
    await orConflict(statement, sentence)
  } catch (thrown) {
    if (thrown instanceof HubwardError) throw refuse('scim.uniqueness', sentence)
    throw thrown
  }
}

function rowOf(resource: ScimResource) {
  const { content, effect } = resource
  const externalId = content['externalId']
  return {
    connection_id: resource.connectionId,
    kind: resource.kind,
    unique_key: fold(String(content[RESOURCE_TYPES[resource.kind].unique])),
    external_id: typeof externalId === 'string' ? externalId : null,
    hubspot_id: resource.hubspotId,
    hubspot_email: resource.hubspotEmail,
    content: JSON.stringify(content),
    version: resource.version,
    managed: resource.managed,
    unsaid: resource.unsaid,
    effect: effect.state,
    effect_reason: effect.reason,
    effect_at: effect.since,
    created_at: resource.createdAt,
    modified_at: resource.modifiedAt,
  }
}

const resourceOf = (row: Selectable<ScimSchema['scim_resource']>): ScimResource => ({
  id: row.id,
  connectionId: row.connection_id,
  kind: row.kind,
  content: row.content,
  hubspotId: row.hubspot_id,
  hubspotEmail: row.hubspot_email,
  managed: row.managed,
  unsaid: row.unsaid,
  effect: { state: row.effect, reason: row.effect_reason, since: row.effect_at },
  version: row.version,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
})
