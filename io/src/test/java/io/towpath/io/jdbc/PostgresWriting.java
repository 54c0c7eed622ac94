package io.towpath.io.jdbc;

import io.towpath.testing.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** How PostgreSQL is written; all rows of a transaction have the same time. */
record PostgresWriting(EmbeddedPostgres database) implements BusyDatabase.Writing {
  @Override
  public Connection connect() throws SQLException {
    return database.connect();
  }

  @Override
  public List<String> tables() {
    return List.of(
        """
        create schema shop;
        create table shop.events (id bigserial primary key, at timestamptz not null default now(),
          xid xid8 not null default pg_current_xact_id(), note text not null);
        create table shop.orders (id bigserial primary key, at timestamptz not null default now(),
          xid xid8 not null default pg_current_xact_id(), note text not null);
        create index on shop.orders (at);
        create index on shop.events (at);
        """);
  }

  @Override
  public List<String> insert(int count) {
    String rows = " (note) select 'written ' || i from generate_series(1, " + count + ") i;";
    return List.of("insert into shop.events" + rows + "insert into shop.orders" + rows);
  }

  @Override
  public String pause(double seconds) {
    return "select pg_sleep(" + seconds + ")";
  }

  @Override
  public String change(int about) {
    return "update shop.orders set note = note || '!', at = now(), xid = pg_current_xact_id()"
        + " where id = (select id from shop.orders where id > "
        + about
        + " order by id limit 1 for update skip locked)";
  }

  @Override
  public List<String> prepare(String name) {
    return List.of(
        "begin",
        "insert into shop.events (note) values ('prepared')",
        "insert into shop.orders (note) values ('prepared')",
        "prepare transaction '" + name + "'");
  }

  @Override
  public String commitPrepared(String name) {
    return "commit prepared '" + name + "'";
  }
}
