-- The database of airports as its owner keeps it. The demo copies airports.csv into the table.
create table airports (
  iata text primary key,
  name text not null,
  city text,
  state text,
  country text not null,
  latitude numeric(11, 8) not null,
  longitude numeric(11, 8) not null,
  updated_at timestamptz not null default now()
);
create index on airports (updated_at);
-- What a reader of changes needs: the rows, and when the oldest open transaction began.
grant select on airports to airport_reader;
grant pg_read_all_stats to airport_reader;
