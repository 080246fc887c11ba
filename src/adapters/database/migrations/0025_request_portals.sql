-- One open request for each user of a portal, by whatever address and through whichever connection.

alter table access_request
  -- Of its connection, whose portal stays the same: a unique index cannot look into another table.
  add column portal_id bigint,
  -- How often in a row its plan did not do it: the pauses grow.
  add column tries integer not null default 0;
update access_request set portal_id = (select portal_id from connection where id = connection_id);
alter table access_request
  alter column portal_id set not null,
  -- Nor what is for them.
  add check (decided_by is null or state = 'refused' or decided_by <> principal_id);

drop index access_request_open;
create unique index access_request_open on access_request (portal_id, email_key)
  where state in ('asked', 'approved', 'granting', 'granted', 'ending', 'drifted');
-- An address changes, HubSpot's id of a user does not, and is the same through every connection.
create unique index access_request_open_user on access_request (portal_id, user_id)
  where state in ('asked', 'approved', 'granting', 'granted', 'ending', 'drifted');
create index access_request_about on access_request (principal_id)
  where state in ('asked', 'approved', 'granting', 'granted', 'ending', 'drifted');
