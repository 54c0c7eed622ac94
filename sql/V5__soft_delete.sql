-- Runs may load with soft-delete; the modes to come are allowed already.

alter table towpath.run drop constraint run_mode_check;
alter table towpath.run add constraint run_mode_check
  check (mode in ('append', 'upsert', 'replace', 'delete-insert', 'scd2', 'soft-delete'));
