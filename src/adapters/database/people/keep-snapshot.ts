/**
 * Writes a snapshot: who is known now, who was there in it, what changed, what deserves a look. Whole
 * populations go over as one JSON text each, so that ten thousand users are a few statements.
 */
import { sql } from 'kysely'
import type { Kept, SealedFacts } from '../../../application/people/ports.ts'
import { HubwardError } from '../../../domain/errors.ts'
import type { UserChange } from '../../../domain/people/difference.ts'
import { displayNameOf, emailKey, type PortalUser } from '../../../domain/people/portal-user.ts'
import type { Database } from '../pool.ts'
import { keepAlerts } from './alerts.ts'
import type { StoredUser } from './schema.ts'

export async function keepSnapshot(db: Database, kept: Kept): Promise<SealedFacts> {
  const { snapshot, changes } = kept
  const { connectionId, readingId, endedAt } = snapshot
  const facts = await sealReading(db, kept)
  const rows = JSON.stringify(snapshot.users.map(rowOf))
  await upsertUsers(db, connectionId, endedAt, rows)
  await keepVersions(db, connectionId, facts.seal, rows)
  await markAbsent(db, connectionId, endedAt, changes)
  await keepChanges(db, kept, readingId)
  await keepAlerts(db, connectionId, endedAt, kept)
  return facts
}

async function sealReading(db: Database, kept: Kept): Promise<SealedFacts> {
  const { snapshot, digest, calls } = kept
  const { permissionSets, teams, seats, facets, provenBy, loginsFrom, hubspotScopes } = snapshot
  const catalogue = { permissionSets, teams, seats }
  const users = snapshot.users.length
  const row = await db
    .updateTable('people_reading')
    .set({
      state: 'sealed',
      ended_at: snapshot.endedAt,
      calls,
      users_read: users,
      users,
      digest,
      facets: JSON.stringify(facets),
      proven_by: provenBy,
      logins_from: loginsFrom,
      hubspot_scopes: JSON.stringify(hubspotScopes),
      catalogue: JSON.stringify(catalogue),
      seal: sql<number>`coalesce((select max(seal) from people_reading
        where connection_id = ${snapshot.connectionId}), 0) + 1`,
    })
    .where('id', '=', snapshot.readingId)
    .where('state', '=', 'reading')
    .returning('seal')
    .executeTakeFirst()
  if (!row?.seal) throw new HubwardError('people.reading_overtaken')
  return { seal: row.seal, users, digest, facets, provenBy, loginsFrom, hubspotScopes, catalogue }
}

interface Row {
  readonly user_id: string
  readonly email: string
  readonly email_key: string
  readonly name: string
  readonly super_admin: boolean
  readonly data: StoredUser
  readonly last_login_at: string | null
  readonly inferred_invited: boolean
}

function rowOf({ lastLoginAt, inferredInvited, ...data }: PortalUser): Row {
  return {
    user_id: data.userId,
    email: data.email,
    email_key: emailKey(data.email),
    name: displayNameOf(data),
    super_admin: data.superAdmin,
    data,
    last_login_at: lastLoginAt,
    inferred_invited: inferredInvited,
  }
}

const upsertUsers = (db: Database, connectionId: string, at: Date, rows: string) =>
  sql`
    insert into portal_user (connection_id, user_id, email, email_key, name, presence, super_admin,
      data, last_login_at, inferred_invited, first_seen_at, last_seen_at, gone_at)
    select ${connectionId}, r.user_id, r.email, r.email_key, r.name, 'present', r.super_admin,
      r.data, r.last_login_at, r.inferred_invited, ${at}::timestamptz, ${at}::timestamptz, null
    from jsonb_to_recordset(${rows}::jsonb) as r (user_id text, email text, email_key text,
      name text, super_admin boolean, data jsonb, last_login_at timestamptz,
      inferred_invited boolean)
    on conflict (connection_id, user_id) do update set email = excluded.email,
      email_key = excluded.email_key, name = excluded.name, presence = 'present',
      super_admin = excluded.super_admin, data = excluded.data,
      -- A login that is older than the window is still the last that is known.
      last_login_at = coalesce(excluded.last_login_at, portal_user.last_login_at),
      inferred_invited = excluded.inferred_invited, last_seen_at = excluded.last_seen_at,
      gone_at = null`.execute(db)

/** A stretch ends where its user is otherwise or absent, and begins where none is open. */
async function keepVersions(
  db: Database,
  connectionId: string,
  seal: number,
  rows: string,
): Promise<void> {
  await sql`
    update portal_user_version as v set to_seal = ${seal - 1}::integer
    where v.connection_id = ${connectionId} and v.to_seal is null and not exists (
      select from jsonb_to_recordset(${rows}::jsonb) as r (user_id text, data jsonb)
      where r.user_id = v.user_id and r.data = v.data)`.execute(db)
  await sql`
    insert into portal_user_version (connection_id, user_id, from_seal, to_seal, data)
    select ${connectionId}, r.user_id, ${seal}::integer, null, r.data
    from jsonb_to_recordset(${rows}::jsonb) as r (user_id text, data jsonb)
    where not exists (
      select from portal_user_version v
      where v.connection_id = ${connectionId} and v.user_id = r.user_id and v.to_seal is null)`.execute(
    db,
  )
}

async function markAbsent(
  db: Database,
  connectionId: string,
  at: Date,
  changes: readonly UserChange[],
): Promise<void> {
  for (const presence of ['missing', 'removed'] as const) {
    const userIds = changes.flatMap(({ kind, userId }) => (kind === presence ? [userId] : []))
    if (userIds.length === 0) continue
    await db
      .updateTable('portal_user')
      .set({ presence, ...(presence === 'removed' && { gone_at: at }) })
      .where('connection_id', '=', connectionId)
      .where('user_id', 'in', userIds)
      .execute()
  }
}

async function keepChanges(
  db: Database,
  { snapshot, changes }: Kept,
  readingId: string,
): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ userId, kind, before, after, from, attribution, planId }) => ({
    user_id: userId,
    kind,
    before,
    after,
    between_from: from,
    certainty: attribution.certainty,
    events: attribution.events,
    plan_id: planId,
  }))
  await sql`
    insert into portal_user_change (connection_id, reading_id, user_id, kind, before, after,
      between_from, between_to, certainty, events, plan_id)
    select ${snapshot.connectionId}, ${readingId}, r.user_id, r.kind, r.before, r.after,
      r.between_from, ${snapshot.endedAt}::timestamptz, r.certainty, r.events, r.plan_id
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (user_id text, kind text,
      before text, after text, between_from timestamptz, certainty text, events jsonb,
      plan_id text))
      with ordinality as r (user_id, kind, before, after, between_from, certainty, events, plan_id, place)
    order by r.place`.execute(db)
}
