-- Checks the candidates, then publishes them and the books in one transaction.
-- Variables: candidates (a relation with the columns of lineitem), read, rejected.
\set ON_ERROR_STOP on
\o /dev/null
create temp table audit as
select
  count(*) as staged,
  count(*) filter (where num_nulls(
    l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax,
    l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode,
    l_comment, l_modified) > 0) as with_nulls,
  count(*) filter (where l_quantity not between 1 and 50
    or l_discount not between 0 and 0.10
    or l_tax not between 0 and 0.08
    or l_returnflag not in ('A', 'N', 'R')
    or l_linestatus not in ('F', 'O')) as against_rules,
  count(*) filter (where l_comment = '') as without_comment,
  count(*) filter (where l_shipmode not in
    ('AIR', 'FOB', 'MAIL', 'RAIL', 'REG AIR', 'SHIP', 'TRUCK')) as unknown_modes,
  count(*) filter (where l_receiptdate <= l_shipdate) as received_before_shipped,
  avg(l_quantity) as mean_quantity
from :candidates;
-- Division by zero ends the script.
select 1 / (
  staged > 0
  and with_nulls = 0
  and against_rules = 0
  and without_comment <= 0.01 * staged
  and unknown_modes <= 0.01 * staged
  and received_before_shipped = 0
  and mean_quantity between 20 and 30
  and :rejected <= 0.01 * :read
  and staged + :rejected <= :read)::int
from audit;
begin;
insert into lineitem
select
  l_orderkey, l_partkey, l_suppkey, l_linenumber, l_quantity, l_extendedprice, l_discount, l_tax,
  l_returnflag, l_linestatus, l_shipdate, l_commitdate, l_receiptdate, l_shipinstruct, l_shipmode,
  l_comment, l_modified
from :candidates;
insert into ledger (read, staged, duplicates, rejected)
select :read, staged, :read - :rejected - staged, :rejected from audit;
commit;
drop table stage cascade;
analyze lineitem;
