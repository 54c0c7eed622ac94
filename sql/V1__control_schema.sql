-- The ledger: what was landed, loaded, rejected and published, and who works on what.
-- PostgreSQL 14 to 17. Runs as a superuser, or as any role that may create schemas; the roles at the
-- end are made only by a role that may create roles. docs/reference/ledger.md explains every table.

-- Flyway has made the schema towpath, where it keeps its history.
create schema if not exists towpath_stage;
comment on schema towpath is 'Towpath: the ledger';
comment on schema towpath_stage is 'Towpath: candidate rows of runs, invisible to readers';

-- Who works on a feed now. The row stays when the lease ends, so that the epoch only grows.
create table towpath.lease (
  feed        text        not null,
  work        text        not null check (work in ('land', 'write')),
  epoch       bigint      not null check (epoch > 0),
  holder      text        not null,
  host        text        not null,
  pid         bigint      not null,
  machine     text        not null,
  process_started timestamptz,
  acquired    timestamptz not null default clock_timestamp(),
  expires     timestamptz not null,
  primary key (feed, work)
);
comment on table towpath.lease is 'who works on a feed; it avoids waste, its row lock fences the publish';
comment on column towpath.lease.epoch is 'grows with every holder; a publish names the one it began with';
comment on column towpath.lease.holder is 'the run, or what the command calls itself';
comment on column towpath.lease.machine is 'where the pid means something: boot and pid namespace';
comment on column towpath.lease.expires is 'by the database''s clock; in the past once released';

-- The index of the raw zone's manifests: batch, source_file and split can be rebuilt from them.
create table towpath.batch (
  feed      text        not null,
  batch     bigint      not null check (batch > 0),
  attempt   text        not null,
  parts     integer     not null check (parts >= 0),
  splits    integer     not null check (splits >= 0),
  bytes     bigint      not null check (bytes >= 0),
  landed_at timestamptz not null,
  primary key (feed, batch)
);
comment on table towpath.batch is 'one row per manifest in the raw zone';
comment on column towpath.batch.attempt is 'random name of the land run that won';

create table towpath.source_file (
  feed     text        not null,
  batch    bigint      not null,
  part     integer     not null check (part >= 0),
  name     text        not null,
  version  text        not null default '',
  size     bigint      not null check (size >= 0),
  modified timestamptz not null,
  crc32c   bigint      not null check (crc32c between 0 and 4294967295),
  primary key (feed, batch, part),
  foreign key (feed, batch) references towpath.batch
);
create index source_file_name on towpath.source_file (feed, name);
comment on table towpath.source_file is 'which files were taken, so that each is taken once';
comment on column towpath.source_file.version is 'the source''s own version where it has one, else empty';
comment on column towpath.source_file.crc32c is 'of the bytes as stored in the raw zone';

create table towpath.split (
  feed          text    not null,
  batch         bigint  not null,
  part          integer not null check (part >= 0),
  split         integer not null check (split >= 0),
  position_from bigint  not null,
  position_to   bigint  not null,
  primary key (feed, batch, part, split),
  foreign key (feed, batch) references towpath.batch,
  check (position_from between 0 and position_to)
);
comment on table towpath.split is 'the planned splits of a batch; each must be tallied exactly once';
comment on column towpath.split.position_from is 'first byte in the stored part';
comment on column towpath.split.position_to is 'byte after the last in the stored part';

-- One load of consecutive batches into one generation of a target.
create table towpath.run (
  run              text        primary key,
  feed             text        not null,
  generation       integer     not null check (generation > 0),
  state            text        not null default 'planned'
    check (state in ('planned', 'staged', 'published', 'blocked', 'failed', 'abandoned')),
  mode             text        not null check (mode in ('append', 'upsert', 'replace')),
  plan             text        not null check (plan in ('apply', 'swap')),
  first_batch      bigint      not null check (first_batch > 0),
  last_batch       bigint      not null,
  buckets          integer     not null check (buckets > 0),
  stage            text,
  contract_version text        not null,
  epoch            bigint      not null,
  read             bigint      not null default 0 check (read >= 0),
  expanded         bigint      not null default 0 check (expanded >= 0),
  staged           bigint      not null default 0 check (staged >= 0),
  duplicates       bigint      not null default 0 check (duplicates >= 0),
  rejected         bigint      not null default 0 check (rejected >= 0),
  filtered         bigint      not null default 0 check (filtered >= 0),
  inserted         bigint      not null default 0 check (inserted >= 0),
  updated          bigint      not null default 0 check (updated >= 0),
  deleted          bigint      not null default 0 check (deleted >= 0),
  kept             bigint      not null default 0 check (kept >= 0),
  started          timestamptz not null,
  finished         timestamptz,
  error            text,
  check (first_batch <= last_batch),
  constraint engine_book_balances check (
    state not in ('staged', 'published')
    or read + expanded = staged + duplicates + rejected + filtered),
  constraint warehouse_book_balances check (
    state <> 'published' or staged = inserted + updated + deleted + kept)
);
create index run_feed on towpath.run (feed, started desc);
comment on table towpath.run is 'one load: its plan, how far it came, and its counts';
comment on column towpath.run.stage is 'name of its table or tables in towpath_stage, null once dropped';
comment on column towpath.run.epoch is 'epoch of the write lease it was planned under';

