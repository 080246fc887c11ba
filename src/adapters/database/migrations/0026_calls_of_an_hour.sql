-- Everybody's calls of an hour in one row: a month of them is drawn without adding up who made them.
-- Triggers keep it: a release that does not know of it counts on while another one takes over.
create table call_total (
  bucket    timestamptz primary key,
  permitted bigint not null,
  refused   bigint not null,
  failed    bigint not null
) with (fillfactor = 70);

create function total_calls() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    truncate call_total;
    return null;
  end if;
  if tg_op <> 'DELETE' then
    insert into call_total as had
    select bucket, sum(permitted), sum(refused), sum(failed) from added group by bucket
    on conflict (bucket) do update set permitted = had.permitted + excluded.permitted,
      refused = had.refused + excluded.refused, failed = had.failed + excluded.failed;
  end if;
  if tg_op <> 'INSERT' then
    update call_total set permitted = call_total.permitted - gone.permitted,
      refused = call_total.refused - gone.refused, failed = call_total.failed - gone.failed
    from (
      select bucket, sum(permitted) as permitted, sum(refused) as refused, sum(failed) as failed
      from taken group by bucket
    ) gone
    where gone.bucket = call_total.bucket;
  end if;
  return null;
end $$;

-- They wait for whoever counts now, so that what follows sees all that was counted without them.
create trigger total_added after insert on call_hour
  referencing new table as added
  for each statement execute function total_calls();
create trigger total_changed after update on call_hour
  referencing old table as taken new table as added
  for each statement execute function total_calls();
create trigger total_taken after delete on call_hour
  referencing old table as taken
  for each statement execute function total_calls();
create trigger total_emptied after truncate on call_hour
  for each statement execute function total_calls();

insert into call_total
select bucket, sum(permitted), sum(refused), sum(failed) from call_hour group by bucket;
