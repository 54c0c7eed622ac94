package io.towpath.io.files;

import io.towpath.config.Feed;
import io.towpath.config.FilesDeclaration;
import io.towpath.config.Secret;
import io.towpath.core.Manifest;
import io.towpath.io.postgres.Batches;
import io.towpath.io.postgres.Migrations;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.io.s3.S3Access;
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
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Files that arrive keep what every source keeps; the ledger is their cursor. */
final class FilesSourceContractIT extends SourceContract {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  private static final String REMEMBERED = "in the ledger";

  @TempDir private Path folder;
  private int files;
  private static int feeds;
  private long batches;

  private Source open(String glob) {
    FilesDeclaration declaration =
        new FilesDeclaration(List.of(glob), Sources.csv().build(), Duration.ZERO);
    return new FilesSource(
        new FilesSource.Origin("feed" + feeds, this::ledger),
        declaration,
        Arrivals.of(folder, S3Access.of(PipelineOptionsFactory.create())),
        Clock.systemUTC(),
        (step, facts) -> {});
  }

  private WarehouseAddress ledger() {
    return new WarehouseAddress(POSTGRES.url(), new Secret(POSTGRES.user()), null);
  }

  private void remember(Manifest manifest) {
    Manifest own =
        new Manifest(
            "feed" + feeds,
            ++batches,
            manifest.attempt(),
            manifest.landedAt(),
            manifest.parts(),
            manifest.slice());
    new Batches(ledger()).register(own);
  }

  private void write(String name, String text) {
    try {
      Files.writeString(Files.createDirectories(folder.resolve("inbox")).resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected Subject subject() {
    Migrations.migrate(ledger());
    return new Subject() {
      private final SourceHarness harness =
          new SourceHarness(
              folder.resolve("raw"),
              Sources.of(Feed.Format.CSV).build(),
              FilesSourceContractIT.this::remember);

      @Override
      public void grow(int records) {
        for (int i = 0; i < records; i++) {
          write(++files + ".csv", "id\n" + files + "\n");
        }
      }

      @Override
      public Landed land(@Nullable String cursor) {
        if (cursor == null) {
          feeds++; // one that remembers nothing
          batches = 0;
        }
        Landed landed = harness.land(() -> open("inbox/*.csv"), null);
        return new Landed(landed.records(), REMEMBERED, landed.footprint());
      }

      @Override
      public List<Landed> landTwice() {
        feeds++;
        batches = 0;
        return harness.land(() -> open("inbox/*.csv"), null, 2);
      }

      @Override
      public void landInVain() {
        feeds++;
        write("damaged.csv.gz", "no gzip");
        harness.land(() -> open("inbox/*.gz"), null);
      }

      @Override
      public String secret() {
        return "";
      }

      @Override
      public boolean hasCursor() {
        return true;
      }
    };
  }
}
