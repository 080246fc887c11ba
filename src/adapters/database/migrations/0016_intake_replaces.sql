-- A request may be for the next credential of a connection that is there already. What comes of it is
-- staged beside the one in use, so `connection_id` then names a connection that was there before. Null
-- for all that ask for a connection of their own, as the release before writes them.

alter table intake
  add column replaces text references connection (id),
  add check (replaces is null or connection_id is null or connection_id = replaces);
