package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Database;
import io.towpath.config.JdbcDeclaration.Extent;
import io.towpath.config.JdbcDeclaration.Limits;
import io.towpath.config.JdbcDeclaration.Mark;
import io.towpath.config.Layout;
import io.towpath.config.Secret;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourceHarness;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.SourceContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A table of PostgreSQL, read by a sequence, keeps what every source keeps. */
final class PostgresSourceContractIT extends SourceContract {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  private static final String PASSWORD = "planted-5ecret";

  @TempDir private Path folder;

  private Source open(String url) {
    try {
      Path password = Files.writeString(folder.resolve("password"), PASSWORD);
      JdbcDeclaration declaration =
          new JdbcDeclaration(
              new Database(
                  url,
                  new Secret(POSTGRES.user()),
                  new Secret("${file:" + password.toAbsolutePath() + "}")),
              new Extent("kept", null, List.of(), List.of(), null),
              new Cursor("id", Mark.SEQUENCE, Duration.ZERO, Duration.ZERO, ZoneOffset.UTC),
              null,
              new Limits(2, 1000, Duration.ofMinutes(1), Duration.ofSeconds(5)));
      return JdbcSources.of(
          "feeds/kept.yaml", declaration, null, Clock.systemUTC(), (step, facts) -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Subject subject() {
    POSTGRES.execute("drop table if exists kept");
    POSTGRES.execute("create table kept (id bigserial primary key, note text)");
    return new Subject() {
      private final SourceHarness harness =
          new SourceHarness(folder.resolve("raw"), Layout.avro(), batch -> {});

      @Override
      public void grow(int records) {
        POSTGRES.execute(
            "insert into kept (note) select 'n' || i from generate_series(1, " + records + ") i");
      }

      @Override
      public Landed land(@Nullable String cursor) {
        Landed landed = harness.land(() -> open(POSTGRES.url()), cursor);
        boolean nothing = landed.cursor() == null; // no slice, so the cursor stays where it is
        return nothing ? new Landed(landed.records(), cursor, landed.footprint()) : landed;
      }

      @Override
      public List<Landed> landTwice() {
        return harness.land(() -> open(POSTGRES.url()), null, 2);
      }

      @Override
      public void landInVain() {
        harness.land(() -> open("jdbc:postgresql://127.0.0.1:1/none"), null);
      }

      @Override
      public String secret() {
        return PASSWORD;
      }

      @Override
      public boolean hasCursor() {
        return true;
      }
    };
  }
}
