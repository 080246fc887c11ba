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
 * $1 settled, $2 batch, $3 lock. Members are cut out of the canonical text: to parse it as JSON
 * costs five times as much, and PostgreSQL refuses escapes that are valid JSON (NUL, half a
 * surrogate pair), on which the counting would stand still for ever. A quote inside a value always
 * has a backslash before it, so no value can pass for a member.
 */
const COUNT = `
with turn as materialized (
  select counted_through as after, least(counted_through + $2::bigint, $1::bigint) as through
  from audit_cursor where pg_try_advisory_xact_lock($3::bigint) for update
), batch as materialized (
  select sequence, at, type, principal_id, connection_id, decision,
    convert_from(body, 'UTF8') as text
  from audit_event, turn where sequence > turn.after and sequence <= turn.through
), call as materialized (
  select sequence, at, coalesce(principal_id, '') as principal_id,
    coalesce(connection_id, '') as connection_id,
    split_part(split_part(text, '"groupId":"', 2), '"', 1) as group_id,
    split_part(split_part(text, '"door":"', 2), '"', 1) as door,
    split_part(split_part(text, '"authenticatedBy":"', 2), '"', 1) as means,
    decision = 'refused' as refused,
    decision <> 'refused' and split_part(split_part(text, '"status":', 2), ',', 1)::int >= 400
      as failed
  from batch where type = 'call'
), by_minute as (
  insert into call_minute as had
  select date_bin('1 minute', at, 'epoch'), connection_id, group_id, principal_id, door,
    count(*) filter (where not refused and not failed), count(*) filter (where refused),
    count(*) filter (where failed)
  from call group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (bucket, connection_id, group_id, principal_id, door) do update set
    permitted = had.permitted + excluded.permitted, refused = had.refused + excluded.refused,
    failed = had.failed + excluded.failed
), by_hour as (
  insert into call_hour as had
  select date_bin('1 hour', at, 'epoch'), connection_id, group_id, principal_id, door,
    count(*) filter (where not refused and not failed), count(*) filter (where refused),
    count(*) filter (where failed)
  from call group by 1, 2, 3, 4, 5
  on conflict (bucket, connection_id, group_id, principal_id, door) do update set
    permitted = had.permitted + excluded.permitted, refused = had.refused + excluded.refused,
    failed = had.failed + excluded.failed
), hours as (
  insert into audit_hour as had
  select date_bin('1 hour', at, 'epoch'), min(sequence), max(sequence), count(*)
  from batch group by 1
  on conflict (bucket) do update set
    first_sequence = least(had.first_sequence, excluded.first_sequence),
    last_sequence = greatest(had.last_sequence, excluded.last_sequence),
    events = had.events + excluded.events
), used as (
  insert into last_use as had
  select id, max(at), max(sequence) from (
    select principal_id, at, sequence from call where principal_id <> ''
    union all select means, at, sequence from call where means <> ''
    union all select connection_id, at, sequence from call where connection_id <> '' and not refused
  ) each_use (id, at, sequence) group by id
  on conflict (id) do update set
    at = greatest(had.at, excluded.at), sequence = greatest(had.sequence, excluded.sequence)
), moved as (
  update audit_cursor set counted_through = turn.through from turn
  where turn.through > turn.after returning turn.through - turn.after as moved
)
select moved from moved`
