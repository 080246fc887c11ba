-- Plans for a portal's users, who let what pass, and what became of each step. None of it is part of
-- the access picture. A user of a portal is named by HubSpot's id; there is no reference to the rows of
-- what is known of the portal, because those follow readings, and a plan stays as it was made.

-- One row per connection on which something was planned: the switch that stops all writing.
create table provisioning (
  connection_id text primary key references connection (id),
  halted_at     timestamptz,
  halted_by     text,
  check ((halted_at is null) = (halted_by is null))
);

-- A plan as it was shown. Never changed: what is applied is bound to its hash.
create table provisioning_plan (
  id            text primary key,
  sequence      bigint generated always as identity,
  connection_id text not null references connection (id),
  -- The plan that this one takes back.
  undo_of       text references provisioning_plan (id),
  made_at       timestamptz not null,
  -- Principal id or `operator`, and the name at that time.
  made_by       text not null,
  made_by_name  text not null,
  -- SHA-256 over all states before and after, in lower-case hex.
  hash          text not null,
  plan          jsonb not null,
  -- What was wanted, by which sources and settings: guards are asked again when it is applied.
  wanted        jsonb not null
);
create index provisioning_plan_of on provisioning_plan (connection_id, sequence desc);

create table provisioning_release (
  plan_id     text not null references provisioning_plan (id),
  guard       text not null,
  released_by text not null,
  released_by_name text not null,
  released_at timestamptz not null,
  primary key (plan_id, guard, released_by)
);

-- One application per plan. It can stop and go on; the unique index keeps two from running on one
-- connection. `holder` fences: whoever was taken for dead writes nothing any more.
create table provisioning_run (
  plan_id       text primary key references provisioning_plan (id),
  connection_id text not null references connection (id),
  state         text not null check (state in ('running', 'stopped', 'finished')),
  holder        text not null,
  alive_at      timestamptz not null,
  begun_at      timestamptz not null,
  ended_at      timestamptz,
  stopped_by    text,
  applied_by    text not null,
  applied_by_name text not null
);
create unique index provisioning_run_open on provisioning_run (connection_id)
  where state = 'running';

-- The journal: each write, before it leaves. `nothing`: it was not carried out, for sure.
create table provisioning_intent (
  id        bigint generated always as identity primary key,
  plan_id   text not null references provisioning_run (plan_id),
  item_id   text not null,
  call      jsonb not null,
  at        timestamptz not null,
  nothing   boolean not null default false
);
create index provisioning_intent_of on provisioning_intent (plan_id, item_id, id);

-- How each item ended, once. `counted`: which limit of the day it counts against.
create table provisioning_outcome (
  plan_id       text not null references provisioning_run (plan_id),
  item_id       text not null,
  connection_id text not null references connection (id),
  ending        text not null,
  detail        text,
  user_id       text,
  counted       text check (counted in ('create', 'change', 'strip', 'remove')),
  at            timestamptz not null,
  primary key (plan_id, item_id)
);
create index provisioning_outcome_day on provisioning_outcome (connection_id, at)
  where counted is not null;

-- Whoever is on the way out, with what they had: what a return restores.
create table provisioning_leaver (
  connection_id text not null references connection (id),
  user_id       text not null,
  email         text not null,
  source        text not null,
  key           text not null,
  prior         jsonb not null,
  flagged_at    timestamptz not null,
  stripped_at   timestamptz,
  stripped      jsonb,
  primary key (connection_id, user_id),
  check ((stripped_at is null) = (stripped is null))
);

-- Addresses that were sent an invitation, noted before it left: a second one never is.
create table provisioning_invitation (
  connection_id text not null references connection (id),
  email_key     text not null,
  intent_id     bigint not null,
  primary key (connection_id, email_key)
);

-- What only a person can do in HubSpot. Closed by a sealed reading that shows it, by nothing else.
create table provisioning_task (
  id            text primary key,
  connection_id text not null references connection (id),
  plan_id       text not null references provisioning_plan (id),
  kind          text not null,
  user_id       text,
  email         text not null,
  wanted        text,
  after         jsonb,
  reason        text not null,
  opened_at     timestamptz not null,
  closed_at     timestamptz,
  closed_by_reading text,
  check ((closed_at is null) = (closed_by_reading is null))
);
create unique index provisioning_task_open
  on provisioning_task (connection_id, kind, coalesce(user_id, ''), coalesce(wanted, ''))
  where closed_at is null;

-- Each source as it was when a plan of it was last carried out: one that sees less now proves nothing.
create table provisioning_source (
  connection_id text not null references connection (id),
  source        text not null,
  id            text not null,
  descriptor    jsonb not null,
  at            timestamptz not null,
  primary key (connection_id, source, id)
);
