/** Requests as rows. */
import { sql, type Selectable, type Updateable } from 'kysely'
import type { Reach, RequestRepository } from '../../../application/people/requests/ports.ts'
import { HubwardError } from '../../../domain/errors.ts'
import { emailKey } from '../../../domain/people/portal-user.ts'
import {
  ELEVATED_STATES,
  OPEN_STATES,
  type AccessRequest,
} from '../../../domain/people/request/request.ts'
import { orConflict } from '../conflict.ts'
import type { Database } from '../pool.ts'
import type { RequestSchema } from './schema.ts'

type Row = Selectable<RequestSchema['access_request']>

export function requestRepository(db: Database): RequestRepository {
  const all = () => db.selectFrom('access_request').selectAll()
  return {
    async insert(request) {
      const said = `There is an open request for ${request.email} in this portal. Withdraw or end that one first.`
      try {
        await orConflict(
          db
            .insertInto('access_request')
            .values({
              id: request.id,
              connection_id: request.connectionId,
              portal_id: db
                .selectFrom('connection')
                .select('portal_id')
                .where('id', '=', request.connectionId),
              state: request.state,
              asked_by: request.askedBy.id,
              asked_by_name: request.askedBy.name,
              principal_id: request.principalId,
              email: request.email,
              email_key: emailKey(request.email),
              user_id: request.userId,
              wish: JSON.stringify(request.wish),
              hours: request.hours,
              reason: request.reason,
              asked_at: request.askedAt,
              lapses_at: request.lapsesAt,
              next_at: request.lapsesAt,
            })
            .execute(),
          said,
        )
      } catch (thrown) {
        if (!(thrown instanceof HubwardError)) throw thrown
        throw new HubwardError('people.request_open', said, { cause: thrown })
      }
    },
    async get(id) {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row && requestOf(row)
    },
    async list(connectionId, { open, limit, reach }) {
      const rows = await all()
        .$if(connectionId !== null, (query) => query.where('connection_id', '=', connectionId!))
        .$if(reach !== null, (query) => query.where(within(reach!)))
        .$if(open, (query) => query.where('state', 'in', OPEN_STATES))
        .orderBy('sequence', 'desc')
        .limit(limit)
        .execute()
      return rows.map(requestOf)
    },
    async go(id, from, { state, decided, elevation, ...change }) {
      const values: Updateable<RequestSchema['access_request']> = {
        state,
        ...(decided && {
          decided_by: decided.by.id,
          decided_by_name: decided.by.name,
          decided_at: decided.at,
          note: decided.note,
        }),
        ...(elevation && {
          prior: JSON.stringify(elevation.prior),
          granted: JSON.stringify(elevation.granted),
        }),
        ...(change.planId !== undefined && { plan_id: change.planId }),
        ...(change.userId !== undefined && { user_id: change.userId }),
        ...(change.grantedAt && { granted_at: change.grantedAt }),
        ...(change.endsAt && { ends_at: change.endsAt }),
        ...(change.endedAt && { ended_at: change.endedAt }),
        ...(change.held !== undefined && { held: change.held }),
        ...(change.nextAt && { next_at: change.nextAt }),
        ...(change.tries !== undefined && { tries: change.tries }),
      }
      const { numUpdatedRows } = await db
        .updateTable('access_request')
        .set(values)
        .where('id', '=', id)
        .where('state', 'in', [...from])
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async hold(id, state, { held, nextAt, failed }) {
      const { numUpdatedRows } = await db
        .updateTable('access_request')
        .set((on) => ({
          held,
          next_at: nextAt,
          ...(failed && { tries: on('tries', '+', 1) }),
        }))
        .where('id', '=', id)
        .where('state', '=', state)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },
    async wake(connectionId, now) {
      await db
        .updateTable('access_request')
        .set({ next_at: now })
        .where('connection_id', '=', connectionId)
        .where('state', 'in', [...OPEN_STATES])
        .execute()
    },
    async claimDue(now, again, most) {
      const claimed = await sql<{ connection_id: string }>`
        with due as (
          select id from access_request
          where state in ('asked', 'approved', 'granting', 'granted', 'ending') and next_at <= ${now}
          order by next_at limit ${most} for update skip locked)
        update access_request set next_at = ${again} where id in (select id from due)
        returning connection_id`.execute(db)
      return [...new Set(claimed.rows.map((row) => row.connection_id))]
    },
    async inStates(connectionId, states) {
      const rows = await all()
        .where('connection_id', '=', connectionId)
        .where('state', 'in', [...states])
        .orderBy('sequence')
        .execute()
      return rows.map(requestOf)
    },
    async openFor(principalId) {
      const rows = await all()
        .where('principal_id', '=', principalId)
        .where('state', 'in', [...OPEN_STATES])
        .orderBy('sequence')
        .execute()
      return rows.map(requestOf)
    },
    async elevatedIn(portalId) {
      const rows = await all()
        .where('portal_id', '=', portalId)
        .where('state', 'in', [...ELEVATED_STATES])
        .orderBy('sequence')
        .execute()
      return rows.map(requestOf)
    },
    async approvers(connectionId) {
      const rows = await db
        .selectFrom('access_approver')
        .selectAll()
        .where('connection_id', '=', connectionId)
        .orderBy('principal_id')
        .execute()
      return rows.map((row) => ({ principalId: row.principal_id, groupId: row.group_id }))
    },
    async saveApprovers(connectionId, approvers) {
      await db.deleteFrom('access_approver').where('connection_id', '=', connectionId).execute()
      if (approvers.length === 0) return
      await db
        .insertInto('access_approver')
        .values(
          approvers.map(({ principalId, groupId }) => ({
            connection_id: connectionId,
            principal_id: principalId,
            group_id: groupId,
          })),
        )
        .onConflict((clash) => clash.doNothing())
        .execute()
    },
  }
}

const within = ({ principalId, selves, email }: Reach) => sql<boolean>`(
  asked_by = any(${selves}) or principal_id = any(${selves})
  or email_key = ${email === null ? null : emailKey(email)}
  or exists (select from portal_user_link l
    where l.connection_id = access_request.connection_id and l.user_id = access_request.user_id
      and l.person_key = ${principalId})
  or exists (select from access_approver a
    where a.connection_id = access_request.connection_id and a.principal_id = ${principalId}
      and (a.group_id is null or exists (select from group_member m
        where m.group_id = a.group_id and m.principal_id = access_request.principal_id))))`

const requestOf = (row: Row): AccessRequest => ({
  id: row.id,
  connectionId: row.connection_id,
  state: row.state,
  askedBy: { id: row.asked_by, name: row.asked_by_name },
  principalId: row.principal_id,
  email: row.email,
  userId: row.user_id,
  wish: row.wish,
  hours: row.hours,
  reason: row.reason,
  askedAt: row.asked_at,
  lapsesAt: row.lapses_at,
  decided:
    row.decided_by !== null && row.decided_at
      ? {
          by: { id: row.decided_by, name: row.decided_by_name ?? '' },
          at: row.decided_at,
          note: row.note,
        }
      : null,
  planId: row.plan_id,
  elevation: row.prior && row.granted ? { prior: row.prior, granted: row.granted } : null,
  grantedAt: row.granted_at,
  endsAt: row.ends_at,
  endedAt: row.ended_at,
  held: row.held,
  tries: row.tries,
  nextAt: row.next_at,
})
