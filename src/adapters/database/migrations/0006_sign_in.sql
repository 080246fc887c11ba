-- Signing in: sessions of browsers, passkeys, identity providers and whom they know, one-time
-- links. Of every secret that we hand out there is a SHA-256 here and nothing else; the secrets
-- that we must send on (a client secret, a PKCE verifier) are sealed by the vault.
--
-- None of these tables is part of the access picture: a session is read with each request.

alter table principal drop constraint principal_role_check;
alter table principal add constraint principal_role_check
  check (role in ('admin', 'security_admin', 'approver', 'auditor', 'operator', 'member'));

create table identity_provider (
  id          text primary key,
  name        text not null,
  -- People are linked by it and `sub`: two providers of one issuer could not be told apart.
  issuer      text not null unique,
  client_id   text not null,
  enabled     boolean not null,
  kek_id      text,
  kek_version integer,
  wrapped_key bytea,
  ciphertext  bytea,
  created_at  timestamptz not null,
  check (num_nulls(kek_id, kek_version, wrapped_key, ciphertext) in (0, 4))
);
create unique index identity_provider_name on identity_provider (lower(name));

create table federated_identity (
  id           text primary key,
  provider_id  text not null references identity_provider (id) on delete cascade,
  issuer       text not null,
  subject      text not null,
  principal_id text not null references principal (id),
  email        text,
  created_at   timestamptz not null,
  used_at      timestamptz,
  unique (issuer, subject)
);
create index federated_identity_principal on federated_identity (principal_id);

create table passkey (
  id            text primary key,
  principal_id  text not null references principal (id),
  -- Base64url, as browsers write it. One credential is one person's, for ever.
  credential_id text not null unique,
  public_key    bytea not null,
  counter       bigint not null,
  transports    text[] not null,
  synced        boolean not null,
  name          text not null,
  created_at    timestamptz not null,
  used_at       timestamptz
);
create index passkey_principal on passkey (principal_id);

create table browser_session (
  id            text primary key,
  principal_id  text not null references principal (id),
  secret_hash   bytea not null unique check (length(secret_hash) = 32),
  name          text not null,
  address       text not null,
  way_kind      text not null check (way_kind in ('passkey', 'provider', 'link')),
  way_name      text not null,
  provider_id   text references identity_provider (id) on delete set null,
  created_at    timestamptz not null,
  -- To the minute: a write per request would cost more than it tells.
  seen_at       timestamptz not null,
  stepped_up_at timestamptz,
  expires_at    timestamptz not null,
  -- The row stays a while, so that an ended cookie can be told from a made-up one.
  ended_at      timestamptz
);
create index browser_session_principal on browser_session (principal_id) where ended_at is null;
create index browser_session_expiry on browser_session (expires_at);

-- Secrets that a rotation replaced: whoever sends one has a copy. Recorded once each.
create table replaced_session_secret (
  secret_hash bytea primary key check (length(secret_hash) = 32),
  session_id  text not null references browser_session (id) on delete cascade,
  replaced_at timestamptz not null,
  replayed_at timestamptz
);
create index replaced_session_secret_session on replaced_session_secret (session_id);

-- WebAuthn challenges. Taking one deletes it, so of any number of takers one gets it.
create table sign_in_challenge (
  challenge_hash bytea primary key check (length(challenge_hash) = 32),
  purpose        text not null check (purpose in ('sign_in', 'step_up', 'add_passkey', 'welcome')),
  -- Whose answer is taken: a session's id, or the hash of a link; null for signing in.
  bound_to       text,
  -- What was said at the beginning and must not change on the way.
  remembered     jsonb not null,
  created_at     timestamptz not null,
  expires_at     timestamptz not null
);
create index sign_in_challenge_expiry on sign_in_challenge (expires_at);

create table one_time_link (
  id           text primary key,
  purpose      text not null check (purpose in ('first_admin', 'invitation')),
  token_hash   bytea not null unique check (length(token_hash) = 32),
  principal_id text references principal (id),
  made_by      text not null,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  used_at      timestamptz,
  revoked_at   timestamptz,
  check ((purpose = 'invitation') = (principal_id is not null))
);
create index one_time_link_principal on one_time_link (principal_id);

-- A visit to an identity provider: known by the hash of its `state`, and answered only to the
-- browser that holds the secret behind `browser_hash`. Taking it deletes it.
create table oidc_flow (
  state_hash   bytea primary key check (length(state_hash) = 32),
  browser_hash bytea not null check (length(browser_hash) = 32),
  id           text not null,
  provider_id  text not null references identity_provider (id) on delete cascade,
  purpose      text not null check (purpose in ('sign_in', 'step_up', 'link', 'welcome')),
  session_id   text references browser_session (id) on delete cascade,
  link_hash    text,
  return_to    text,
  -- Goes through the browser in clear anyway; the verifier does not, and is sealed.
  nonce        text not null,
  kek_id       text not null,
  kek_version  integer not null,
  wrapped_key  bytea not null,
  ciphertext   bytea not null,
  created_at   timestamptz not null,
  expires_at   timestamptz not null
);
create index oidc_flow_expiry on oidc_flow (expires_at);
