-- What a sender wrote beside the key, and the addresses that they gave: sealed by the vault, in a row of
-- its own. It is sealed on its way and shall not lie in clear where it arrives.
create table intake_words (
  intake_id   text primary key references intake (id) on delete cascade,
  kek_id      text not null,
  kek_version integer not null,
  wrapped_key bytea not null,
  ciphertext  bytea not null,
  foreign key (kek_id, kek_version) references kek_check (kek_id, kek_version)
);

-- It lay among what was found, in clear and for ever.
update intake set findings = findings || '{"context": "", "links": []}'
 where findings is not null;
