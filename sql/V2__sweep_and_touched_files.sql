-- Which batches were swept of what land runs left beside them, and when a file was touched last
-- that is known to hold what was taken.

alter table towpath.batch add column swept timestamptz;
comment on column towpath.batch.swept is 'when what no manifest names was deleted from its folder; null: not yet';
create index batch_unswept on towpath.batch (feed, batch) where swept is null;

do $$
begin
  if exists (select from pg_roles where rolname = 'towpath_loader') then
    grant update (swept) on towpath.batch to towpath_loader;
    grant update (version, modified) on towpath.source_file to towpath_loader;
  end if;
end $$;
