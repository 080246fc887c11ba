-- Intakes: one-time requests for a credential. What is handed over lies here sealed to a key of its
-- own, and that key lies here wrapped by the vault, so neither is of use without the master key.
-- Both are wiped in the statement that ends the intake: no state that is an end can hold them.

create table intake (
  id                 text primary key,
  state              text not null check (state in
    ('open', 'submitted', 'held', 'stored', 'refused', 'cancelled', 'expired', 'burned')),

  -- What was asked for.
  title              text not null,
  context            text not null,
  scopes             text[] not null,
  wanted_links       jsonb not null,
  expected_portal_id bigint,
  second_person      boolean not null,
  made_by            text not null,
  made_by_name       text not null,
  created_at         timestamptz not null,
  expires_at         timestamptz not null,
  ends_at            timestamptz not null check (ends_at >= expires_at),

  -- Who holds the capability may submit once. Only its hash is here.
  capability_hash    bytea not null check (length(capability_hash) = 32),
  bad_capabilities   integer not null default 0,
  viewed_at          timestamptz,

  public_key         bytea not null check (length(public_key) = 32),
  age_recipient      text not null,
  fingerprint        bytea not null check (length(fingerprint) = 32),
  kek_id             text,
  kek_version        integer,
  wrapped_key        bytea,
  ciphertext         bytea,

  submission         bytea,
  submission_hash    bytea,
  receipt_hash       bytea,
  submitted_at       timestamptz,
  submitted_from     text,

  findings           jsonb,
  refusal            jsonb,
  decided_at         timestamptz,
  decided_by         text,
  decided_by_name    text,
  connection_id      text references connection (id),

  check (num_nulls(kek_id, kek_version, wrapped_key, ciphertext) in (0, 4)),
  -- The key is there exactly while it is needed.
  check ((state in ('open', 'submitted', 'held')) = (wrapped_key is not null)),
  -- So is what it opens.
  check ((state in ('submitted', 'held')) = (submission is not null)),
  check (state <> 'held' or findings is not null),
  check (state <> 'refused' or refusal is not null),
  check ((state = 'stored') = (connection_id is not null)),
  check (num_nulls(submission_hash, receipt_hash, submitted_at, submitted_from) in (0, 4)),
  check (num_nulls(decided_at, decided_by, decided_by_name) in (0, 3))
);

-- What has to end is looked for every minute; what has ended is kept for the record.
create index intake_ends on intake (ends_at) where state in ('open', 'submitted', 'held');
create index intake_created on intake (created_at desc);
