package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.config.JdbcDeclaration.Database;
import io.towpath.config.JdbcDeclaration.Extent;
import io.towpath.config.JdbcDeclaration.Limits;
import io.towpath.config.Layout;
import io.towpath.config.Secret;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourceHarness;
import io.towpath.testing.EmbeddedMariaDb;
import io.towpath.testing.SourceContract;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A whole table of MariaDB, read by its driver, keeps what every source keeps. */
final class MariaDbSourceContractIT extends SourceContract {
  @RegisterExtension static final EmbeddedMariaDb MARIADB = EmbeddedMariaDb.create();

  @TempDir private Path folder;

  private static Source open(String url) {
    JdbcDeclaration declaration =
        new JdbcDeclaration(
            new Database(url, new Secret(MARIADB.user()), null),
            new Extent("kept", null, List.of(), List.of(), null),
            null,
            null,
            new Limits(2, 1000, Duration.ofMinutes(1), Duration.ofSeconds(5)));
    return JdbcSources.of(
        "feeds/kept.yaml", declaration, null, Clock.systemUTC(), (step, facts) -> {});
  }

  @Override
  protected Subject subject() {
    MARIADB.execute("drop table if exists kept");
    MARIADB.execute("create table kept (id bigint auto_increment primary key, note text)");
    return new Subject() {
      private final SourceHarness harness =
          new SourceHarness(folder.resolve("raw"), Layout.avro(), batch -> {});

      @Override
      public void grow(int records) {
        MARIADB.execute("insert into kept (note) select 'n' from seq_1_to_" + records);
      }

      @Override
      public Landed land(@Nullable String cursor) {
        return harness.land(() -> open(MARIADB.url()), cursor);
      }

      @Override
      public List<Landed> landTwice() {
        return harness.land(() -> open(MARIADB.url()), null, 2);
      }

      @Override
      public void landInVain() {
        harness.land(() -> open("jdbc:mariadb://127.0.0.1:1/none"), null);
      }

      @Override
      public String secret() {
        return "";
      }

      @Override
      public boolean hasCursor() {
        return false;
      }
    };
  }
}
