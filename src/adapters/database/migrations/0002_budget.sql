-- The portal's allowance, shared by every process: a sliding log in one row per bucket.
--
-- A token is HubSpot's permission for one call. It is *leased* to a process, *used* by a call, and
-- after the answer *held* for one whole window. HubSpot counted the call somewhere between its
-- sending and its answer, so a token that sleeps a window from the answer on is never counted twice
-- in any window, whatever the network does. The price is the call's duration in every window.
--
-- Times are milliseconds since 1970 by this server's clock, the only one that counts here. Processes
-- speak in ages and delays, which need no common clock. These rows and adapters/database/budget/ are
-- the two ends of one conversation, held by `budget_sync` (0005_budget_day.sql) once per busy process
-- and about 50 ms.

create table budget_window (
  -- `burst:<portal>:<app>`, `search:<portal>`, `associations:<portal>`
  key               text primary key,
  -- When each used token is free again, ascending. Calls that somebody else made with HubSpot's
  -- same allowance lie here too, once a header has told of them.
  held_at           double precision[] not null default '{}',
  -- And how many at each of these times.
  held_count        integer[] not null default '{}',
  -- What HubSpot's headers said; null until one did.
  seen_limit        integer check (seen_limit > 0),
  seen_window       double precision check (seen_window > 0),
  -- HubSpot answered 429: nothing starts before this.
  closed_until      double precision not null default 0,
  -- People may spend the first half of a bucket at once, the second half only at an even pace; bulk
  -- goes at its pace from the start. Else a burst repeats itself every window, and whoever comes
  -- between two of them waits ten seconds for its turn.
  paced_interactive double precision not null default 0,
  paced_bulk        double precision not null default 0,
  -- When a person last called: the reserve is for people who are there.
  people_at         double precision not null default 0,
  -- When bulk may pass once although people want everything: a twentieth of the bucket is its own.
  bulk_due          double precision not null default 0
) with (fillfactor = 50);
-- A full log of 250 is 3 kB: in the row, not beside it, because it is rewritten every time.
alter table budget_window alter column held_at set storage main;
alter table budget_window alter column held_count set storage main;

-- What a process has in its hands: its spare tokens and its calls under way. A process that does not
-- renew in time is taken for dead: whatever it had counts as used in the lease's last instant.
create table budget_lease (
  key                  text not null references budget_window (key) on delete cascade,
  process              text not null,
  -- The last conversation heard; a late one (its connection broke, it stood in line) is not acted on.
  seq                  bigint not null,
  tokens               integer not null check (tokens >= 0),
  expires_at           double precision not null,
  -- Groups whose callers were left waiting, and how much this process was served, per lane: processes
  -- take turns by the number of their waiting groups, however many callers each group has.
  synced_at            double precision not null,
  waiting_interactive  text[] not null default '{}',
  waiting_bulk         text[] not null default '{}',
  served_interactive   double precision not null default 0,
  served_bulk          double precision not null default 0,
  -- Callers left waiting, for the others' predictions.
  unmet                integer not null default 0,
  primary key (key, process)
) with (fillfactor = 50);

-- One lane's turn among the processes that wait: the weight of each is the number of its waiting
-- groups, a group that waits in n processes counting 1/n in each.
create function budget_turn(
  p_key text, p_process text, p_now double precision, p_lane text, p_groups text[],
  out weight double precision, out others double precision, out spread jsonb
) language sql stable as $$
  with waiting as (
    select case p_lane when 'bulk' then served_bulk else served_interactive end as served,
           case p_lane when 'bulk' then waiting_bulk else waiting_interactive end as groups
    from budget_lease
    -- 150 ms: three conversations. Who was not heard since is not waited for.
    where key = p_key and process <> p_process and synced_at > p_now - 150 and expires_at > p_now
  ), shared as (
    select g, 1 + (select count(*) from waiting where g = any (groups)) as processes
    from unnest(p_groups) g
  )
  select coalesce(sum(1.0 / processes), 0)::double precision,
         (select min(served) from waiting where cardinality(groups) > 0),
         coalesce(jsonb_object_agg(g, processes) filter (where processes > 1), '{}')
  from shared