-- A state only moves forward; what is published stays so.
create function towpath.check_run_state() returns trigger language plpgsql as $$
begin
  if new.state <> old.state and (old.state, new.state) not in (
    ('planned', 'staged'), ('planned', 'blocked'), ('planned', 'failed'), ('planned', 'abandoned'),
    ('staged', 'published'), ('staged', 'blocked'), ('staged', 'failed'), ('staged', 'abandoned'),
    ('blocked', 'staged'), ('blocked', 'abandoned'), ('failed', 'abandoned'))
  then
    raise exception 'run % cannot go from % to %', old.run, old.state, new.state
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger run_state before update of state on towpath.run
  for each row execute function towpath.check_run_state();

-- Written in the one transaction that also stages the bucket's rows: first committer wins.
create table towpath.part (
  run        text    not null references towpath.run,
  bucket     integer not null check (bucket >= 0),
  staged     bigint  not null check (staged >= 0),
  duplicates bigint  not null check (duplicates >= 0),
  rejected   bigint  not null check (rejected >= 0),
  identity   bigint  not null,
  committed  timestamptz not null default clock_timestamp(),
  primary key (run, bucket)
);
comment on table towpath.part is 'one staged bucket of a run; every planned bucket has one, empty or not';
comment on column towpath.part.identity is
  'sum modulo 2^64 of the identities of all records and rejects that arrived, duplicates included';

create table towpath.tally (
  run           text    not null references towpath.run,
  batch         bigint  not null,
  part          integer not null,
  split         integer not null,
  read          bigint  not null check (read >= 0),
  expanded      bigint  not null check (expanded >= 0),
  filtered      bigint  not null check (filtered >= 0),
  identity      bigint  not null,
  position_from bigint  not null,
  position_to   bigint  not null,
  complete      boolean not null,
  primary key (run, batch, part, split)
);
comment on table towpath.tally is 'what one split yielded, counted where it was read';
comment on column towpath.tally.identity is
  'sum modulo 2^64 of the identities of the records and rejects that were sent on';
comment on column towpath.tally.complete is
  'the tallies of its chunks follow each other without gap, and the last one was among them';

-- No foreign key: a check per row is dear, and the part row of the same transaction has one.
create table towpath.reject (
  run         text    not null,
  batch       bigint  not null,
  part        integer not null,
  position    bigint  not null,
  ordinal     integer not null,
  line        bigint  not null,
  reason      text    not null,
  column_name text,
  found       text    check (char_length(found) <= 200),
  expected    text    not null,
  primary key (run, batch, part, position, ordinal)
);
comment on table towpath.reject is 'a pointer to what could not pass; the raw zone has the bytes';
comment on column towpath.reject.found is 'at most 200 characters, masked where the column is classified';

create table towpath.published (
  feed         text        not null,
  generation   integer     not null,
  batch        bigint      not null,
  run          text        not null references towpath.run,
  published_at timestamptz not null default clock_timestamp(),
  primary key (feed, generation, batch),
  foreign key (feed, batch) references towpath.batch
);
create index published_run on towpath.published (run);
comment on table towpath.published is 'which batches a target''s generation holds; the key makes it once';

create table towpath.check_result (
  run         text    not null references towpath.run,
  check_id    text    not null,
  description text    not null,
  dimension   text    not null default '',
  severity    text    not null check (severity in ('error', 'warning', 'info')),
  value       numeric,
  expectation text    not null,
  passed      boolean not null,
  primary key (run, check_id)
);
comment on table towpath.check_result is 'what the audit of a run''s stage found';

create table towpath.metric (
  run         text    not null references towpath.run,
  name        text    not null,
  column_name text    not null default '',
  value       double precision not null,
  primary key (run, name, column_name)
);
comment on table towpath.metric is 'measures of a run, of the whole or of one column';

