-- OAuth: how old each connection's access token is, and the authorisations that an admin began.

-- `generation` makes the write after a refresh conditional: whoever read an older one, or whose
-- credential was replaced meanwhile, writes nothing. The tokens themselves are in secret_version.
create table oauth_life (
  connection_id text primary key references connection (id),
  generation    integer not null check (generation > 0),
  issued_at     timestamptz not null,
  expires_at    timestamptz not null
);

-- One row per "Connect" that was pressed: single use, known by the hash of its `state` alone, and
-- answered only to whoever began it.
create table oauth_authorization (
  state_hash text primary key check (length(state_hash) = 64),
  id         text not null unique,
  begun_by   text not null,
  request    jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index oauth_authorization_expiry on oauth_authorization (expires_at);

create table oauth_authorization_secret (
  state_hash  text not null references oauth_authorization (state_hash) on delete cascade,
  field       text not null,
  kek_id      text not null,
  kek_version integer not null,
  wrapped_key bytea not null,
  ciphertext  bytea not null,
  primary key (state_hash, field)
);
