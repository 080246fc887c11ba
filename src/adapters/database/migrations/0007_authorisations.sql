-- The authorization server: which clients people let in, what is under way, and what it signs with.
-- Codes, refresh tokens and pages are known by their SHA-256 alone.

create table authorisation (
  id            text primary key,
  principal_id  text not null references principal (id),
  client_id     text not null,
  client_name   text not null,
  -- Whose owner vouches for the client; null: it registered itself.
  client_host   text,
  redirect_uri  text not null,
  resource      text not null check (resource in ('mcp', 'hubspot')),
  access        text not null check (access in ('read', 'write')),
  created_at    timestamptz not null,
  expires_at    timestamptz not null,
  last_used_at  timestamptz,
  revoked_at    timestamptz,
  ended_because text,
  check ((revoked_at is null) = (ended_because is null))
);
create index authorisation_principal on authorisation (principal_id);
create index authorisation_client on authorisation (client_id);

-- Part of the picture, so that an ended one is dead on every process within a second. `last_used_at`
-- is not: it changes all the time and nothing is decided by it.
create trigger raise_picture after insert or delete or truncate on authorisation
  for each statement execute function raise_picture_version();
create trigger raise_picture_of_change
  after update of principal_id, client_name, resource, access, expires_at, revoked_at on authorisation
  for each statement execute function raise_picture_version();

-- What the protocol remembers between two requests: codes, refresh tokens, pages under way.
create table issued_artefact (
  kind        text not null,
  id_hash     text not null check (length(id_hash) = 64),
  -- The authorisation it hangs on, where there is one yet.
  grant_id    text references authorisation (id),
  -- Without the id itself, so that the database holds nothing that could be presented.
  payload     jsonb not null,
  consumed_at timestamptz,
  expires_at  timestamptz not null,
  primary key (kind, id_hash)
);
create index issued_artefact_grant on issued_artefact (grant_id);
create index issued_artefact_expiry on issued_artefact (expires_at);

-- The question to the person, bound to the browser in which the client began.
create table consent_request (
  uid_hash         text primary key check (length(uid_hash) = 64),
  browser_hash     text not null check (length(browser_hash) = 64),
  request          jsonb not null,
  created_at       timestamptz not null,
  expires_at       timestamptz not null,
  answered_at      timestamptz,
  answered_by      text references principal (id),
  -- Null in an answered one: the person said no.
  authorisation_id text references authorisation (id)
);
create index consent_request_expiry on consent_request (expires_at);

-- Clients that registered themselves (RFC 7591), while that is switched on. A client's secret is
-- in `metadata` as its SHA-256.
create table registered_client (
  id         text primary key,
  metadata   jsonb not null,
  created_at timestamptz not null
);
create index registered_client_created on registered_client (created_at);

-- Keys that sign access tokens: the private half sealed by the vault, bound to `id`. The newest signs.
create table signing_key (
  id          text primary key,
  public_jwk  jsonb not null,
  kek_id      text not null,
  kek_version integer not null,
  wrapped_key bytea not null,
  ciphertext  bytea not null,
  created_at  timestamptz not null
);

create table oauth_settings (
  the_one              boolean primary key default true check (the_one),
  dynamic_registration boolean not null
);
insert into oauth_settings (dynamic_registration) values (false);
