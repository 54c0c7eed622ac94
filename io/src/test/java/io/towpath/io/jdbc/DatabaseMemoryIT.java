package io.towpath.io.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.JdbcDeclaration.Database;
import io.towpath.config.JdbcDeclaration.Limits;
import io.towpath.config.Secret;
import io.towpath.core.Manifest;
import io.towpath.testing.EmbeddedMariaDb;
import io.towpath.testing.EmbeddedPostgres;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten times the rows take no more heap. What is alive is measured while a table is read, after
 * collections that the test asks for; {@code ./check --all} reads ten million rows.
 */
final class DatabaseMemoryIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedMariaDb MARIADB = EmbeddedMariaDb.create();

  private static final int ROWS = "true".equals(System.getenv("CHECK_ALL")) ? 1_000_000 : 200_000;
  private static final double MORE = 1.2;

  /** Between collections, which stop the reading. */
  private static final long PAUSE_MILLIS = 100;

  @TempDir private Path folder;

  private static SourceDatabase limited(SourceDatabase database, String table) {
    return database
        .table(table)
        .limits(new Limits(2, 10_000, Duration.ofMinutes(30), Duration.ofSeconds(5)));
  }

  @Test
  void landingTenTimesTheRowsOfPostgresTakesNoMoreHeap() {
    fill("create table few as select i::bigint as id, md5(i::text) as note from", ROWS);
    fill("create table many as select i::bigint as id, md5(i::text) as note from", 10 * ROWS);

    staysFlat(table -> limited(SourceDatabase.of(folder, POSTGRES), table));
  }

  private static void fill(String create, int rows) {
    POSTGRES.execute(create + " generate_series(1, " + rows + ") i");
  }

  @Test
  void landingTenTimesTheRowsOfMariaDbTakesNoMoreHeap() {
    String columns = " (id bigint primary key, note text) as select seq as id, md5(seq) as note";
    MARIADB.execute("create table few" + columns + " from seq_1_to_" + ROWS);
    MARIADB.execute("create table many" + columns + " from seq_1_to_" + 10 * ROWS);
    Database database = new Database(MARIADB.url(), new Secret(MARIADB.user()), null);

    staysFlat(table -> limited(new SourceDatabase(folder, database), table));
  }

  /** Gives what reads a table. */
  private interface Tables {
    SourceDatabase of(String table);
  }

  private static void staysFlat(Tables tables) {
    landed(tables.of("few"), ROWS); // classes and buffers that stay

    long few = heapOf(() -> landed(tables.of("few"), ROWS));
    long many = heapOf(() -> landed(tables.of("many"), 10L * ROWS));

    assertThat((double) many).as("bytes, against %s", few).isLessThan(few * MORE);
  }

  private static void landed(SourceDatabase database, long rows) {
    Manifest batch = database.land(null, new ArrayList<>());
    assertThat(batch.parts().stream().mapToLong(Manifest.Part::records).sum()).isEqualTo(rows);
  }

  /** The most bytes that are alive at once while something is done, those from before included. */
  private static long heapOf(Runnable work) {
    CountDownLatch done = new CountDownLatch(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Long> most =
          thread.submit(
              () -> {
                long greatest = 0;
                do {
                  System.gc();
                  greatest = Math.max(greatest, aliveAfterCollection());
                } while (!done.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
                return greatest;
              });
      work.run();
      done.countDown();
      return most.get();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      done.countDown();
      thread.shutdown();
    }
  }

  /** What the last collection left, without what was allocated since. */
  private static long aliveAfterCollection() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getCollectionUsage)
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }
}
