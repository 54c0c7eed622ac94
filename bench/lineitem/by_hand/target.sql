-- What the jobs written by hand find: the target with its key, rejects, a ledger, an empty stage.
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
  l_comment text not null,
  l_modified timestamp not null,
  primary key (l_orderkey, l_linenumber)
);
create table reject (part bigint, reason text not null, line text not null);
create table ledger (
  read bigint not null,
  staged bigint not null,
  duplicates bigint not null,
  rejected bigint not null,
  published_at timestamptz not null default now()
);
create unlogged table stage (like lineitem);
