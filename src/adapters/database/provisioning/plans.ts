/** Plans, releases and who applies them. */
import { sql, type Selectable } from 'kysely'
import type {
  ProvisioningRepository,
  StoredPlan,
  StoredRun,
} from '../../../application/people/provisioning/ports.ts'
import { HUBWARD } from '../../../application/people/provisioning/doer-of.ts'
import { aliveNow, silentFor } from '../alive.ts'
import type { Database } from '../pool.ts'
import type { ProvisioningSchema } from './schema.ts'

type Queries = Pick<
  ProvisioningRepository,
  | 'savePlan'
  | 'plan'
  | 'plans'
  | 'newestPlan'
  | 'isOutdated'
  | 'lastByPerson'
  | 'release'
  | 'releases'
  | 'beginRun'
  | 'run'
  | 'isRunning'
  | 'beat'
  | 'endRun'
  | 'lastWanted'
>

export function planQueries(db: Database): Queries {
  const runs = () => db.selectFrom('provisioning_run').selectAll()
  const plans = (connectionId: string) =>
    db.selectFrom('provisioning_plan as p').where('p.connection_id', '=', connectionId)
  const held = (planId: string, holder: string) =>
    db
      .updateTable('provisioning_run')
      .where('plan_id', '=', planId)
      .where('holder', '=', holder)
      .where('state', '=', 'running')
  return {
    async savePlan(plan) {
      await db
        .insertInto('provisioning_plan')
        .values({
          id: plan.id,
          connection_id: plan.connectionId,
          undo_of: plan.undoOf,
          made_at: plan.madeAt,
          made_by: plan.madeBy.id,
          made_by_name: plan.madeBy.name,
          hash: plan.hash,
          plan: JSON.stringify(plan.plan),
          wanted: JSON.stringify(plan.wanted),
        })
        .execute()
    },
    async plan(id) {
      const row = await db
        .selectFrom('provisioning_plan')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst()
      return row && planOf(row)
    },
    async plans(connectionId, limit) {
      const rows = await db
        .selectFrom('provisioning_plan')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .orderBy('sequence', 'desc')
        .limit(limit)
        .execute()
      const ids = rows.map(({ id }) => id)
      const found = ids.length > 0 ? await runs().where('plan_id', 'in', ids).execute() : []
      const byPlan = new Map(found.map((row) => [row.plan_id, runOf(row)]))
      return rows.map((row) => ({ plan: planOf(row), run: byPlan.get(row.id) }))
    },
    async newestPlan(connectionId) {
      const row = await plans(connectionId)
        .selectAll('p')
        .where(({ not }) => not(ofRequests))
        .orderBy('sequence', 'desc')
        .limit(1)
        .executeTakeFirst()
      if (!row) return undefined
      const run = await runs().where('plan_id', '=', row.id).executeTakeFirst()
      return { plan: planOf(row), run: run && runOf(run) }
    },
    async isOutdated({ id, connectionId }) {
      const newer = await plans(connectionId)
        .innerJoin('provisioning_plan as that', (join) => join.on('that.id', '=', id))
        .select('p.id')
        .whereRef('p.sequence', '>', 'that.sequence')
        .where(({ not }) => not(ofRequests))
        .where((on) => on.or([on('p.made_by', '!=', HUBWARD), on('that.made_by', '=', HUBWARD)]))
        .limit(1)
        .executeTakeFirst()
      return newer !== undefined
    },
    async lastByPerson(connectionId) {
      const row = await plans(connectionId)
        .innerJoin('provisioning_run as r', 'r.plan_id', 'p.id')
        .selectAll('p')
        .where('r.applied_by', '!=', HUBWARD)
        .where(({ not }) => not(ofRequests))
        // One that runs has no end yet, and is the last.
        .orderBy(sql`coalesce(r.ended_at, 'infinity')`, 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && planOf(row)
    },
    async release(planId, { guard, by, at }) {
      await db
        .insertInto('provisioning_release')
        .values({
          plan_id: planId,
          guard,
          released_by: by.id,
          released_by_name: by.name,
          released_at: at,
        })
        .onConflict((clash) => clash.doNothing())
        .execute()
    },
    async releases(planId) {
      const rows = await db
        .selectFrom('provisioning_release')
        .selectAll()
        .where('plan_id', '=', planId)
        .orderBy('released_at')
        .execute()
      return rows.map((row) => ({
        guard: row.guard,
        by: { id: row.released_by, name: row.released_by_name },
        at: row.released_at,
      }))
    },
    async beginRun({ planId, connectionId, holder, appliedBy, at, deadAfterMs }) {
      // One statement per state it may be in, so that of any number of racers one goes it. A dead
      // one on the connection is stopped first: it would hold the unique index.
      await db
        .updateTable('provisioning_run')
        .set({ state: 'stopped', stopped_by: 'interrupted', ended_at: at })
        .where('connection_id', '=', connectionId)
        .where('state', '=', 'running')
        .where('alive_at', '<', silentFor(deadAfterMs))
        .execute()
      // Both ways meet the unique index where another application runs: one connection, one run.
      const { rows } = await sql<{ plan_id: string }>`
        insert into provisioning_run
          (plan_id, connection_id, state, holder, alive_at, begun_at, applied_by, applied_by_name)
        select ${planId}, ${connectionId}, 'running', ${holder}, ${aliveNow}, ${at}, ${appliedBy.id}, ${appliedBy.name}
        where not exists (
          select from provisioning_run
          where connection_id = ${connectionId} and state = 'running')
        on conflict (plan_id) do update
          set state = 'running', holder = excluded.holder, alive_at = excluded.alive_at,
            ended_at = null, stopped_by = null,
            applied_by = excluded.applied_by, applied_by_name = excluded.applied_by_name
          where provisioning_run.state = 'stopped'
        returning plan_id`
        .execute(db)
        .catch(noneWhereTaken)
      return rows.length > 0
    },
    async run(planId) {
      const row = await runs().where('plan_id', '=', planId).executeTakeFirst()
      return row && runOf(row)
    },
    async isRunning(connectionId) {
      const row = await db
        .selectFrom('provisioning_run')
        .select('plan_id')
        .where('connection_id', '=', connectionId)
        .where('state', '=', 'running')
        .executeTakeFirst()
      return row !== undefined
    },
    beat: async (planId, holder) =>
      void (await held(planId, holder).set({ alive_at: aliveNow }).execute()),
    endRun: async (planId, holder, at, stoppedBy) =>
      void (await held(planId, holder)
        .set({
          state: stoppedBy === null ? 'finished' : 'stopped',
          stopped_by: stoppedBy,
          ended_at: at,
        })
        .execute()),
    async lastWanted(connectionId) {
      const row = await db
        .selectFrom('provisioning_plan as p')
        .innerJoin('provisioning_run as r', 'r.plan_id', 'p.id')
        .select('p.wanted')
        .where('p.connection_id', '=', connectionId)
        .where('r.state', '=', 'finished')
        .where('p.made_by', '!=', HUBWARD)
        .where('p.undo_of', 'is', null)
        .where(sql<boolean>`coalesce(p.wanted -> 'rulesKept', 'false'::jsonb) = 'false'::jsonb`)
        .orderBy('r.ended_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row?.wanted
    },
  }
}

/** unique_violation (PostgreSQL, appendix A): somebody else began in the same moment. */
function noneWhereTaken(thrown: unknown): { rows: { plan_id: string }[] } {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === '23505') return { rows: [] }
  throw thrown
}

/** All of such a plan is; a way back from one is not. */
const ofRequests = sql<boolean>`(p.undo_of is null
  and coalesce(p.plan -> 'items' -> 0 -> 'desire' ->> 'source', '') = 'request')`

const planOf = (row: Selectable<ProvisioningSchema['provisioning_plan']>): StoredPlan => ({
  id: row.id,
  connectionId: row.connection_id,
  undoOf: row.undo_of,
  madeAt: row.made_at,
  madeBy: { id: row.made_by, name: row.made_by_name },
  hash: row.hash,
  plan: row.plan,
  wanted: row.wanted,
})

const runOf = (row: Selectable<ProvisioningSchema['provisioning_run']>): StoredRun => ({
  planId: row.plan_id,
  connectionId: row.connection_id,
  state: row.state,
  holder: row.holder,
  begunAt: row.begun_at,
  endedAt: row.ended_at,
  stoppedBy: row.stopped_by,
  appliedBy: { id: row.applied_by, name: row.applied_by_name },
})
