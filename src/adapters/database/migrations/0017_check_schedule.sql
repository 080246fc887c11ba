-- How often a connection is checked by itself. No row: only when somebody asks. `next_at` is moved on by
-- whoever takes a check, in the statement that takes it, so that of any number of replicas one does.

create table check_schedule (
  connection_id text primary key references connection (id) on delete cascade,
  every_days    integer not null check (every_days between 1 and 90),
  next_at       timestamptz not null
);
