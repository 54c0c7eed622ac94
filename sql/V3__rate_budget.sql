-- How often an API was asked lately, so that all workers of all runs together keep its limit.

create table towpath.budget (
  budget text primary key,
  tick_millis bigint not null check (tick_millis > 0),
  first_tick bigint not null,
  spent integer[] not null,
  pause_until timestamptz not null default '-infinity',
  failures integer not null default 0 check (failures >= 0)
);
comment on table towpath.budget is 'how often an API was asked lately; its row lock deals out what is left of the limit';
comment on column towpath.budget.budget is 'named by feeds, or feed/NAME where a feed names none';
comment on column towpath.budget.tick_millis is 'length of a tick: a twentieth of the time that the limit is for';
comment on column towpath.budget.first_tick is 'number of the tick that spent begins with, counted from 1970';
comment on column towpath.budget.spent is 'requests dealt out for each tick';
comment on column towpath.budget.pause_until is 'until when the API wants to be left alone, or has failed too often to be asked';
comment on column towpath.budget.failures is 'failures since the last success, of all workers';

do $$
begin
  if exists (select from pg_roles where rolname = 'towpath_loader') then
    grant select, insert, update on towpath.budget to towpath_loader;
    grant select on towpath.budget to towpath_operator;
    alter table towpath.budget owner to towpath_owner;
  end if;
end $$;
