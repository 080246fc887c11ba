-- What people are told: notices, who has them in the app, the channels they go out by, and every
-- message that went out, shall go out, or could not. Facts of notices are ids, counts, times and
-- words of ours (src/domain/notice/facts.ts): nothing here repeats a label or a secret.

create table notice (
  id        text primary key,
  kind      text not null,
  facts     jsonb not null,
  links     text[] not null,
  raised_at timestamptz not null
);
create index notice_raised on notice (raised_at);

-- A person's inbox. The newest first, and how many are unread: both are asked with every page.
create table notice_inbox (
  principal_id text not null references principal (id),
  notice_id    text not null references notice (id) on delete cascade,
  raised_at    timestamptz not null,
  read_at      timestamptz,
  primary key (principal_id, notice_id)
);
create index notice_inbox_newest on notice_inbox (principal_id, raised_at desc, notice_id desc);
create index notice_inbox_unread on notice_inbox (principal_id) where read_at is null;

create table notice_channel (
  id          text primary key,
  kind        text not null check (kind in ('email', 'slack', 'teams', 'webhook')),
  name        text not null,
  -- Without secrets: of a webhook the host alone, since the rest of such an address is its password.
  settings    jsonb not null,
  enabled     boolean not null,
  created_at  timestamptz not null,
  kek_id      text,
  kek_version integer,
  wrapped_key bytea,
  ciphertext  bytea,
  check (num_nulls(kek_id, kek_version, wrapped_key, ciphertext) in (0, 4))
);
create unique index notice_channel_name on notice_channel (lower(name));
-- People choose whether they get e-mail, not from which server.
create unique index notice_channel_email on notice_channel (kind) where kind = 'email';

-- What a channel that many read (Slack, Teams, a webhook) is told, and how soon.
create table notice_route (
  channel_id text not null references notice_channel (id) on delete cascade,
  kind       text not null,
  pace       text not null check (pace in ('immediately', 'hourly', 'daily')),
  primary key (channel_id, kind)
);

-- Where a person differs from what their role gets.
create table notice_choice (
  principal_id text not null references principal (id),
  kind         text not null,
  in_app       boolean not null,
  email        text not null check (email in ('immediately', 'hourly', 'daily', 'off')),
  primary key (principal_id, kind)
);

-- One message: of one notice, or of several where it is a digest.
create table notice_delivery (
  id           text primary key,
  channel_id   text not null references notice_channel (id) on delete cascade,
  -- For whom, of e-mail; null for what many read.
  principal_id text references principal (id),
  state        text not null check (state in ('waiting', 'sent', 'dead')),
  -- Of a digest: the end of its stretch. Until then notices are added.
  digest_at    timestamptz,
  attempts     integer not null default 0,
  next_at      timestamptz not null,
  -- Why the last attempt failed: a code of ours. What the receiver said is kept nowhere.
  failure      text,
  created_at   timestamptz not null,
  settled_at   timestamptz
);
create index notice_delivery_newest on notice_delivery (created_at desc, id desc);
create index notice_delivery_dead on notice_delivery (channel_id) where state = 'dead';
create unique index notice_delivery_digest
  on notice_delivery (channel_id, coalesce(principal_id, ''), digest_at) where digest_at is not null;

create table notice_delivery_item (
  delivery_id text not null references notice_delivery (id) on delete cascade,
  notice_id   text not null references notice (id) on delete cascade,
  primary key (delivery_id, notice_id)
);
create index notice_delivery_item_notice on notice_delivery_item (notice_id);
