-- The key that signs evidence: one for as long as this database lives, since packages that were handed
-- out years ago are checked by it. The private half is sealed by the vault, bound to `id`.
create table evidence_key (
  id          text primary key,
  the_one     boolean not null default true unique check (the_one),
  -- 32 bytes of Ed25519.
  public_key  bytea not null,
  kek_id      text not null,
  kek_version integer not null,
  wrapped_key bytea not null,
  ciphertext  bytea not null,
  created_at  timestamptz not null,
  foreign key (kek_id, kek_version) references kek_check (kek_id, kek_version)
);

-- Who was reminded of what, so that nobody is told twice: of each number of days before a review is due,
-- of its being overdue, and of an exception that ended.
create table review_reminder (
  review_id    text not null references review (id),
  principal_id text not null,
  -- `7`: days before; `overdue`; `exception:17:2`: row and version.
  stage        text not null,
  at           timestamptz not null,
  primary key (review_id, principal_id, stage)
);
