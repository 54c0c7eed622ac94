package io.towpath.pipelines;

import io.towpath.config.RestDeclaration;
import io.towpath.contract.Field;
import io.towpath.core.Chunk;
import io.towpath.core.Decoder;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Reject;
import io.towpath.core.TowpathException;
import io.towpath.core.Violation;
import io.towpath.io.files.RawChunks;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.source.PartPlace;
import io.towpath.io.source.Source;
import io.towpath.io.source.SplitReader;
import io.towpath.transforms.FoundMask;
import io.towpath.transforms.decode.Decoders;
import io.towpath.transforms.value.ValueText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first records of a source and does to them what a load would do, up to the table.
 * Neither the raw zone nor the ledger learns of it; an API's share of its limit is used up.
 */
public final class Preview {
  private final FeedPlan plan;
  private final int wanted;
  private final FoundMask found;
  private final List<Field> columns;
  private final List<Row> rows = new ArrayList<>();
  private final List<RejectedLines.Line> rejects = new ArrayList<>();
  private long deletions;
  private long filtered;

  private Preview(FeedPlan plan, int wanted) {
    this.plan = plan;
    this.wanted = wanted;
    this.found = FoundMask.of(plan.feed().contract());
    this.columns =
        plan.feed().contract().fields().stream()
            .filter(field -> field.generated() == null)
            .toList();
  }

  /**
   * A record as a row of the table.
   *
   * @param cells texts of the columns, in order, masked as the contract says
   */
  public record Row(String place, List<@Nullable String> cells) {}

  /** Looks at the first records, in the order of the source. */
  public static Preview of(Session session, FeedPlan plan, int records) {
    Preview preview = new Preview(plan, records);
    if (plan.feed().source() instanceof RestDeclaration) {
      session.withLedger(); // where the limit of an API is kept
    }
    try {
      Path folder = Files.createTempDirectory("towpath-preview");
      try {
        preview.read(session, folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return preview;
  }

  /** Names of the columns that the source fills. */
  public List<String> columns() {
    return columns.stream().map(Field::name).toList();
  }

  /** What would become rows. */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** What would be rejected, without the raw records. */
  public List<RejectedLines.Line> rejects() {
    return List.copyOf(rejects);
  }

  /** How many records would delete their key. */
  public long deletions() {
    return deletions;
  }

  /** How many records the feed's steps leave out. */
  public long filtered() {
    return filtered;
  }

  private boolean isEnough() {
    return rows.size() + rejects.size() + deletions + filtered >= wanted;
  }

  private void read(Session session, Path folder) throws IOException {
    RawLocation raw = new RawLocation(folder.toString(), session.raw().s3());
    try (Source source = session.source(plan.feed())) {
      List<? extends SplitReader> splits = source.sample().splits();
      for (int i = 0; i < splits.size() && !isEnough(); i++) {
        PartPlace place = new PartPlace(raw, plan.feed().name(), i + 1, "preview", 0, wanted);
        read(raw, place, splits.get(i).land(place));
      }
    }
  }

  private void read(RawLocation raw, PartPlace place, Manifest.Part part) throws IOException {
    Manifest manifest =
        new Manifest(
            place.feed(), place.batch(), place.attempt(), Instant.EPOCH, List.of(part), null);
    Decoder decoder = Decoders.of(plan.feed(), plan.working());
    Outlet outlet = RecordPath.of(plan).into(new Rows(part), new Deletions(part));
    try (BoundedSource.BoundedReader<Chunk> reader =
        RawChunks.of(raw, plan.feed().layout(), List.of(manifest))
            .createReader(PipelineOptionsFactory.create())) {
      for (boolean more = reader.start(); more && !isEnough(); more = reader.advance()) {
        long unused = decoder.decode(reader.getCurrent(), outlet);
      }
    }
  }

  /** Takes what becomes rows, until it is enough. */
  private class Rows implements Outlet {
    private final Manifest.Part part;

    Rows(Manifest.Part part) {
      this.part = part;
    }

    @Override
    public void record(GenericRecord record, Origin origin) {
      if (!isEnough()) {
        rows.add(new Row(RejectedLines.place(part, origin), cells(record)));
      }
    }

    @Override
    public void reject(Origin origin, Violation violation) {
      if (!isEnough()) {
        Reject reject =
            new Reject(
                origin,
                violation.reason().code(),
                violation.column(),
                found.found(violation),
                violation.expected());
        rejects.add(new RejectedLines.Line(RejectedLines.place(part, origin), reject, ""));
      }
    }

    @Override
    public void filter(Origin origin) {
      if (!isEnough()) {
        filtered++;
      }
    }
  }

  /** Counts what deletes. */
  private final class Deletions extends Rows {

    Deletions(Manifest.Part part) {
      super(part);
    }

    @Override
    public void record(GenericRecord record, Origin origin) {
      if (!isEnough()) {
        deletions++;
      }
    }
  }

  private List<@Nullable String> cells(GenericRecord record) {
    List<@Nullable String> cells = new ArrayList<>();
    for (Field column : columns) {
      Object value = record.get(column.name());
      cells.add(value == null ? null : ValueText.of(value, column.type()));
    }
    return cells;
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
