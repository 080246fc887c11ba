-- A connection is pending until a check of it was green: its calls are refused like those of one
-- that needs a credential. A release before this one refuses them with that older reason.
alter table connection drop constraint connection_state_check;
alter table connection add constraint connection_state_check
  check (state in ('pending', 'active', 'suspended', 'needs_reauth', 'disconnected'));

-- Checks of connections. The report is kept as it was given: it is forwarded to people outside, who
-- must find the same in it later. It holds no secret and no value of a record.
create table connection_check (
  id             text primary key,
  -- The order in which they began: two may begin in the same millisecond.
  sequence       bigint generated always as identity,
  connection_id  text not null references connection (id),
  state          text not null check (state in ('running', 'finished', 'interrupted')),
  started_at     timestamptz not null,
  -- A sign of life every five seconds. Without one for twenty the process that ran it has died.
  alive_at       timestamptz not null,
  finished_at    timestamptz,
  requested_by   text,
  test_flow      boolean not null,
  report         jsonb,
  -- The contact that a test flow made at HubSpot: written before it is made, wiped when it was seen
  -- gone. So whatever is killed when, the next check finds and removes it.
  test_email     text,
  test_record_id text,
  check ((state = 'finished') = (report is not null))
);
-- One at a time on a connection, over all processes.
create unique index connection_check_running on connection_check (connection_id)
  where state = 'running';
create index connection_check_newest on connection_check (connection_id, sequence desc);
create index connection_check_leftover on connection_check (connection_id)
  where test_email is not null;