$$;

/*
 * One bucket's part of the conversation.
 *
 * The process declares what it has (`keep`: spare tokens and calls under way) instead of what has
 * changed, so an answer lost on the way mends itself: tokens it never heard of are free again.
 *
 * request: key, seq, limit, byHand, windowMs, reserve, leaseMs, horizonMs, keep,
 *          settled [[age in ms, number of calls answered then]],
 *          people (whether one called since), needInteractive, spareInteractive, needBulk, spareBulk,
 *          groupsInteractive [ids], groupsBulk [ids],
 *          optional seen {limit, windowMs, used, sentAt (by this clock, or earlier)}, closeMs
 * answer:  key, and { stale: true } or { lapsed: true } or
 *          now, limit, windowMs, free, closedMs, grants per lane [delay in ms until each may start],
 *          spareInteractive (how many more may start now),
 *          next per lane [ms until one more could start, null when nobody knows],
 *          upcoming [ms until each held token returns], unmet and contended (by others), spread
 */
create function budget_window_sync(p_process text, p jsonb, p_now double precision) returns jsonb
language plpgsql as $$
declare
  -- HubSpot may receive the last call of a dead process this much after its lease ended.
  c_transit constant double precision := 1000;
  -- Free tokens stay in the log for a moment, so that a header's count can be compared with ours.
  c_memory constant double precision := 2000;
  -- A little above the sustainable rate, or one lost instant could never be made good; and the pace
  -- may lag a fiftieth of the bucket behind, because calls take unequally long. Without that slack
  -- tokens stood in line for 76 ms and 0.8 % of the rate was lost (bench/limiter).
  c_pace constant double precision := 1.05;
  c_slack constant double precision := 0.02;
  -- Nobody called for a minute: bulk leaves a fifth of the reserve, for the first who comes.
  c_presence constant double precision := 60000;
  c_bulk_share constant double precision := 0.05;

  v_key text := p ->> 'key';
  v_seq bigint := (p ->> 'seq')::bigint;
  v_keep integer := (p ->> 'keep')::integer;
  v_need_i integer := (p ->> 'needInteractive')::integer;
  v_spare_i integer := (p ->> 'spareInteractive')::integer;
  v_need_b integer := (p ->> 'needBulk')::integer;
  v_spare_b integer := (p ->> 'spareBulk')::integer;
  v_groups_i text[] := array(select jsonb_array_elements_text(p -> 'groupsInteractive'));
  v_groups_b text[] := array(select jsonb_array_elements_text(p -> 'groupsBulk'));
  b budget_window;
  mine budget_lease;
  t double precision;
  v_horizon double precision;
  v_limit integer;
  v_window double precision;
  v_share double precision;
  v_reserve integer;
  v_grain double precision;
  v_busy integer;
  v_look integer;
  v_taken integer;
  v_coming double precision[];
  v_leased integer;
  v_others_unmet integer;
  v_free integer;
  v_lapsed boolean;
  v_foreign integer;
  v_sent double precision;
  turn record;
  turn_b record;
  v_owed integer;
  n integer := 0;
  n_i integer := 0;
  n_b integer := 0;
  n_spare integer := 0;
  v_at double precision;
  v_paced boolean;
  v_grants_i double precision[] := '{}';
  v_grants_b double precision[] := '{}';
  v_slack double precision;
  v_spacing double precision;
  v_spacing_b double precision;
  v_next_i double precision;
  v_next_b double precision;
