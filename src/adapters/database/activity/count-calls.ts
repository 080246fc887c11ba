/**
 * Counts events once, behind their recording: one worker at a time, over all processes, reads what
 * was recorded since the cursor, adds it to the counts and moves the cursor, in one transaction. So
 * a kill loses nothing and counts nothing twice, and a call never waits for it.
 */
import type pg from 'pg'

/** Events in one transaction: some 50 ms, and bounded memory after a long pause. */
const BATCH = 10_000
/** Who holds it counts; the others leave it to them. Any number, the same in all processes. */
const LOCK = 4_110_008
/** A writer that takes longer is waited for in the next round. */
const SETTLE_MS = 2_000

/** @returns how many sequence numbers are behind the cursor that were not before */
export async function countCalls(pool: pg.Pool, signal?: AbortSignal): Promise<number> {
  const settled = await settledThrough(pool)
  let counted = 0
  while (!signal?.aborted) {
    const { rows } = await pool.query<{ moved: number | null }>(COUNT, [settled, BATCH, LOCK])
    const moved = rows[0]?.moved ?? 0
    counted += moved
    if (moved < BATCH) return counted
  }
  return counted
}

/**
 * The highest number below which every event there will ever be is committed. Numbers are drawn
 * before the commit, so a lower one may appear after a higher one. Whoever has drawn one holds a
 * lock on the table until its transaction ends: those who hold one now are waited for, as
 * `create index concurrently` does. They are not held up, and later ones draw higher numbers.
 */
async function settledThrough(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ drawn: number }>(DRAWN)
  const drawn = rows[0]?.drawn ?? 0
  const writers = await writersOf(pool)
  const until = performance.now() + SETTLE_MS
  for (let waiting = writers; waiting.length > 0;) {
    if (performance.now() > until) return 0
    await new Promise((resolve) => setTimeout(resolve, 10))
    const now = new Set(await writersOf(pool))
    waiting = waiting.filter((one) => now.has(one))
  }
  return drawn
}

async function writersOf(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ writer: string }>(WRITERS)
  return rows.map(({ writer }) => writer)
}

const DRAWN = {
  name: 'count_calls_drawn',
  text: `select case when is_called then last_value else 0 end as drawn
    from audit_event_sequence_seq`,
}

const WRITERS = {
  name: 'count_calls_writers',
  text: `select distinct virtualtransaction as writer from pg_locks
    where locktype = 'relation' and mode = 'RowExclusiveLock' and granted
      and relation = 'audit_event'::regclass
      and database = (select oid from pg_database where datname = current_database())`,
}

/**
 * A text member cut out of the canonical text, for rows without the column: to parse it as JSON
 * costs five times as much, and PostgreSQL refuses escapes that are valid JSON (NUL, half a
 * surrogate pair), on which the counting would stand still for ever. A quote inside a value always
 * has a backslash before it, so no value can pass for a member.
 */
const cut = (start: string, end: string): string =>
  `split_part(split_part(convert_from(body, 'UTF8'), '${start}', 2), '${end}', 1)`

/**
 * $1 settled, $2 batch, $3 lock. Events that count alike are summed up once, and the counts are
 * made of the sums: a second's events are mostly alike.
 */
const COUNT = `
with turn as materialized (
  select counted_through as after, least(counted_through + $2::bigint, $1::bigint) as through
  from audit_cursor where pg_try_advisory_xact_lock($3::bigint) for update
), alike as materialized (
  select date_bin('1 minute', at, 'epoch') as minute, type,
    coalesce(principal_id, '') as principal_id, coalesce(connection_id, '') as connection_id,
    coalesce(group_id, ${cut('"groupId":"', '"')}) as group_id,
    coalesce(door, ${cut('"door":"', '"')}) as door,
    coalesce(authenticated_by, ${cut('"authenticatedBy":"', '"')}) as means,
    decision = 'refused' as refused,
    type = 'call' and decision <> 'refused'
      and coalesce(status, ${cut('"status":', ',')}::int) >= 400 as failed,
    count(*) as events, min(sequence) as first, max(sequence) as last, max(at) as at
  from audit_event, turn where sequence > turn.after and sequence <= turn.through
  group by 1, 2, 3, 4, 5, 6, 7, 8, 9
), call as (
  select *, case when not refused and not failed then events else 0 end as permitted_events,
    case when refused then events else 0 end as refused_events,
    case when failed then events else 0 end as failed_events
  from alike where type = 'call' and door <> 'system'
), by_minute as (
  insert into call_minute as had
  select minute, connection_id, group_id, principal_id, door,
    sum(permitted_events), sum(refused_events), sum(failed_events)
  from call group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (bucket, connection_id, group_id, principal_id, door) do update set
    permitted = had.permitted + excluded.permitted, refused = had.refused + excluded.refused,
    failed = had.failed + excluded.failed
), by_hour as (
  insert into call_hour as had
  select date_bin('1 hour', minute, 'epoch'), connection_id, group_id, principal_id, door,
    sum(permitted_events), sum(refused_events), sum(failed_events)
  from call group by 1, 2, 3, 4, 5
  on conflict (bucket, connection_id, group_id, principal_id, door) do update set
    permitted = had.permitted + excluded.permitted, refused = had.refused + excluded.refused,
    failed = had.failed + excluded.failed
), hours as (
  insert into audit_hour as had
  select date_bin('1 hour', minute, 'epoch'), min(first), max(last), sum(events)
  from alike group by 1
  on conflict (bucket) do update set
    first_sequence = least(had.first_sequence, excluded.first_sequence),
    last_sequence = greatest(had.last_sequence, excluded.last_sequence),
    events = had.events + excluded.events
), used as (
  insert into last_use as had
  select id, max(at), max(last) from (
    select principal_id, at, last from call where principal_id <> ''
    union all select means, at, last from call where means <> ''
    union all select connection_id, at, last from call where connection_id <> '' and not refused
  ) each_use (id, at, last) group by id
  on conflict (id) do update set
    at = greatest(had.at, excluded.at), sequence = greatest(had.sequence, excluded.sequence)
), moved as (
  update audit_cursor set counted_through = turn.through from turn
  where turn.through > turn.after returning turn.through - turn.after as moved
)
select moved from moved`
