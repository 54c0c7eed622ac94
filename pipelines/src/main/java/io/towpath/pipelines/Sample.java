package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.config.RestDeclaration;
import io.towpath.core.Chunk;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.files.RawChunks;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.source.PartPlace;
import io.towpath.io.source.Source;
import io.towpath.io.source.SplitReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * Reads the first records of a source by way of a folder that is deleted. Neither the raw zone nor
 * the ledger learns of it; an API's share of its limit is used up.
 */
public final class Sample {
  private final Session session;
  private final Feed feed;
  private final int records;
  private final Taker taker;
  private boolean enough;

  private Sample(Session session, Feed feed, int records, Taker taker) {
    this.session = session;
    this.feed = feed;
    this.records = records;
    this.taker = taker;
  }

  /** Looks at what was read. */
  @FunctionalInterface
  public interface Taker {
    /** Looks at the next chunk of a part; false if it has seen enough. */
    boolean take(Manifest.Part part, Chunk chunk);
  }

  /** Reads at least so many records, if the source has them, in its order. */
  public static void read(Session session, Feed feed, int records, Taker taker) {
    if (feed.source() instanceof RestDeclaration) {
      session.withLedger(); // where the limit of an API is kept
    }
    try {
      Path folder = Files.createTempDirectory("towpath-sample");
      try {
        new Sample(session, feed, records, taker).read(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Path folder) throws IOException {
    RawLocation raw = new RawLocation(folder.toString(), session.raw().s3());
    try (Source source = session.source(feed)) {
      List<? extends SplitReader> splits = source.sample().splits();
      for (int i = 0; i < splits.size() && !enough; i++) {
        PartPlace place = new PartPlace(raw, feed.name(), i + 1, "sample", 0, records);
        read(raw, place, splits.get(i).land(place));
      }
    }
  }

  private void read(RawLocation raw, PartPlace place, Manifest.Part part) throws IOException {
    Manifest manifest =
        new Manifest(
            place.feed(), place.batch(), place.attempt(), Instant.EPOCH, List.of(part), null);
    try (BoundedSource.BoundedReader<Chunk> reader =
        RawChunks.of(raw, feed.layout(), List.of(manifest))
            .createReader(PipelineOptionsFactory.create())) {
      for (boolean more = reader.start(); more && !enough; more = reader.advance()) {
        enough = !taker.take(part, reader.getCurrent());
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new TowpathException(
          ExitCode.RAW_ZONE, "cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }
}
