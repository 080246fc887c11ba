-- A credential from before a rotation that serves again: HubSpot ends it with its overlap, so that the
-- current one has an end, too. It is not wiped then.
alter table credential_slot drop constraint credential_slot_check;
alter table credential_slot add check (slot = 'current' or ends_at is not null);

-- Generations of a connection's tokens never start anew, or a process that knows an old one would take
-- the new for it: the row of a grant that ended stays.
alter table oauth_life add column ended boolean not null default false;
