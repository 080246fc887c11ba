-- Which plan of Hubward's own made a change of a portal user: HubSpot's security activity names only
-- whoever made the credential, or nobody.
alter table portal_user_change add column plan_id text references provisioning_plan (id);

-- What was written lately, over all plans.
create index provisioning_intent_at on provisioning_intent (at);
