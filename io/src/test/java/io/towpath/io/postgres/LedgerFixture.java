package io.towpath.io.postgres;

import io.towpath.config.Feed;
import io.towpath.config.Secret;
import io.towpath.core.Manifest;
import io.towpath.testing.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A migrated ledger with sentences to fill it. */
final class LedgerFixture {
  static final Instant NOON = Instant.parse("2025-01-31T12:00:00Z");

  private final EmbeddedPostgres postgres;
  private final WarehouseAddress address;

  private LedgerFixture(EmbeddedPostgres postgres) {
    this.postgres = postgres;
    this.address = address(postgres);
    Migrations.migrate(address);
  }

  static LedgerFixture migrated(EmbeddedPostgres postgres) {
    return new LedgerFixture(postgres);
  }

  static WarehouseAddress address(EmbeddedPostgres postgres) {
    return new WarehouseAddress(postgres.url(), new Secret(postgres.user()), null);
  }

  WarehouseAddress address() {
    return address;
  }

  /** A batch of one part with as many splits of 50 bytes. */
  static Manifest manifest(String feed, long batch, int splits) {
    List<Manifest.Split> pieces =
        IntStream.range(0, splits)
            .mapToObj(i -> new Manifest.Split(i, 50L * i, 50L * (i + 1), 1))
            .toList();
    Manifest.Part part =
        new Manifest.Part(
            0,
            feed + "/parts/" + batch + "/a/0",
            "input/day" + batch + ".csv",
            50L * splits,
            0xCAFEL,
            "",
            "",
            NOON,
            pieces);
    return new Manifest(feed, batch, "attempt" + batch, NOON, List.of(part), null);
  }

  static RunRow.Plan plan(String run, String feed, long first, long last) {
    return new RunRow.Plan(
        run,
        feed,
        1,
        Feed.Mode.UPSERT,
        RunRow.Way.APPLY,
        first,
        last,
        2,
        run + "_stage",
        "1.0.0",
        1,
        NOON);
  }

  /**
   * A run of two batches and three splits into two buckets whose books balance: 25 read, 21 staged,
   * 2 duplicates, 1 rejected, 1 filtered.
   */
  void balancedRun(String run, String feed) throws SQLException {
    Batches batches = new Batches(address);
    batches.register(manifest(feed, 1, 2));
    batches.register(manifest(feed, 2, 1));
    new Runs(address).plan(plan(run, feed, 1, 2));
    execute(
        "insert into towpath.tally values"
            + " ('%1$s', 1, 0, 0, 10, 0, 1, 9223372036854775807, 0, 50, true),"
            + " ('%1$s', 1, 0, 1, 10, 0, 0, 9223372036854775807, 50, 100, true),"
            + " ('%1$s', 2, 0, 0, 5, 0, 0, -7, 0, 50, true)",
        run);
    execute(
        "insert into towpath.part values ('%1$s', 0, 20, 2, 1, -9), ('%1$s', 1, 1, 0, 0, 0)", run);
    execute(
        "insert into towpath.reject values"
            + " ('%s', 1, 0, 33, 0, 2, 'type', 'dep_time', 'x', 'an integer')",
        run);
  }

  void execute(String sql, Object... arguments) throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(String.format(sql, arguments));
    }
  }
}
