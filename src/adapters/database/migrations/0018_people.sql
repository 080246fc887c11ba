-- The people inside HubSpot, as readings of a portal showed them. None of it is part of the access
-- picture: a portal user is nobody who may do something here.

-- One row per reading, whatever came of it. What is incomplete is kept with its reasons and proves
-- nothing; that there is at most one open reading of a connection is what keeps two from running.
create table people_reading (
  id            text primary key,
  connection_id text not null references connection (id),
  state         text not null check (state in ('reading', 'sealed', 'incomplete')),
  -- Who asked: a person's name, or null where it came round by itself.
  asked_by      text,
  begun_at      timestamptz not null,
  ended_at      timestamptz,
  -- Moved on with every page, so that a reading whose process died is known by its standstill.
  alive_at      timestamptz not null,
  calls         integer not null default 0,
  users_read    integer not null default 0,
  reasons       jsonb not null default '[]',
  facets        jsonb,
  proven_by     text,
  logins_from   timestamptz,
  hubspot_scopes jsonb,
  -- Permission sets, teams and seats as they were.
  catalogue     jsonb,
  users         integer,
  -- SHA-256 of the population as canonical JSON, in lower-case hex.
  digest        text,
  check ((state = 'reading') = (ended_at is null)),
  check ((state = 'sealed') = (digest is not null))
);
create unique index people_reading_open on people_reading (connection_id) where state = 'reading';
create index people_reading_of on people_reading (connection_id, begun_at desc);

-- One row per stretch in which a user was read the same, from the first snapshot that showed it to
-- the last. The population of a snapshot is the rows that reach over it. Logins are no part of it:
-- they change daily and would make a row per user and day.
create table portal_user_version (
  connection_id text not null references connection (id),
  user_id       text not null,
  -- Number of the snapshot within its connection.
  from_seal     integer not null,
  to_seal       integer,
  data          jsonb not null,
  primary key (connection_id, user_id, from_seal),
  check (to_seal is null or to_seal >= from_seal)
);
create unique index portal_user_version_open on portal_user_version (connection_id, user_id)
  where to_seal is null;

alter table people_reading add column seal integer;
create unique index people_reading_seal on people_reading (connection_id, seal);

-- What is known now: one row per user that ever was.
create table portal_user (
  connection_id   text not null references connection (id),
  user_id         text not null,
  email           text not null,
  email_key       text not null,
  name            text not null,
  presence        text not null check (presence in ('present', 'missing', 'removed')),
  super_admin     boolean not null,
  data            jsonb not null,
  last_login_at   timestamptz,
  inferred_invited boolean not null,
  first_seen_at   timestamptz not null,
  last_seen_at    timestamptz not null,
  gone_at         timestamptz,
  primary key (connection_id, user_id)
);
create index portal_user_email on portal_user (connection_id, email_key);

-- What changed between two snapshots, and what HubSpot tells of who did it.
create table portal_user_change (
  id            bigint generated always as identity primary key,
  connection_id text not null references connection (id),
  reading_id    text not null references people_reading (id),
  user_id       text not null,
  kind          text not null,
  before        text,
  after         text,
  -- It happened after the first and before the second.
  between_from  timestamptz,
  between_to    timestamptz not null,
  certainty     text not null check (certainty in ('told', 'several', 'silent', 'untold', 'unread')),
  events        jsonb not null default '[]'
);
create index portal_user_change_of on portal_user_change (connection_id, user_id, id);
create index portal_user_change_in on portal_user_change (connection_id, id);

-- Who of the directory a portal user is, where a person or an id said so.
create table portal_user_link (
  connection_id text not null references connection (id),
  user_id       text not null,
  person_key    text not null,
  linked_by     text not null,
  linked_at     timestamptz not null,
  primary key (connection_id, user_id),
  unique (connection_id, person_key)
);

-- What deserves a look. Open until it is no longer so, or until somebody has looked.
create table portal_user_alert (
  id            bigint generated always as identity primary key,
  connection_id text not null references connection (id),
  user_id       text not null,
  kind          text not null,
  saw           text not null,
  opened_at     timestamptz not null,
  closed_at     timestamptz,
  closed_by     text
);
create unique index portal_user_alert_open on portal_user_alert (connection_id, user_id, kind)
  where closed_at is null;

-- How a connection's people are read: how often, and by what rules they are looked at.
create table people_settings (
  connection_id text primary key references connection (id),
  every_hours   integer check (every_hours between 1 and 168),
  next_at       timestamptz,
  rules         jsonb not null
);
