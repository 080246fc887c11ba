-- The day's count, in the portal's time zone.
create table budget_day (
  key          text primary key,
  starts_at    double precision not null default 0,
  ends_at      double precision not null default 0,
  spent        bigint not null default 0,
  seen_limit   bigint check (seen_limit > 0),
  closed_until double precision not null default 0
) with (fillfactor = 50);

/*
 * Daily budget, one row per portal. Two processes may both pass the last call of the day: we count
 * after the answer, because a crashed call must not eat a portal's budget. HubSpot's own 429 is the
 * backstop; the overshoot is bounded by the calls under way at that moment.
 *
 * request: key, limit, byHand, spent (answers since the last conversation),
 *          midnights [four, ascending: ms since 1970; the day is chosen here, by one clock],
 *          optional seen {limit, used}, exhausted (HubSpot said 429, policy DAILY)
 * answer:  key, limit, spent, endsMs, closedMs
 */
create function budget_day_sync(p jsonb, p_now double precision) returns jsonb
language plpgsql as $$
declare
  -- HubSpot's midnight and ours need not be the same instant: what HubSpot says this soon after ours
  -- may still be about yesterday.
  c_doubtful constant double precision := 120000;
  c_recheck constant double precision := 60000;
  b budget_day;
  t double precision;
  v_limit bigint;
begin
  select * into b from budget_day where key = p ->> 'key' for update;
  if not found then
    insert into budget_day (key) values (p ->> 'key') on conflict do nothing;
    select * into b from budget_day where key = p ->> 'key' for update;
  end if;
  t := coalesce(p_now, extract(epoch from clock_timestamp()) * 1000);
  if t >= b.ends_at then b.spent := 0; end if;
  select coalesce(max(m) filter (where m <= t), min(m)), coalesce(min(m) filter (where m > t), max(m))
  into b.starts_at, b.ends_at
  from (select m::double precision from jsonb_array_elements_text(p -> 'midnights') m) midnight (m);

  b.seen_limit := coalesce((p #>> '{seen,limit}')::bigint, b.seen_limit);
  v_limit := case
    when b.seen_limit is null then (p ->> 'limit')::bigint
    when (p ->> 'byHand')::boolean then least(b.seen_limit, (p ->> 'limit')::bigint)
    else b.seen_limit
  end;
  b.spent := b.spent + (p ->> 'spent')::bigint;
  -- HubSpot counts every app of the account, so its number replaces ours, up or down.
  if t - b.starts_at >= c_doubtful then
    b.spent := coalesce((p #>> '{seen,used}')::bigint, b.spent);
  end if;
  if (p ->> 'exhausted')::boolean then
    if t - b.starts_at < c_doubtful then
      b.closed_until := t + c_recheck;
    else
      b.spent := greatest(b.spent, v_limit);
    end if;
  end if;
  update budget_day set
    starts_at = b.starts_at, ends_at = b.ends_at, spent = b.spent, seen_limit = b.seen_limit,
    closed_until = b.closed_until
  where key = b.key;
  return jsonb_build_object(
    'key', b.key, 'limit', v_limit, 'spent', b.spent, 'endsMs', b.ends_at - t,
    'closedMs', greatest(b.closed_until - t, 0));
end $$;

-- The whole conversation of a process: one round trip. Rows are locked in the order of their keys,
-- windows before days, so two processes never wait for each other in a circle. `p_now` is for proofs.
create function budget_sync(
  p_process text, p_windows jsonb, p_days jsonb, p_now double precision default null
) returns jsonb language plpgsql as $$
declare
  r jsonb;
  v_windows jsonb[] := '{}';
  v_days jsonb[] := '{}';
begin
  for r in select x from jsonb_array_elements(p_windows) x order by x ->> 'key' loop
    v_windows := v_windows || budget_window_sync(p_process, r, p_now);
  end loop;
  for r in select x from jsonb_array_elements(p_days) x order by x ->> 'key' loop
    v_days := v_days || budget_day_sync(r, p_now);
  end loop;
  return jsonb_build_object('windows', to_jsonb(v_windows), 'days', to_jsonb(v_days));
end $$;
