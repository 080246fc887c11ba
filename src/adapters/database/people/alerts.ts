/** What deserves a look, as rows: at most one open of each kind and user. */
import { sql } from 'kysely'
import type { Kept, PeopleRepository, StoredAlert } from '../../../application/people/ports.ts'
import { STANDING_ALERTS, type Alert } from '../../../domain/people/alerts.ts'
import type { Database } from '../pool.ts'

type Queries = Pick<PeopleRepository, 'alerts' | 'alertCounts' | 'closeAlert'>

export const alertQueries = (db: Database): Queries => ({
  async alerts(connectionId, { open, limit, userId }) {
    const rows = await db
      .selectFrom('portal_user_alert')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .$if(open, (query) => query.where('closed_at', 'is', null))
      .$if(userId !== undefined, (query) => query.where('user_id', '=', userId!))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map((row): StoredAlert => ({
      id: row.id,
      userId: row.user_id,
      kind: row.kind,
      saw: row.saw,
      openedAt: row.opened_at,
      closedAt: row.closed_at,
      closedBy: row.closed_by,
    }))
  },
  async alertCounts(connectionId) {
    const rows = await db
      .selectFrom('portal_user_alert')
      .select(['connection_id', 'kind'])
      .select((on) => on.fn.countAll<number>().as('open'))
      .where('closed_at', 'is', null)
      .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId!))
      .groupBy(['connection_id', 'kind'])
      .execute()
    return rows.map((row) => ({ connectionId: row.connection_id, kind: row.kind, open: row.open }))
  },
  async closeAlert(connectionId, id, by, at) {
    const { numUpdatedRows } = await db
      .updateTable('portal_user_alert')
      .set({ closed_at: at, closed_by: by })
      .where('connection_id', '=', connectionId)
      .where('id', '=', id)
      .where('closed_at', 'is', null)
      .executeTakeFirst()
    return numUpdatedRows > 0n
  },
})

/** What is no longer so is over by itself; what is still so keeps when it began. */
export async function keepAlerts(
  db: Database,
  connectionId: string,
  at: Date,
  { alerts, raised }: Pick<Kept, 'alerts' | 'raised'>,
): Promise<void> {
  const standing = JSON.stringify(alerts.map(({ userId, kind }) => ({ user_id: userId, kind })))
  await sql`
    update portal_user_alert as a set closed_at = ${at}
    where a.connection_id = ${connectionId} and a.closed_at is null
      and a.kind = any(${[...STANDING_ALERTS]}::text[]) and not exists (
        select from jsonb_to_recordset(${standing}::jsonb) as r (user_id text, kind text)
        where r.user_id = a.user_id and r.kind = a.kind)`.execute(db)
  await openAlerts(db, connectionId, at, [...alerts, ...raised])
}

async function openAlerts(
  db: Database,
  connectionId: string,
  at: Date,
  alerts: readonly Alert[],
): Promise<void> {
  if (alerts.length === 0) return
  const rows = JSON.stringify(
    alerts.map(({ userId, kind, saw }) => ({ user_id: userId, kind, saw })),
  )
  await sql`
    insert into portal_user_alert (connection_id, user_id, kind, saw, opened_at)
    select ${connectionId}, r.user_id, r.kind, r.saw, ${at}::timestamptz
    from jsonb_to_recordset(${rows}::jsonb) as r (user_id text, kind text, saw text)
    on conflict (connection_id, user_id, kind) where closed_at is null
    do update set saw = excluded.saw`.execute(db)
}
