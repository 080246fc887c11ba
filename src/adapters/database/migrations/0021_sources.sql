-- SCIM as a source of plans.

-- Attributes that were only read from the portal, of a resource that a provider has written since. They
-- are shown, and nobody wishes them: whoever switches a person off has said nothing of their seats.
alter table scim_resource add column unsaid text[] not null default '{}';
