-- The organisation: its people and programs, groups, connections, grants, keys, and the audit.
-- Ids are made by us (`mem_…`); times are timestamptz; nothing here is a secret in clear.

create table organisation (
  id         text primary key,
  name       text not null,
  created_at timestamptz not null default now(),
  -- One row only: a second organisation is a second database.
  the_one    boolean not null default true unique check (the_one)
);

create table principal (
  id         text primary key,
  kind       text not null check (kind in ('member', 'service_account')),
  name       text not null,
  email      text check (email = lower(email)),
  role       text not null check (role in ('admin', 'auditor', 'member')),
  state      text not null check (state in ('active', 'removed')),
  created_at timestamptz not null,
  check ((kind = 'member') = (email is not null)),
  check (kind = 'member' or role = 'member')
);
-- A person who left may come back: only the active ones must differ.
create unique index principal_email on principal (email) where state = 'active';
create unique index principal_service_name on principal (lower(name))
  where kind = 'service_account' and state = 'active';

create table client_key (
  id           text primary key,
  principal_id text not null references principal (id),
  name         text not null,
  hash         bytea not null unique check (length(hash) = 32),
  created_at   timestamptz not null,
  expires_at   timestamptz,
  revoked_at   timestamptz
);
create index client_key_principal on client_key (principal_id);

create table access_group (
  id          text primary key,
  name        text not null unique,
  title       text not null,
  description text not null default '',
  context     text not null default '',
  created_at  timestamptz not null default now()
);

create table group_member (
  group_id     text not null references access_group (id) on delete cascade,
  principal_id text not null references principal (id),
  primary key (group_id, principal_id)
);
create index group_member_principal on group_member (principal_id);

create table connection (
  id                  text primary key,
  name                text not null,
  title               text not null,
  kind                text not null,
  state               text not null
    check (state in ('active', 'suspended', 'needs_reauth', 'disconnected')),
  state_reason        text,
  base_url            text not null,
  portal_id           bigint not null,
  portal_name         text,
  account_type        text not null,
  hublet              text not null,
  ui_domain           text not null,
  time_zone           text not null,
  hubspot_user_id     bigint,
  hubspot_app_id      bigint,
  hubspot_scopes      text[] not null,
  custom_object_types jsonb not null default '[]',
  budget              jsonb not null default '{}',
  created_at          timestamptz not null,
  checked_at          timestamptz not null
);
-- A disconnected one is kept for the audit's sake; its name may be used again.
create unique index connection_name on connection (name) where state <> 'disconnected';

create table access_grant (
  id            text primary key,
  group_id      text not null references access_group (id) on delete cascade,
  connection_id text not null references connection (id),
  scopes        text[] not null check (cardinality(scopes) > 0),
  expires_at    timestamptz,
  created_at    timestamptz not null default now()
);
create index access_grant_group on access_grant (group_id);
create index access_grant_connection on access_grant (connection_id);

-- Sealed secrets: a data key per version, wrapped by the master key of (kek_id, kek_version).
create table secret_version (
  connection_id text not null references connection (id),
  field         text not null,
  version       integer not null check (version > 0),
  kek_id        text not null,
  kek_version   integer not null,
  wrapped_key   bytea not null,
  ciphertext    bytea not null,
  created_at    timestamptz not null,
  primary key (connection_id, field, version)
);

-- A known text sealed by each master key, so that start can tell a wrong key before using it.
create table kek_check (
  kek_id      text not null,
  kek_version integer not null,
  fingerprint text not null,
  sealed      bytea not null,
  created_at  timestamptz not null default now(),
  primary key (kek_id, kek_version)
);

-- Every change of who may do what raises this number and tells the listeners. Statement-level
-- triggers, not the verbs, do it: a verb could forget.
create table picture_version (
  the_one boolean primary key default true check (the_one),
  version bigint not null
);
insert into picture_version (version) values (1);

create function raise_picture_version() returns trigger language plpgsql as $$
begin
  update picture_version set version = version + 1;
  perform pg_notify('hubward_picture', '');
  return null;
end $$;

create trigger raise_picture after insert or update or delete or truncate on principal
  for each statement execute function raise_picture_version();
create trigger raise_picture after insert or update or delete or truncate on client_key
  for each statement execute function raise_picture_version();
create trigger raise_picture after insert or update or delete or truncate on access_group
  for each statement execute function raise_picture_version();
create trigger raise_picture after insert or update or delete or truncate on group_member
  for each statement execute function raise_picture_version();
create trigger raise_picture after insert or update or delete or truncate on connection
  for each statement execute function raise_picture_version();
create trigger raise_picture after insert or update or delete or truncate on access_grant
  for each statement execute function raise_picture_version();
create trigger raise_picture after insert or update or delete or truncate on secret_version
  for each statement execute function raise_picture_version();
create trigger raise_picture after insert or update or delete or truncate on organisation
  for each statement execute function raise_picture_version();

-- The audit. `body` is the event's canonical JSON, byte for byte what a signed log will hash:
-- bytea, because jsonb would rewrite it. The columns beside it only help to find it.
create table audit_event (
  sequence      bigint generated always as identity primary key,
  at            timestamptz not null,
  type          text not null check (type in ('call', 'change')),
  principal_id  text,
  connection_id text,
  decision      text,
  operation     text,
  body          bytea not null
);
create index audit_event_principal on audit_event (principal_id, sequence);
create index audit_event_connection on audit_event (connection_id, sequence);
create index audit_event_at on audit_event using brin (at);

create function refuse_audit_rewrite() returns trigger language plpgsql as $$
begin
  raise exception 'audit_event is append-only';
end $$;
create trigger append_only before update or delete on audit_event
  for each row execute function refuse_audit_rewrite();
create trigger append_only_whole before truncate on audit_event
  for each statement execute function refuse_audit_rewrite();
