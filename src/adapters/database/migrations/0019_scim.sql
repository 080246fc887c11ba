-- What identity providers say by SCIM, per connection: people who are to have access (User) and
-- teams (Group). Answers to them come from here; the portal follows by plans. A resource that was
-- only read from the portal is adopted, so that a provider finds it and links to it; nobody wishes
-- anything of it until a provider writes it (`managed`).
create table scim_resource (
  id             text primary key,
  -- The order of lists: two may be made in the same millisecond.
  sequence       bigint generated always as identity,
  connection_id  text not null references connection (id),
  kind           text not null check (kind in ('User', 'Group')),
  -- userName or displayName, folded: unique without regard to case.
  unique_key     text not null,
  external_id    text,
  -- The user's or team's id at HubSpot, once it is known.
  hubspot_id     text,
  -- The address that HubSpot has for the user, in lower case: it changes by hand alone.
  hubspot_email  text,
  -- What the provider said, with names as the schema spells them. Members of groups lie apart.
  content       jsonb not null,
  -- The entity tag: rises with everything that an answer shows.
  version        integer not null default 1,
  managed        boolean not null,
  effect         text not null check (effect in ('adopted', 'pending', 'applied', 'blocked')),
  effect_reason  text,
  effect_at      timestamptz not null,
  created_at     timestamptz not null,
  modified_at    timestamptz not null,
  -- Gone for the provider; kept while the portal is to follow.
  deleted_at     timestamptz,
  check (managed = (effect <> 'adopted'))
);
create unique index scim_resource_name on scim_resource (connection_id, kind, unique_key)
  where deleted_at is null;
create unique index scim_resource_hubspot on scim_resource (connection_id, kind, hubspot_id)
  where deleted_at is null and hubspot_id is not null;
create index scim_resource_external on scim_resource (connection_id, kind, external_id)
  where deleted_at is null;
create index scim_resource_email on scim_resource (connection_id, hubspot_email);
create index scim_resource_order on scim_resource (connection_id, kind, sequence)
  where deleted_at is null;

create table scim_member (
  group_id  text not null references scim_resource (id) on delete cascade,
  user_id   text not null references scim_resource (id) on delete cascade,
  -- The order in which they came.
  sequence  bigint generated always as identity,
  primary key (group_id, user_id)
);
create index scim_member_user on scim_member (user_id);

-- Which reading of the portal was adopted last.
create table scim_adoption (
  connection_id  text primary key references connection (id),
  snapshot_id    text not null,
  adopted_at     timestamptz not null
);

-- Pages that a cursor leads to (RFC 9865): made with the first page, so that all are of one moment.
create table scim_page (
  set_id         text not null,
  number         integer not null,
  connection_id  text not null references connection (id),
  principal_id   text not null,
  -- Of everything that was asked but the cursor: it may not change between pages.
  query_digest   text not null,
  page_size      integer not null,
  total          integer not null,
  last           boolean not null,
  resources      jsonb not null,
  expires_at     timestamptz not null,
  primary key (set_id, number)
);
create index scim_page_expires on scim_page (expires_at);
create index scim_page_connection on scim_page (connection_id, expires_at);