-- The engine's book of a run, term by term. A run that is not known has one term, which fails.
create function towpath.books_report(of_run text)
  returns table (term text, expected numeric, found numeric, holds boolean, detail text)
  language sql stable as $$
  with r as (select * from towpath.run where run = of_run),
  planned_split as (
    select s.batch, s.part, s.split from towpath.split s join r using (feed)
    where s.batch between r.first_batch and r.last_batch),
  known_batch as (
    select b.* from towpath.batch b join r using (feed)
    where b.batch between r.first_batch and r.last_batch),
  t as (select * from towpath.tally where run = of_run),
  p as (select * from towpath.part where run = of_run),
  tally_sum as (
    select coalesce(sum(read + expanded), 0) as given, coalesce(sum(filtered), 0) as filtered,
           coalesce(sum(identity), 0) as identity from t),
  part_sum as (
    select coalesce(sum(staged + duplicates + rejected), 0) as taken,
           coalesce(sum(rejected), 0) as rejected, coalesce(sum(identity), 0) as identity from p),
  missing as (
    select ps.* from planned_split ps left join t using (batch, part, split)
    where t.complete is not true),
  stray as (
    select t.batch, t.part, t.split from t left join planned_split ps using (batch, part, split)
    where ps.batch is null)
  select 'run', 1, (select count(*) from r), exists (select from r), 'the run is in the ledger'
  union all
  select 'batches', r.last_batch - r.first_batch + 1, (select count(*) from known_batch),
         r.last_batch - r.first_batch + 1 = (select count(*) from known_batch),
         'planned batches that the ledger knows' from r
  union all
  select 'plan', coalesce(b.splits, 0), (select count(*) from planned_split),
         coalesce(b.splits, 0) = (select count(*) from planned_split),
         'splits of the manifests that the ledger knows'
  from r cross join (select sum(splits) as splits from known_batch) b
  union all
  select 'splits', (select count(*) from planned_split),
         (select count(*) from planned_split) - count(m.*), count(m.*) = 0,
         case when count(m.*) = 0 then 'every planned split is tallied to its end'
         else 'not tallied, or not to its end: ' || (array_agg(format('batch %s part %s split %s',
           m.batch, m.part, m.split) order by m.batch, m.part, m.split))[1] end
  from r left join missing m on true group by r.run
  union all
  select 'stray', 0, count(s.*), count(s.*) = 0,
         case when count(s.*) = 0 then 'no split is tallied that was not planned'
         else 'tallied, but not planned: ' || (array_agg(format('batch %s part %s split %s',
           s.batch, s.part, s.split) order by s.batch, s.part, s.split))[1] end
  from r left join stray s on true group by r.run
  union all
  select 'buckets', r.buckets, count(p.*),
         count(p.*) = r.buckets and coalesce(max(p.bucket), -1) = r.buckets - 1,
         coalesce('bucket without a part row: ' || (select min(b)::text
           from generate_series(0, r.buckets - 1) b
           where not exists (select from p q where q.bucket = b)), 'every bucket has its part row')
  from r left join p on true group by r.run, r.buckets
  union all
  select 'records', ts.given, ps.taken + ts.filtered, ts.given = ps.taken + ts.filtered,
         'read + expanded = staged + duplicates + rejected + filtered'
  from r cross join tally_sum ts cross join part_sum ps
  union all
  select 'identity', mod(mod(ts.identity, 18446744073709551616) + 18446744073709551616, 18446744073709551616),
         mod(mod(ps.identity, 18446744073709551616) + 18446744073709551616, 18446744073709551616),
         mod(ts.identity - ps.identity, 18446744073709551616) = 0,
         'the same records and rejects were sent and taken, by sums modulo 2^64'
  from r cross join tally_sum ts cross join part_sum ps
  union all
  select 'rejects', ps.rejected, (select count(*) from towpath.reject where run = of_run),
         ps.rejected = (select count(*) from towpath.reject where run = of_run),
         'rejects that the parts count are rows'
  from r cross join part_sum ps
$$;
comment on function towpath.books_report(text) is 'the terms of towpath.books, and which one is off';

create function towpath.books(of_run text) returns boolean language sql stable as $$
  select coalesce(bool_and(holds), false) from towpath.books_report(of_run)
$$;
comment on function towpath.books(text) is 'whether every record of a run is accounted for; raises nothing';

-- Views: the stable interface. New columns are only added at the end.
create view towpath.run_summary as
  select feed, run, state, last_batch - first_batch + 1 as batches, read, expanded, staged,
         duplicates, rejected, filtered, inserted, updated, deleted, kept, started, finished,
         contract_version, generation, mode, plan, first_batch, last_batch, error
  from towpath.run;
comment on view towpath.run_summary is 'one row per run';

-- Runs that were given up are left out: their records came again with the run that took their place.
create view towpath.reject_summary as
  select r.feed, r.run, j.reason, j.column_name as "column", count(*) as count
  from towpath.run r join towpath.reject j using (run)
  where r.state in ('staged', 'published', 'blocked')
  group by r.feed, r.run, j.reason, j.column_name;
