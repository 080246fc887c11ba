-- How each connection fares, what it went through, and what HubSpot's security activity tells of its
-- key. None of it is part of the access picture: what stops calls is the connection's own state.

-- One row per connection that was ever looked at. next_look_at is the claim: whoever moves it on
-- looks, so that of all replicas one asks HubSpot. Times of looks are the database's.
create table connection_health (
  connection_id  text primary key references connection (id),
  -- Repeated from the diagnosis, for counting and for reading by hand.
  condition      text not null,
  diagnosis      jsonb not null,
  since          timestamptz not null,
  -- Seen, and not yet often enough to be believed.
  suspicion      jsonb,
  seen_at        timestamptz,
  -- What the last look came to: answered, error (of HubSpot's own), unreached.
  outcome        text check (outcome in ('answered', 'error', 'unreached')),
  latency_ms     integer,
  next_look_at   timestamptz not null default now(),
  -- What live calls met last, and when: it brings the next look forward and counts as a witness.
  witness        text,
  witnessed_at   timestamptz,
  creator_refused_at timestamptz
) with (fillfactor = 70);

create index connection_health_due on connection_health (next_look_at);

-- The past: one row per stretch of one condition. The open one has no end.
create table health_period (
  id            bigint generated always as identity primary key,
  connection_id text not null references connection (id),
  condition     text not null,
  diagnosis     jsonb not null,
  began_at      timestamptz not null,
  ended_at      timestamptz,
  check (ended_at is null or ended_at >= began_at)
);
create index health_period_of on health_period (connection_id, began_at desc);
create unique index health_period_open on health_period (connection_id) where ended_at is null;

-- What happened to the key at HubSpot, as HubSpot tells. Its id makes sure that nothing is told
-- twice, however often a stretch is read again.
create table key_event (
  connection_id text not null references connection (id),
  hubspot_id    text not null,
  at            timestamptz not null,
  type          text not null,
  meaning       text not null,
  concern       text not null check (concern in ('this', 'perhaps')),
  actor_id      bigint,
  object_id     text,
  found_at      timestamptz not null,
  primary key (connection_id, hubspot_id)
);
create index key_event_of on key_event (connection_id, at desc);

-- How far HubSpot's security activity was read. gap_from to gap_to: not read, and no longer to be
-- had with certainty.
create table key_event_cursor (
  connection_id text primary key references connection (id),
  read_through  timestamptz not null,
  asked_at      timestamptz not null,
  outcome       text not null check (outcome in ('read', 'not_permitted', 'failed')),
  ids_proven    boolean not null default false,
  gap_from      timestamptz,
  gap_to        timestamptz
);
