-- Reviews: campaigns in which named people say of everybody in a sealed reading whether the access is
-- right. Rows are fixed when a review opens; decisions are kept in every version. None of it is part of
-- the access picture. Names stand as they were: what an auditor reads in years must not change with a
-- marriage or a departure.

create table review (
  id              text primary key,
  sequence        bigint generated always as identity,
  name            text not null,
  state           text not null check (state in ('draft', 'open', 'closing', 'closed', 'cancelled')),
  scope           text not null check (scope in ('privileged', 'all')),
  privileged_sets jsonb not null,
  -- By manager, by owner of the connection, or one person.
  reviewer        jsonb not null,
  fallback_ids    jsonb not null,
  due_at          timestamptz not null,
  remind_days     jsonb not null,
  created_at      timestamptz not null,
  created_by      text not null,
  created_by_name text not null,
  opened_at       timestamptz,
  closing_at      timestamptz,
  ended_at        timestamptz,
  ended_by        text,
  ended_by_name   text,
  end_reason      text,
  check ((state in ('closed', 'cancelled')) = (ended_at is not null)),
  check (state in ('draft', 'cancelled') or opened_at is not null)
);

create table review_connection (
  review_id     text not null references review (id),
  connection_id text not null references connection (id),
  owner_id      text,
  -- The sealed reading whose users are the rows.
  reading_id    text references people_reading (id),
  seal          integer,
  primary key (review_id, connection_id),
  check ((reading_id is null) = (seal is null))
);

create table review_row (
  review_id     text not null references review (id),
  no            integer not null,
  connection_id text not null references connection (id),
  user_id       text not null,
  email         text not null,
  name          text not null,
  privileged    boolean not null,
  access        jsonb not null,
  -- Principals who are this user, or may be.
  subjects      jsonb not null,
  reviewer_id   text not null,
  reviewer_name text not null,
  assigned_as   text not null,
  assigned_at   timestamptz not null,
  -- The version of the decision that counts; null until there is one.
  decided       integer,
  primary key (review_id, no),
  unique (review_id, connection_id, user_id)
);
create index review_row_of on review_row (reviewer_id, review_id);

create table review_decision (
  review_id text not null,
  no        integer not null,
  version   integer not null,
  kind      text not null check (kind in ('keep', 'change', 'remove', 'exception')),
  decision  jsonb not null,
  by_id     text not null,
  by_name   text not null,
  at        timestamptz not null,
  -- Rows that were decided with one word; null: this one alone.
  bulk      integer check (bulk > 1),
  seconds   integer check (seconds >= 0),
  pace      integer check (pace >= 0),
  primary key (review_id, no, version),
  foreign key (review_id, no) references review_row (review_id, no)
);
create index review_decision_by on review_decision (review_id, by_id, at desc);

-- Who was given which row by whom, beside the first time, which stands in the row's own history of one.
create table review_assignment (
  id          bigint generated always as identity primary key,
  review_id   text not null,
  no          integer not null,
  from_id     text not null,
  from_name   text not null,
  to_id       text not null,
  to_name     text not null,
  by_id       text not null,
  by_name     text not null,
  reason      text,
  at          timestamptz not null,
  foreign key (review_id, no) references review_row (review_id, no)
);
create index review_assignment_of on review_assignment (review_id, no);

-- Which sealed reading showed each revocation, when the review was closed.
create table review_proof (
  review_id     text not null references review (id),
  connection_id text not null references connection (id),
  reading_id    text not null references people_reading (id),
  seal          integer not null,
  primary key (review_id, connection_id)
);

-- What is decided and was closed does not change any more, whoever writes: evidence is made of it.
create function review_decision_is_final() returns trigger language plpgsql as $$
begin
  raise exception 'decisions of a review are only added to';
end $$;
create trigger review_decision_is_final before update or delete on review_decision
  for each row execute function review_decision_is_final();
create trigger review_decision_is_kept before truncate on review_decision
  for each statement execute function review_decision_is_final();
