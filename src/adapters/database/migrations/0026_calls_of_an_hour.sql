-- Everybody's calls of an hour in one row: a month of them is drawn without adding up who made them.
alter table audit_hour
  add column permitted bigint not null default 0,
  add column refused   bigint not null default 0,
  add column failed    bigint not null default 0;

update audit_hour set permitted = hour.permitted, refused = hour.refused, failed = hour.failed
from (
  select bucket, sum(permitted) as permitted, sum(refused) as refused, sum(failed) as failed
  from call_hour group by bucket
) hour
where hour.bucket = audit_hour.bucket;
