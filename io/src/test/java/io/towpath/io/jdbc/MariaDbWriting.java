package io.towpath.io.jdbc;

import io.towpath.testing.EmbeddedMariaDb;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** How MariaDB is written: events have times to the microsecond, orders to the second. */
record MariaDbWriting(EmbeddedMariaDb database) implements BusyDatabase.Writing {
  @Override
  public Connection connect() throws SQLException {
    return database.connect();
  }

  @Override
  public List<String> tables() {
    return List.of(
        "set global time_zone = '+00:00'",
        "create table events (id bigint auto_increment primary key, at timestamp(6) not null"
            + " default current_timestamp(6), note text not null, key (at))",
        "create table orders (id bigint auto_increment primary key, at datetime not null default"
            + " now() on update now(), note text not null, key (at))");
  }

  @Override
  public List<String> insert(int count) {
    String rows = " (note) select concat('written ', seq) from seq_1_to_" + count;
    return List.of("insert into events" + rows, "insert into orders" + rows);
  }

  @Override
  public String pause(double seconds) {
    return "select sleep(" + seconds + ")";
  }

  @Override
  public String change(int about) {
    return "update orders set note = concat(note, '!') where id = " + about;
  }

  @Override
  public List<String> prepare(String name) {
    return List.of(
        "xa start '" + name + "'",
        "insert into events (note) values ('prepared')",
        "insert into orders (note) values ('prepared')",
        "xa end '" + name + "'",
        "xa prepare '" + name + "'");
  }

  @Override
  public String commitPrepared(String name) {
    return "xa commit '" + name + "'";
  }
}
