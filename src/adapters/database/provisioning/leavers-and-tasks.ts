/** Whoever is on the way out, what waits for a person, the sources as they were, and the switch. */
import type { Selectable } from 'kysely'
import type {
  ProvisioningRepository,
  StoredTask,
} from '../../../application/people/provisioning/ports.ts'
import type { Leaving } from '../../../domain/people/plan/plan-input.ts'
import type { Database } from '../pool.ts'
import type { ProvisioningSchema } from './schema.ts'

type Queries = Pick<
  ProvisioningRepository,
  | 'leaving'
  | 'saveLeaving'
  | 'endLeaving'
  | 'openTask'
  | 'tasks'
  | 'closeTask'
  | 'dropTask'
  | 'sources'
  | 'saveSources'
  | 'halted'
  | 'halt'
  | 'resume'
>

export const leaverAndTaskQueries = (db: Database): Queries => ({
  async leaving(connectionId) {
    const rows = await db
      .selectFrom('provisioning_leaver')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .execute()
    return new Map(rows.map((row) => [row.user_id, leavingOf(row)]))
  },
  async saveLeaving(connectionId, { userId, email, desire, prior, flaggedAt, stripped }) {
    const changing = {
      stripped_at: stripped?.at ?? null,
      stripped: stripped && JSON.stringify(stripped.state),
    }
    await db
      .insertInto('provisioning_leaver')
      .values({
        connection_id: connectionId,
        user_id: userId,
        email,
        source: desire.source,
        key: desire.key,
        prior: JSON.stringify(prior),
        flagged_at: flaggedAt,
        ...changing,
      })
      // What they had before is noted once: a second flag would note what is left.
      .onConflict((clash) => clash.columns(['connection_id', 'user_id']).doUpdateSet(changing))
      .execute()
  },
  endLeaving: async (connectionId, userId) =>
    void (await db
      .deleteFrom('provisioning_leaver')
      .where('connection_id', '=', connectionId)
      .where('user_id', '=', userId)
      .execute()),
  async openTask(connectionId, task) {
    await db
      .insertInto('provisioning_task')
      .values({
        id: task.id,
        connection_id: connectionId,
        plan_id: task.planId,
        kind: task.kind,
        user_id: task.userId,
        email: task.email,
        wanted: task.wanted,
        after: task.after && JSON.stringify(task.after),
        reason: task.reason,
        opened_at: task.openedAt,
        closed_at: null,
        closed_by_reading: null,
      })
      .onConflict((clash) => clash.doNothing())
      .execute()
  },
  async tasks(connectionId, which) {
    const rows = await db
      .selectFrom('provisioning_task')
      .selectAll()
      .where('connection_id', '=', connectionId)
      .$if(which === 'open', (query) => query.where('closed_at', 'is', null))
      .orderBy('opened_at')
      .orderBy('id')
      .execute()
    return rows.map(taskOf)
  },
  closeTask: async (id, readingId, at) =>
    void (await db
      .updateTable('provisioning_task')
      .set({ closed_at: at, closed_by_reading: readingId })
      .where('id', '=', id)
      .where('closed_at', 'is', null)
      .execute()),
  dropTask: async (id) =>
    void (await db
      .deleteFrom('provisioning_task')
      .where('id', '=', id)
      .where('closed_at', 'is', null)
      .execute()),
  async sources(connectionId) {
    const rows = await db
      .selectFrom('provisioning_source')
      .select('descriptor')
      .where('connection_id', '=', connectionId)
      .execute()
    return rows.map(({ descriptor }) => descriptor)
  },
  async saveSources(connectionId, sources, at) {
    await db.deleteFrom('provisioning_source').where('connection_id', '=', connectionId).execute()
    if (sources.length === 0) return
    await db
      .insertInto('provisioning_source')
      .values(
        sources.map((one) => ({
          connection_id: connectionId,
          source: one.source,
          id: one.id,
          descriptor: JSON.stringify(one),
          at,
        })),
      )
      .execute()
  },
  async halted(connectionId) {
    const row = await db
      .selectFrom('provisioning')
      .select('halted_at')
      .where('connection_id', '=', connectionId)
      .executeTakeFirst()
    return row !== undefined && row.halted_at !== null
  },
  async halt(connectionId, by, at) {
    await db
      .insertInto('provisioning')
      .values({ connection_id: connectionId, halted_at: at, halted_by: by })
      .onConflict((clash) =>
        clash.column('connection_id').doUpdateSet({ halted_at: at, halted_by: by }),
      )
      .execute()
  },
  resume: async (connectionId) =>
    void (await db
      .updateTable('provisioning')
      .set({ halted_at: null, halted_by: null })
      .where('connection_id', '=', connectionId)
      .execute()),
})

const leavingOf = (row: Selectable<ProvisioningSchema['provisioning_leaver']>): Leaving => ({
  userId: row.user_id,
  email: row.email,
  desire: { source: row.source, key: row.key },
  prior: row.prior,
  flaggedAt: row.flagged_at,
  stripped: row.stripped_at && row.stripped ? { at: row.stripped_at, state: row.stripped } : null,
})

const taskOf = (row: Selectable<ProvisioningSchema['provisioning_task']>): StoredTask => ({
  id: row.id,
  planId: row.plan_id,
  kind: row.kind,
  userId: row.user_id,
  email: row.email,
  wanted: row.wanted,
  after: row.after,
  reason: row.reason,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
  closedByReading: row.closed_by_reading,
})
