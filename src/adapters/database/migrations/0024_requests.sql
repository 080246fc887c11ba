-- Requests for access to a portal, and access for a while.

create table access_request (
  id             text primary key,
  sequence       bigint generated always as identity,
  connection_id  text not null references connection (id),
  state          text not null check (state in ('asked', 'approved', 'granting', 'granted', 'ending',
    'drifted', 'refused', 'withdrawn', 'lapsed', 'kept', 'ended')),
  -- Principal id or `operator`, and the name at that time.
  asked_by       text not null,
  asked_by_name  text not null,
  -- Whose access it is about, where that is a member of Hubward.
  principal_id   text,
  email          text not null,
  email_key      text not null,
  -- HubSpot's id; null where the portal has no such user yet.
  user_id        text,
  wish           jsonb not null,
  -- Null: for good.
  hours          integer check (hours between 1 and 2160),
  reason         text not null,
  asked_at       timestamptz not null,
  lapses_at      timestamptz not null,
  decided_by     text,
  decided_by_name text,
  decided_at     timestamptz,
  note           text,
  -- The plan that gives it, from before it is carried out.
  plan_id        text references provisioning_plan (id),
  -- What was there before, and what was written. Kept with the outcome of the write, in one transaction.
  prior          jsonb,
  granted        jsonb,
  granted_at     timestamptz,
  ends_at        timestamptz,
  ended_at       timestamptz,
  held           text,
  -- When the job looks at it next.
  next_at        timestamptz not null,
  check ((prior is null) = (granted is null)),
  check ((decided_by is null) = (decided_at is null)),
  -- Nobody approves what they asked for.
  check (decided_by is null or state = 'refused' or decided_by <> asked_by)
);
-- Two at once for one user could not both be given back exactly.
create unique index access_request_open on access_request (connection_id, email_key)
  where state in ('asked', 'approved', 'granting', 'granted', 'ending', 'drifted');
create index access_request_of on access_request (connection_id, sequence desc);
create index access_request_due on access_request (next_at)
  where state in ('asked', 'approved', 'granting', 'granted', 'ending');

-- Who may answer besides the roles that approve: for a connection, or for the members of one group.
create table access_approver (
  connection_id text not null references connection (id),
  principal_id  text not null,
  group_id      text,
  unique nulls not distinct (connection_id, principal_id, group_id)
);

-- Plans that are carried out without a person, where somebody switched that on.
alter table provisioning
  add column automatic_by text,
  add column automatic_by_name text,
  add column automatic_at timestamptz,
  -- What a round has seen: the reading and the wishes. The next one with the same has nothing to do.
  add column automatic_seen text,
  -- Of what was told to wait, so that it is told once.
  add column automatic_told text;
