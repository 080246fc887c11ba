-- Rotation: which credential of a connection stands in which slot, and the versions of the vault's
-- master key. The secrets themselves stay in secret_version, a slot's under `next:…`, `previous:…`.

-- `current` serves calls. `next` was validated and waits to be promoted. `previous` is the way back
-- while HubSpot still accepts it (7 days after a rotation there, facts §1), and is wiped after that.
create table credential_slot (
  connection_id text not null references connection (id),
  slot          text not null check (slot in ('current', 'next', 'previous')),
  kind          text not null,
  -- What HubSpot said of it when it was last asked; of an OAuth one also how old its token is.
  facts         jsonb,
  stored_at     timestamptz not null,
  -- When it is wiped unless something happens before; the current one never ends by itself.
  ends_at       timestamptz check ((slot = 'current') = (ends_at is null)),
  -- The last reminder of its age that was given, in days before the limit.
  reminded_at_days integer,
  primary key (connection_id, slot)
);

-- The age of what is there already: the oldest secret of a connection is the one that a refresh
-- does not renew.
insert into credential_slot (connection_id, slot, kind, stored_at)
select id, 'current', kind,
       coalesce((select min(s.created_at) from secret_version s where s.connection_id = c.id), created_at)
  from connection c
 where state <> 'disconnected';

-- A rewrapped row opens to the same secret: no process has to read its picture of access again.
drop trigger raise_picture on secret_version;
create trigger raise_picture_rows after insert or delete or truncate on secret_version
  for each statement execute function raise_picture_version();
create trigger raise_picture_secret after update of ciphertext on secret_version
  for each statement execute function raise_picture_version();

-- `added`: processes may hold it, nothing is sealed with it. `active`: the one that seals.
-- `replaced`: still opens what is not rewrapped yet.
alter table kek_check add column state text not null default 'active'
  check (state in ('added', 'active', 'replaced'));
create unique index kek_check_active on kek_check (kek_id) where state = 'active';

-- Fingerprints of keys that nothing is sealed with any more, so that a restored backup can say
-- which key it was made under.
create table kek_retired (
  kek_id      text not null,
  kek_version integer not null,
  fingerprint text not null,
  added_at    timestamptz not null,
  retired_at  timestamptz not null,
  primary key (kek_id, kek_version)
);

-- Which keys each running process holds: a key becomes active only when all of them have it.
create table vault_holder (
  process_id   text primary key,
  host         text not null,
  fingerprints text[] not null,
  seen_at      timestamptz not null default now()
);

-- Whatever is sealed names a key that exists: while one row is left under it, no key can be
-- retired, and afterwards no row can be written under it, whatever a late process believes.
-- Every table with these two columns, those of other migrations included.
do $$
declare
  sealed text;
begin
  for sealed in
    select table_name from information_schema.columns
     where table_schema = current_schema() and column_name in ('kek_id', 'kek_version')
       and table_name not in ('kek_check', 'kek_retired')
     group by table_name having count(*) = 2
  loop
    execute format(
      'alter table %I add constraint %I foreign key (kek_id, kek_version) references kek_check (kek_id, kek_version)',
      sealed, sealed || '_kek');
  end loop;
end $$;