begin
  select * into b from budget_window where key = v_key for update;
  if not found then
    insert into budget_window (key) values (v_key) on conflict do nothing;
    select * into b from budget_window where key = v_key for update;
  end if;
  -- After the lock: time spent in line has passed for everybody. Whole milliseconds, rounded to the
  -- careful side here and where a token is put to sleep.
  t := floor(coalesce(p_now, extract(epoch from clock_timestamp()) * 1000));
  v_horizon := t + (p ->> 'horizonMs')::double precision;

  select * into mine from budget_lease where key = v_key and process = p_process;
  if mine.seq >= v_seq then
    return jsonb_build_object('key', v_key, 'stale', true);
  end if;

  b.seen_limit := coalesce((p #>> '{seen,limit}')::integer, b.seen_limit);
  b.seen_window := coalesce((p #>> '{seen,windowMs}')::double precision, b.seen_window);
  v_window := coalesce(b.seen_window, (p ->> 'windowMs')::double precision);
  v_limit := case
    when b.seen_limit is null then (p ->> 'limit')::integer
    when (p ->> 'byHand')::boolean then least(b.seen_limit, (p ->> 'limit')::integer)
    else b.seen_limit
  end;
  -- A log of many thousands is kept by the thousandth of a window, rounded to the careful side.
  v_grain := case when v_limit > 1000 then v_window / 1000 else 1 end;
  if (p ->> 'people')::boolean then b.people_at := t; end if;
  v_share := (p ->> 'reserve')::double precision;
  v_reserve := least(v_limit - 1, case when t - b.people_at < c_presence
    then ceil(v_limit * v_share) else floor(v_limit * v_share / 5) end);

  -- The dead return their tokens: used at the last instant they could have been. A lease from the
  -- future was written before this server's clock was set back; it is ended just so, and a living
  -- owner declares its tokens anew.
  -- `least`: no honest entry lies further ahead, so a clock set back costs at most one window.
  with dead as (
    delete from budget_lease
    where key = v_key
      and (expires_at <= t or expires_at > t + (p ->> 'leaseMs')::double precision + c_transit)
    returning tokens, expires_at
  ), entry (h, c) as (
    select least(h, t + v_window + c_transit), c
    from unnest(b.held_at, b.held_count) log (h, c) where h > t - c_memory
    union all
    select ceil((t + 1 - floor(least(greatest((e ->> 0)::double precision, 0), v_window + c_memory))
      + v_window) / v_grain) * v_grain, (e ->> 1)::integer
    from jsonb_array_elements(p -> 'settled') e
    union all
    select ceil((least(expires_at, t) + v_window + c_transit) / v_grain) * v_grain, tokens
    from dead where tokens > 0
  ), merged as (select h, sum(c)::integer as c from entry group by h)
  select coalesce(array_agg(h order by h), '{}'), coalesce(array_agg(c order by h), '{}')
  into b.held_at, b.held_count from merged;
  v_lapsed := v_keep > 0
    and not exists (select from budget_lease where key = v_key and process = p_process);

  select coalesce(sum(tokens), 0) + v_keep,
         coalesce(sum(unmet) filter (where synced_at > t - 150), 0)
  into v_leased, v_others_unmet
  from budget_lease where key = v_key and process <> p_process;

  -- HubSpot has counted more calls than we could have made: the rest is somebody else's, and leaves
  -- HubSpot's window at the latest one window after that answer.
  v_sent := (p #>> '{seen,sentAt}')::double precision;
  if (p #>> '{seen,used}') is not null and v_sent between t - c_memory and t then
    select (p #>> '{seen,used}')::integer - v_leased - coalesce(sum(c), 0) into v_foreign
    from unnest(b.held_at, b.held_count) log (h, c)
    where h > v_sent;
    if v_foreign > 0 then
      b.held_at := b.held_at || (t + v_window);
      b.held_count := b.held_count || least(v_foreign, v_limit);
    end if;
  end if;
  if (p ->> 'closeMs') is not null then
    b.closed_until := greatest(b.closed_until, t + (p ->> 'closeMs')::double precision);
  end if;

  if v_lapsed then
    v_need_i := 0; v_spare_i := 0; v_need_b := 0; v_spare_b := 0;
  end if;
  select coalesce(sum(c), 0) into v_busy
  from unnest(b.held_at, b.held_count) log (h, c) where h > t;
  v_free := v_limit - v_leased - v_busy;
  -- When the held ones return, one by one, as far as anybody will look below.
  v_look := v_need_i + v_need_b + v_spare_b + v_reserve + 2 - v_free;
  v_look := greatest(v_look, 0) + v_need_i + v_need_b + v_spare_b + 64;
  v_coming := array(
    select h from (
      select h, c, sum(c) over (order by h rows unbounded preceding) - c as before
      from unnest(b.held_at, b.held_count) log (h, c) where h > t
    ) one, generate_series(1, least(c, v_look - before)) order by h);
  select * into turn from budget_turn(v_key, p_process, t, 'interactive', v_groups_i);
  select * into turn_b from budget_turn(v_key, p_process, t, 'bulk', v_groups_b);
  -- Who begins to wait begins level with the others: neither a debt nor a credit from before.
  if mine.key is null or cardinality(mine.waiting_interactive) = 0 then
    mine.served_interactive := coalesce(turn.others, 0);
  end if;
  if mine.key is null or cardinality(mine.waiting_bulk) = 0 then
    mine.served_bulk := coalesce(turn_b.others, 0);
  end if;
  v_slack := c_slack * v_limit;
  v_spacing := v_window / (c_pace * v_limit);
  v_spacing_b := v_window / (c_pace * greatest(v_limit - v_reserve, 1));

  -- Everything below asks one question: when could the n-th further token start? Now, while some
  -- are free; else when the held one at that place returns; null, when only calls under way are left.
  if v_need_b > 0 and t >= b.bulk_due then
    v_at := case when v_free > 0 then t else v_coming[1 - v_free] end;
    if v_at is not null and greatest(v_at, b.closed_until) <= v_horizon
      and not coalesce(mine.served_bulk > turn_b.others + 1 / nullif(turn_b.weight, 0), false)
    then
      n := 1;
      n_b := 1;
      v_grants_b := v_grants_b || (greatest(v_at, b.closed_until) - t);
      mine.served_bulk := mine.served_bulk + coalesce(1 / nullif(turn_b.weight, 0), 0);
      b.bulk_due := t + v_window / (c_bulk_share * v_limit);
    end if;
  end if;

  -- Bulk's own twentieth is due, and it waits elsewhere: people leave it one place.
  v_owed := case when n_b = 0 and t >= b.bulk_due and turn_b.others is not null then 1 else 0 end;
  for i in 1 .. v_need_i loop
    v_paced := v_free - n - 1 < v_limit / 2.0;
    exit when mine.served_interactive > turn.others + 1 / nullif(turn.weight, 0);
    v_at := case when n + v_owed < v_free then t else v_coming[n + v_owed + 1 - v_free] end;
    exit when v_at is null;
    v_at := greatest(v_at, b.closed_until, case when v_paced then b.paced_interactive end);
    exit when v_at > v_horizon;
    if v_paced then
      b.paced_interactive := greatest(b.paced_interactive, v_at - v_slack * v_spacing) + v_spacing;
    end if;
    if turn.weight > 0 then
      mine.served_interactive := mine.served_interactive + 1 / turn.weight;
    end if;
    v_grants_i := v_grants_i || (v_at - t);
    n := n + 1;
    n_i := n_i + 1;
  end loop;
  -- Spare tokens only out of plenty: an unused one in a pocket is a call that nobody makes.
  if n_i = v_need_i and b.closed_until <= t then
    n_spare := greatest(0, least(v_spare_i, floor(v_free - n - v_limit / 2.0)));
    n := n + n_spare;
  end if;

  for i in n_b + 1 .. v_need_b + v_spare_b loop
    -- Bulk looks `reserve` places further: so many must still be free when it starts.
    exit when i > v_need_b and v_free - n - 1 - v_reserve < v_limit / 2.0;
    exit when i <= v_need_b and mine.served_bulk > turn_b.others + 1 / nullif(turn_b.weight, 0);
    v_at := case when n + v_reserve < v_free then t else v_coming[n + 1 + v_reserve - v_free] end;
    exit when v_at is null;
    v_at := greatest(v_at, b.closed_until, b.paced_bulk);
    exit when v_at > v_horizon;
    b.paced_bulk := greatest(b.paced_bulk, v_at - v_slack * v_spacing_b) + v_spacing_b;
    if i <= v_need_b and turn_b.weight > 0 then
      mine.served_bulk := mine.served_bulk + 1 / turn_b.weight;
    end if;
    b.bulk_due := t + v_window / (c_bulk_share * v_limit);
    v_grants_b := v_grants_b || (v_at - t);
    n := n + 1;
    n_b := n_b + 1;
  end loop;

  -- What was granted beyond the free ones takes the places of the held ones that return first; each
  -- starts no earlier than its place is free, so counting them as leased from now on is exact.
  v_taken := greatest(n - greatest(v_free, 0), 0);
  v_free := v_free - n + v_taken;
  v_coming := v_coming[1 + v_taken :];
  if v_taken > 0 then
    select coalesce(array_agg(h order by h), '{}'), coalesce(array_agg(rest order by h), '{}')
    into b.held_at, b.held_count
    from (
      select h, c - least(c, greatest(v_taken - (sum(c) over (order by h rows unbounded preceding)
        - c), 0)) as rest
      from unnest(b.held_at, b.held_count) log (h, c) where h > t
      union all
      select h, c from unnest(b.held_at, b.held_count) log (h, c) where h <= t
    ) left_over
    where rest > 0;
  end if;

  v_at := case when v_free > 0 then t else v_coming[1 - v_free] end;
  v_next_b := case when v_reserve < v_free then t else v_coming[1 + v_reserve - v_free] end;
  -- `greatest` and `least` pass over nulls: what nobody knows must stay null.
  if v_at is not null then
    v_next_i := greatest(v_at, b.closed_until,
      case when v_free - 1 < v_limit / 2.0 then b.paced_interactive end);
    v_next_b := greatest(b.closed_until, least(
      greatest(v_at, b.bulk_due),
      case when v_next_b is not null then greatest(v_next_b, b.paced_bulk) end));
  end if;

  update budget_window set
    held_at = b.held_at, held_count = b.held_count,
    seen_limit = b.seen_limit, seen_window = b.seen_window, closed_until = b.closed_until,
    paced_interactive = b.paced_interactive, paced_bulk = b.paced_bulk,
    people_at = b.people_at, bulk_due = b.bulk_due
  where key = v_key;

  if v_keep + n + v_need_i + v_need_b = 0 then
    delete from budget_lease where key = v_key and process = p_process;
  else
    insert into budget_lease values (
      v_key, p_process, v_seq, v_keep + n, t + (p ->> 'leaseMs')::double precision, t,
      case when v_need_i > n_i then v_groups_i else '{}' end,
      case when v_need_b > n_b then v_groups_b else '{}' end,
      mine.served_interactive, mine.served_bulk,
      greatest(v_need_i - n_i, 0) + greatest(v_need_b - n_b, 0))
    on conflict (key, process) do update set
      seq = excluded.seq, tokens = excluded.tokens, expires_at = excluded.expires_at,
      synced_at = excluded.synced_at, waiting_interactive = excluded.waiting_interactive,
      waiting_bulk = excluded.waiting_bulk, served_interactive = excluded.served_interactive,
      served_bulk = excluded.served_bulk, unmet = excluded.unmet;
  end if;

  return jsonb_build_object(
    'key', v_key, 'now', t, 'lapsed', v_lapsed, 'limit', v_limit, 'windowMs', v_window,
    'free', v_free, 'reserve', v_reserve,
    'closedMs', greatest(b.closed_until - t, 0),
    'interactive', to_jsonb(v_grants_i), 'bulk', to_jsonb(v_grants_b),
    'spareInteractive', n_spare,
    'nextInteractive', v_next_i - t, 'nextBulk', v_next_b - t,
    'upcoming', (select coalesce(jsonb_agg(h - t order by h), '[]') from unnest(v_coming[:64]) h),
    'unmet', v_others_unmet,
    'spreadInteractive', turn.spread, 'spreadBulk', turn_b.spread);
end $$;
