/** How the people of connections are read, and whose turn it is. */
import { sql } from 'kysely'
import type { PeopleRepository } from '../../../application/people/ports.ts'
import type { Database } from '../pool.ts'

type Queries = Pick<PeopleRepository, 'settings' | 'saveSettings' | 'claimDue'>

export const settingsQueries = (db: Database): Queries => ({
  async settings(connectionId) {
    const row = await db
      .selectFrom('people_settings')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .executeTakeFirst()
    return row && { everyHours: row.every_hours, rules: row.rules }
  },
  async saveSettings(connectionId, { everyHours, rules }, nextAt) {
    const values = { every_hours: everyHours, next_at: nextAt, rules: JSON.stringify(rules) }
    await db
      .insertInto('people_settings')
      .values({ connection_id: connectionId, ...values })
      .onConflict((clash) => clash.column('connection_id').doUpdateSet(values))
      .execute()
  },
  async claimDue(now, most) {
    const claimed = await sql<{ connection_id: string }>`
      update people_settings
      -- What was missed, while it was paused, is made up for by one.
      set next_at = make_interval(hours => every_hours) + case
        when next_at + make_interval(hours => every_hours) > ${now}::timestamptz then next_at
        else ${now}::timestamptz end
      where connection_id in (
        select s.connection_id from people_settings s join connection c on c.id = s.connection_id
        where c.state = 'active' and s.every_hours is not null and s.next_at <= ${now}
        order by s.next_at limit ${most} for update of s skip locked)
      returning connection_id`.execute(db)
    return claimed.rows.map((row) => row.connection_id)
  },
})
