/** How often connections are checked by themselves. */
import { sql } from 'kysely'
import type { CheckSchedule, CheckScheduleRepository } from '../../application/check/ports.ts'
import type { Database } from './pool.ts'

export const checkScheduleRepository = (db: Database): CheckScheduleRepository => ({
  async get(connectionId) {
    const row = await db
      .selectFrom('check_schedule')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .executeTakeFirst()
    return row && { connectionId, everyDays: row.every_days, nextAt: row.next_at }
  },
  async put({ connectionId, everyDays, nextAt }: CheckSchedule) {
    const values = { every_days: everyDays, next_at: nextAt }
    await db
      .insertInto('check_schedule')
      .values({ connection_id: connectionId, ...values })
      .onConflict((clash) => clash.column('connection_id').doUpdateSet(values))
      .execute()
  },
  async remove(connectionId) {
    await db.deleteFrom('check_schedule').where('connection_id', '=', connectionId).execute()
  },
  async take(now) {
    // Whoever waits for the row looks again at `next_at` when it is free, and finds it moved on.
    const taken = await sql<{ connection_id: string }>`
      update check_schedule
         set next_at = ${now}::timestamptz + make_interval(days => every_days)
       where connection_id = (
         select s.connection_id from check_schedule s join connection c on c.id = s.connection_id
          where s.next_at <= ${now} and c.state in ('active', 'needs_reauth')
          order by s.next_at limit 1 for update of s skip locked)
         and next_at <= ${now}
      returning connection_id`.execute(db)
    return taken.rows[0]?.connection_id
  },
})
