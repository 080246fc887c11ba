/** What plans did for the decisions of a review: from the plans themselves, which name the row that wants a step. */
import { sql } from 'kysely'
import type { ReviewRepository } from '../../../application/review/ports.ts'
import type { PlanItem } from '../../../domain/people/plan/plan.ts'
import type { Database } from '../pool.ts'

interface Row {
  plan_id: string
  connection_id: string
  hash: string
  made_by: string
  made_by_name: string
  made_at: Date
  applied_by: string | null
  applied_by_name: string | null
  item: PlanItem
  ending: string | null
  detail: string | null
  at: Date | null
  shown_by: string | null
}

export const stepQueries = (db: Database): Pick<ReviewRepository, 'steps'> => ({
  async steps(reviewId, until) {
    const { rows } = await sql<Row>`
      select p.id as plan_id, p.connection_id, p.hash, p.made_by, p.made_by_name, p.made_at,
        r.applied_by, r.applied_by_name, i.item, o.ending, o.detail, o.at,
        (select t.closed_by_reading from provisioning_task t
          where t.connection_id = p.connection_id and t.user_id = i.item ->> 'userId'
            and t.kind = i.item -> 'task' ->> 'kind'
            and t.closed_at >= p.made_at and t.closed_at <= ${until}
          order by t.closed_at limit 1) as shown_by
      from review_connection c
      join review v on v.id = c.review_id
      join provisioning_plan p
        on p.connection_id = c.connection_id and p.made_at between v.opened_at and ${until}
      cross join lateral jsonb_array_elements(p.plan -> 'items') with ordinality as i (item, place)
      left join provisioning_run r on r.plan_id = p.id and r.begun_at <= ${until}
      left join provisioning_outcome o
        on o.plan_id = p.id and o.item_id = i.item ->> 'id' and o.at <= ${until}
      where c.review_id = ${reviewId} and i.item -> 'desire' ->> 'source' = 'review'
        and i.item -> 'desire' ->> 'key' like ${reviewId} || ':%'
      order by p.sequence, i.place`.execute(db)
    return rows.map((row) => ({
      no: Number(row.item.desire.key.split(':')[1]),
      connectionId: row.connection_id,
      planId: row.plan_id,
      planHash: row.hash,
      plannedBy: { id: row.made_by, name: row.made_by_name },
      plannedAt: row.made_at,
      appliedBy:
        row.applied_by === null ? null : { id: row.applied_by, name: row.applied_by_name ?? '' },
      act: row.item.act,
      reason: row.item.reason,
      before: row.item.before,
      after: row.item.after,
      ending: row.ending,
      detail: row.detail,
      at: row.at,
      taskShownBy: row.shown_by,
    }))
  },
})
