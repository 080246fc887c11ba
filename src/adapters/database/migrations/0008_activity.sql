-- What the web app asks of many events at once: counts over time, last uses, where in the log an
-- hour lies. All of it is derived from audit_event by one worker behind a cursor and could be made
-- anew from it; the path of a call writes none of it.

-- How far the counting has come. The counts and this number change in one transaction, so every
-- event is counted once, whatever is killed when.
create table audit_cursor (
  the_one         boolean primary key default true check (the_one),
  counted_through bigint not null
);
insert into audit_cursor (counted_through) values (0);

-- Calls by the minute and by the hour, of their beginning. '' stands for nobody and nowhere.
-- permitted: let through, answered below 400. failed: let through, answered 400 or above.
create table call_minute (
  bucket        timestamptz not null,
  connection_id text not null,
  group_id      text not null,
  principal_id  text not null,
  door          text not null,
  permitted     integer not null,
  refused       integer not null,
  failed        integer not null,
  primary key (bucket, connection_id, group_id, principal_id, door)
) with (fillfactor = 70);

create table call_hour (like call_minute including all) with (fillfactor = 70);

-- Which numbers the events of an hour have, so that a search by time need not look at the others.
create table audit_hour (
  bucket         timestamptz primary key,
  first_sequence bigint not null,
  last_sequence  bigint not null,
  events         bigint not null
) with (fillfactor = 70);

-- The last call of each principal and each key, session or authorisation, whatever came of it, and
-- the last call that was let through to each connection.
create table last_use (
  id       text primary key,
  at       timestamptz not null,
  sequence bigint not null
) with (fillfactor = 70);

-- Changes and refusals are few among many calls. A call that is let through is in neither index,
-- so recording it costs no more.
create index audit_event_change on audit_event (sequence) where type = 'change';
create index audit_event_refused on audit_event (sequence) where decision = 'refused';

-- Which state of a group somebody looked at when they edited it. Triggers raise it: a verb could
-- forget. Members and grants count as the group.
alter table access_group add column revision bigint not null default 1;

create function raise_own_revision() returns trigger language plpgsql as $$
begin
  if (new.title, new.description, new.context, new.name)
     is distinct from (old.title, old.description, old.context, old.name) then
    new.revision := old.revision + 1;
  end if;
  return new;
end $$;
create trigger raise_revision before update on access_group
  for each row execute function raise_own_revision();

create function raise_group_revision() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update access_group set revision = revision + 1 where id = old.group_id;
  end if;
  if tg_op <> 'DELETE' and (tg_op = 'INSERT' or new.group_id <> old.group_id) then
    update access_group set revision = revision + 1 where id = new.group_id;
  end if;
  return null;
end $$;
create trigger raise_revision after insert or update or delete on group_member
  for each row execute function raise_group_revision();
create trigger raise_revision after insert or update or delete on access_grant
  for each row execute function raise_group_revision();

-- Searches of the audit that somebody gave a name.
create table saved_filter (
  id         text primary key,
  owner_id   text not null references principal (id),
  name       text not null,
  shared     boolean not null,
  filter     jsonb not null,
  created_at timestamptz not null
);
create index saved_filter_owner on saved_filter (owner_id);
