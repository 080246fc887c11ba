-- Where whoever handed a key over is told what became of it: sealed, and in a row of its own, because
-- it outlives the key to the submission by the moment that the telling takes.

create table intake_sender (
  intake_id   text primary key references intake (id) on delete cascade,
  kek_id      text not null,
  kek_version integer not null,
  wrapped_key bytea not null,
  ciphertext  bytea not null,
  -- Outcomes that were told, or given up.
  settled     text[] not null default '{}',
  -- When it goes, whatever was told by then.
  wipe_at     timestamptz not null,
  foreign key (kek_id, kek_version) references kek_check (kek_id, kek_version)
);

create index intake_sender_wipe on intake_sender (wipe_at);

-- It lay among what was found, in clear and for ever.
update intake set findings = jsonb_set(findings, '{senderEmail}', 'null')
 where findings is not null;
