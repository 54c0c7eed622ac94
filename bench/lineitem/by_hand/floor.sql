-- Row a: the clean file of the working directory into a bare table, then the key.
create table lineitem (
  l_orderkey bigint not null,
  l_partkey bigint not null,
  l_suppkey bigint not null,
  l_linenumber integer not null,
  l_quantity numeric(15,2) not null,
  l_extendedprice numeric(15,2) not null,
  l_discount numeric(15,2) not null,
  l_tax numeric(15,2) not null,
  l_returnflag text not null,
  l_linestatus text not null,
  l_shipdate date not null,
  l_commitdate date not null,
  l_receiptdate date not null,
  l_shipinstruct text not null,
  l_shipmode text not null,
  l_comment text not null
);
\copy lineitem from 'clean.tbl' (delimiter '|')
alter table lineitem add primary key (l_orderkey, l_linenumber);
analyze lineitem;
