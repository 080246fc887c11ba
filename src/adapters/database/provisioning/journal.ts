/** The journal of applications: what was intended before it left, and how each item ended. */
import { sql } from 'kysely'
import { HUBWARD } from '../../../application/people/provisioning/doer-of.ts'
import type { ProvisioningRepository } from '../../../application/people/provisioning/ports.ts'
import type { Ending } from '../../../domain/people/apply/outcome.ts'
import type { WrittenItem } from '../../../domain/people/apply/written-by.ts'
import { emailKey } from '../../../domain/people/portal-user.ts'
import type { MovedRecords, PlanItem } from '../../../domain/people/plan/plan.ts'
import type { Database } from '../pool.ts'

type Queries = Pick<
  ProvisioningRepository,
  | 'history'
  | 'moved'
  | 'written'
  | 'intend'
  | 'didNothing'
  | 'conclude'
  | 'outcomes'
  | 'failedByItself'
  | 'countsSince'
  | 'leftOpenSince'
  | 'writtenSince'
  | 'invited'
>

export function journalQueries(db: Database): Queries {
  const intents = (planId: string) =>
    db
      .selectFrom('provisioning_intent')
      .select(['item_id', 'call'])
      .where('plan_id', '=', planId)
      .where('nothing', '=', false)
      .orderBy('id')
  return {
    async history(planId, itemId) {
      const rows = await intents(planId).where('item_id', '=', itemId).execute()
      return {
        creates: rows.filter(({ call }) => call.ask === 'create').length,
        writes: rows.length,
        moved: rows.flatMap(({ call }) => (call.ask === 'move' ? [call.records] : [])),
      }
    },
    async written(planId) {
      return new Set((await intents(planId).execute()).map((row) => row.item_id))
    },
    async moved(planId) {
      const moved = new Map<string, MovedRecords[]>()
      for (const { item_id: itemId, call } of await intents(planId).execute())
        if (call.ask === 'move') moved.set(itemId, [...(moved.get(itemId) ?? []), call.records])
      return moved
    },
    async intend({ planId, holder, connectionId, itemId, call }, at) {
      // One statement: the row of the run is locked while the intention is written, so that whoever
      // takes the run over, or halts the connection, comes before it or after it.
      const invites = call.ask === 'create' && call.welcome ? emailKey(call.email) : null
      const { rows } = await sql<{ id: number | null; halted: boolean }>`
        with held as materialized (
          select r.plan_id,
            exists (select from provisioning p
              where p.connection_id = r.connection_id and p.halted_at is not null) as halted
          from provisioning_run r
          where r.plan_id = ${planId} and r.holder = ${holder} and r.state = 'running'
          for update
        ), written as (
          insert into provisioning_intent (plan_id, item_id, call, at)
          select plan_id, ${itemId}, ${JSON.stringify(call)}::jsonb, ${at} from held where not halted
          returning id
        ), invitation as (
          insert into provisioning_invitation (connection_id, email_key, intent_id)
          select ${connectionId}, ${invites}::text, id from written where ${invites}::text is not null
          on conflict do nothing
        )
        select (select id from written) as id, halted from held`.execute(db)
      const [row] = rows
      if (!row) return 'overtaken'
      return row.halted || row.id === null ? 'halted' : row.id
    },
    async didNothing(intent) {
      await sql`
        with undone as (
          update provisioning_intent set nothing = true where id = ${intent} returning id)
        delete from provisioning_invitation where intent_id in (select id from undone)`.execute(db)
    },
    async conclude({ planId, holder, connectionId, item, outcome, counted }, at) {
      const { rows } = await sql<{ item_id: string }>`
        insert into provisioning_outcome
          (plan_id, item_id, connection_id, ending, detail, user_id, counted, at)
        select plan_id, ${item.id}, ${connectionId}, ${outcome.ending}, ${outcome.detail},
          ${outcome.userId ?? item.userId}, ${counted}, ${at}
        from provisioning_run
        where plan_id = ${planId} and holder = ${holder} and state = 'running'
        for update
        on conflict do nothing
        returning item_id`.execute(db)
      return rows.length > 0
    },
    async outcomes(planId) {
      const rows = await db
        .selectFrom('provisioning_outcome')
        .selectAll()
        .where('plan_id', '=', planId)
        .execute()
      return rows.map((row) => ({
        itemId: row.item_id,
        ending: row.ending,
        detail: row.detail,
        userId: row.user_id,
        at: row.at,
      }))
    },
    async failedByItself(connectionId, since) {
      const { rows } = await sql<{ item: PlanItem; ending: Ending; at: Date }>`
        select i.item, o.ending, o.at
        from provisioning_outcome o
        join provisioning_plan p on p.id = o.plan_id
        join provisioning_run r on r.plan_id = o.plan_id
        cross join lateral jsonb_array_elements(p.plan -> 'items') as i (item)
        where p.connection_id = ${connectionId} and r.begun_at > ${since}
          and r.applied_by = ${HUBWARD} and p.undo_of is null
          and o.ending not in ('done', 'already')
          and i.item ->> 'id' = o.item_id and i.item -> 'desire' ->> 'source' = 'scim'`.execute(db)
      return rows
    },
    async countsSince(connectionId, since, exceptPlan = '') {
      const rows = await db
        .selectFrom('provisioning_outcome')
        .select(['counted', (on) => on.fn.countAll<number>().as('count')])
        .where('connection_id', '=', connectionId)
        .where('counted', 'is not', null)
        .where('at', '>', since)
        .where('plan_id', '!=', exceptPlan)
        .groupBy('counted')
        .execute()
      const counts = { create: 0, change: 0, strip: 0, remove: 0 }
      for (const { counted, count } of rows) if (counted) counts[counted] = count
      return counts
    },
    async leftOpenSince(connectionId, since, exceptPlan = '') {
      const { rows } = await sql<{ item: PlanItem }>`
        select i.item
        from (
          select w.plan_id, w.item_id from provisioning_intent w
          join provisioning_run r on r.plan_id = w.plan_id
          where r.connection_id = ${connectionId} and r.state <> 'finished'
            and w.plan_id <> ${exceptPlan} and not w.nothing
          group by w.plan_id, w.item_id
          having max(w.at) > ${since}
        ) open
        join provisioning_plan p on p.id = open.plan_id
        cross join lateral jsonb_array_elements(p.plan -> 'items') as i (item)
        where i.item ->> 'id' = open.item_id
          and not exists (select from provisioning_outcome o
            where o.plan_id = open.plan_id and o.item_id = open.item_id)`.execute(db)
      return rows.map(({ item }) => item)
    },
    async writtenSince(connectionId, since) {
      const { rows } = await sql<WrittenItem>`
        select w.plan_id as "planId", i.item, w.at,
          coalesce(o.user_id, i.item ->> 'userId') as "userId"
        from (
          select t.plan_id, t.item_id, max(t.at) as at from provisioning_intent t
          join provisioning_run r on r.plan_id = t.plan_id
          where r.connection_id = ${connectionId} and t.at >= ${since} and not t.nothing
          group by t.plan_id, t.item_id
        ) w
        join provisioning_plan p on p.id = w.plan_id
        cross join lateral jsonb_array_elements(p.plan -> 'items') as i (item)
        left join provisioning_outcome o on o.plan_id = w.plan_id and o.item_id = w.item_id
        where i.item ->> 'id' = w.item_id and o.ending is distinct from 'refused'`.execute(db)
      return rows
    },
    async invited(connectionId, exceptPlan = '') {
      const rows = await db
        .selectFrom('provisioning_invitation as v')
        .innerJoin('provisioning_intent as w', 'w.id', 'v.intent_id')
        .select('v.email_key')
        .where('v.connection_id', '=', connectionId)
        .where('w.plan_id', '!=', exceptPlan)
        .execute()
      return new Set(rows.map((row) => row.email_key))
    },
  }
}