comment on view towpath.reject_summary is 'rejects by feed, run, reason and column';

create view towpath.freshness as
  select b.feed, max(b.batch) as landed_batch, max(b.landed_at) as landed_at,
         max(p.batch) as published_batch, max(p.published_at) as published_at,
         count(*) filter (where p.batch is null) as waiting_batches
  from towpath.batch b
  left join (
    select feed, batch, max(published_at) as published_at from towpath.published
    where (feed, generation) in (select feed, max(generation) from towpath.published group by feed)
    group by feed, batch) p using (feed, batch)
  group by b.feed;
comment on view towpath.freshness is 'per feed: what was landed last, what was published last, what waits';

create view towpath.pipeline_health as
  select distinct on (r.feed) r.feed, r.run as last_run, r.state as last_state,
         r.started as last_started, r.finished as last_finished, r.error as last_error,
         (select max(s.finished) from towpath.run s
          where s.feed = r.feed and s.state = 'published') as last_success,
         (select count(*) from towpath.run s
          where s.feed = r.feed and s.state in ('failed', 'blocked')
            and s.started > coalesce((select max(o.started) from towpath.run o
              where o.feed = r.feed and o.state = 'published'), '-infinity')) as failures_since
  from towpath.run r order by r.feed, r.started desc, r.run desc;
comment on view towpath.pipeline_health is 'per feed: its last run, its last success, failures since';

-- Roles belong to the server, not to the database: made once, by whoever may.
do $$
declare
  may_create boolean := (select rolsuper or rolcreaterole from pg_roles where rolname = current_user);
  role_name text;
  attributes text;
  relation regclass;
begin
  for role_name, attributes in values
    ('towpath_owner', 'nologin'), ('towpath_loader', 'login'),
    ('towpath_copy', 'login connection limit 16'), ('towpath_reader', 'login'),
    ('towpath_operator', 'login')
  loop
    if not exists (select from pg_roles where rolname = role_name) then
      if not may_create then
        raise notice 'role % is missing and % may not create roles: see docs/reference/ledger.md',
          role_name, current_user;
        return;
      end if;
      begin
        execute format('create role %I %s', role_name, attributes);
      exception when duplicate_object or unique_violation then
        null; -- another database of this server was migrated at the same moment
      end;
      if role_name in ('towpath_owner', 'towpath_loader') then
        execute format('grant %I to %I', role_name, current_user);
      end if;
    end if;
  end loop;

  execute format('grant create, connect on database %I to towpath_loader', current_database());
  execute format('grant connect on database %I to towpath_copy, towpath_reader, towpath_operator',
    current_database());
  grant usage on schema towpath to towpath_loader, towpath_copy, towpath_reader, towpath_operator;
  grant create on schema public to towpath_loader;
  grant usage, create on schema towpath_stage to towpath_loader;
  grant usage on schema towpath_stage to towpath_copy, towpath_operator;

  grant select on all tables in schema towpath to towpath_loader, towpath_operator;
  grant insert on towpath.batch, towpath.source_file, towpath.split, towpath.published,
    towpath.metric, towpath.part, towpath.tally, towpath.reject to towpath_loader;
  grant insert, update on towpath.lease, towpath.run, towpath.check_result to towpath_loader;
  grant update on towpath.lease to towpath_operator;
  grant select, insert on towpath.part, towpath.tally, towpath.reject to towpath_copy;
  grant select on towpath.run_summary, towpath.reject_summary, towpath.freshness,
    towpath.pipeline_health to towpath_reader;

  -- What the loader creates: readers see its targets, and its stages only the copying role.
  begin
    alter default privileges for role towpath_loader grant usage on schemas to towpath_reader, towpath_operator;
    alter default privileges for role towpath_loader grant select on tables to towpath_reader, towpath_operator;
    alter default privileges for role towpath_loader in schema towpath_stage
      grant select, insert on tables to towpath_copy;
    alter schema towpath owner to towpath_owner; -- foreign keys are checked as the tables' owner
    grant all on schema towpath to current_user;
    for relation in select c.oid::regclass from pg_class c
      where c.relnamespace = 'towpath'::regnamespace and c.relkind in ('r', 'v')
        and pg_get_userbyid(c.relowner) = current_user and c.relname not like 'schema_history%'
    loop
      execute format('alter table %s owner to towpath_owner', relation);
    end loop;
    alter function towpath.check_run_state() owner to towpath_owner;
    alter function towpath.books_report(text) owner to towpath_owner;
    alter function towpath.books(text) owner to towpath_owner;
  exception when insufficient_privilege then
    raise notice '% is no member of towpath_owner and towpath_loader: the ledger stays its own',
      current_user;
  end;
end $$;
