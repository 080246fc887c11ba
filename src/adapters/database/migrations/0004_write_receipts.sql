-- Receipts of writes made through tools, so that a repeated call after a lost answer does not
-- create again. HubSpot has no idempotency keys (facts §9), so the memory is ours. A receipt is
-- committed before the call leaves; what it holds are statuses and ids, never values.
create table write_receipt (
  principal_id  text not null references principal (id),
  connection_id text not null references connection (id),
  -- SHA-256 in hex, of the key that the caller chose or of what is to be written.
  key           text not null check (length(key) = 64),
  digest        text not null check (length(digest) = 64),
  -- begun: a process is at it, or died at it. doubtful: the answer was lost. finished: `result` stands.
  state         text not null check (state in ('begun', 'doubtful', 'finished')),
  -- Rises with each claim: who was overtaken finds no row of its number.
  attempt       integer not null,
  -- The claim from which on HubSpot may hold what was written; the last; and the end.
  first_attempt integer not null,
  first_at      timestamptz not null,
  begun_at      timestamptz not null,
  -- Since when it has been in doubt, if an attempt before this one was.
  doubt_at      timestamptz,
  finished_at   timestamptz,
  result        jsonb,
  primary key (principal_id, connection_id, key),
  check ((state = 'finished') = (finished_at is not null))
);

-- For clearing away what is past every window.
create index write_receipt_begun_at on write_receipt (begun_at);
