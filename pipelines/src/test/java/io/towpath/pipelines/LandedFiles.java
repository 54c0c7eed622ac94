package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.config.Projects;
import io.towpath.core.Chunk;
import io.towpath.core.Decoder;
import io.towpath.core.Manifest;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Violation;
import io.towpath.io.files.Arrival;
import io.towpath.io.files.LandFile;
import io.towpath.io.files.RawChunks;
import io.towpath.io.files.RawRecords;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.s3.S3Access;
import io.towpath.io.source.PartPlace;
import io.towpath.transforms.decode.Decoders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Files in a raw zone, read and decoded as a load does it, without engine and warehouse. */
final class LandedFiles implements Outlet {
  private final Path root;
  private final FeedPlan plan;
  private final RawLocation raw;
  private final List<Manifest.Part> parts = new ArrayList<>();

  /** Rows by their origin and, of rejects, what was found; only what a test can hold. */
  final List<String> rows = new ArrayList<>();

  final List<String> rejects = new ArrayList<>();
  final List<Origin> origins = new ArrayList<>();
  long passed;

  private LandedFiles(Path root, FeedPlan plan) {
    this.root = root;
    this.plan = plan;
    PipelineOptions options = PipelineOptionsFactory.create();
    this.raw = new RawLocation(root.resolve("raw").toString(), S3Access.of(options));
  }

  /** A feed with the given source over the columns id, text, number, day and moment. */
  static LandedFiles of(Path parent, String source) {
    try {
      Path root = Files.createTempDirectory(parent, "project");
      write(root, "towpath.yaml", "project: test\nraw: raw\nwarehouse: embedded\n");
      write(root, "feeds/t.yaml", FEED.formatted(source));
      write(root, "contracts/t.odcs.yaml", CONTRACT);
      Feed feed = Projects.read(root, Optional.empty()).feeds().get("t");
      return new LandedFiles(root, FeedPlan.of(feed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final String FEED =
      """
      contract: ../contracts/t.odcs.yaml
      source: %s
      load: {mode: append}
      """;
  private static final String CONTRACT =
      """
      apiVersion: v3.2.0
      kind: DataContract
      id: t
      name: T
      version: 1.0.0
      status: active
      servers:
        - {server: warehouse, type: postgres, host: localhost, port: 5432, database: t, schema: t}
      schema:
        - name: t
          logicalType: object
          physicalType: table
          properties:
            - {name: id, logicalType: integer, logicalTypeOptions: {format: i64}, physicalType: bigint}
            - {name: text, logicalType: string, physicalType: text}
            - {name: number, logicalType: number, physicalType: double precision}
            - {name: day, logicalType: date, physicalType: date}
            - {name: moment, logicalType: timestamp, logicalTypeOptions: {timezone: true}, physicalType: timestamptz}
      """;

  private static void write(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Where a test may write a large file before it lands it. */
  Path inbox(String name) throws IOException {
    return Files.createDirectories(root.resolve("inbox")).resolve(name);
  }

  LandedFiles land(String name, byte[] bytes) throws IOException {
    Files.write(inbox(name), bytes);
    return land(name);
  }

  /** Lands a file of the inbox as the next part. */
  LandedFiles land(String name) throws IOException {
    Path file = inbox(name);
    Instant modified = Files.getLastModifiedTime(file).toInstant();
    Arrival arrival = new Arrival(file.toString(), name, Files.size(file), "", modified);
    parts.add(
        new LandFile(arrival, plan.feed().layout())
            .land(new PartPlace(raw, plan.feed().name(), 1, "a", parts.size())));
    return this;
  }

  int splits() {
    return parts.stream().mapToInt(part -> part.splits().size()).sum();
  }

  /** Reads and decodes all parts; gives the number of records. */
  long decode() throws IOException {
    Manifest manifest = new Manifest("t", 1, "a", Instant.EPOCH, List.copyOf(parts), null);
    Decoder decoder = Decoders.of(plan.feed(), plan.working());
    long read = 0;
    RawChunks source = RawChunks.of(raw, plan.feed().layout(), List.of(manifest));
    try (BoundedSource.BoundedReader<Chunk> reader =
        source.createReader(PipelineOptionsFactory.create())) {
      for (boolean more = reader.start(); more; more = reader.advance()) {
        read += decoder.decode(reader.getCurrent(), this);
      }
    }
    return read;
  }

  /** The raw record at an origin. */
  String raw(Origin origin) {
    return RawRecords.fetch(
        raw.open(), plan.feed().layout(), parts.get(origin.part()), origin.position());
  }

  private static final int KEPT = 10_000;

  @Override
  public void record(GenericRecord record, Origin origin) {
    passed++;
    if (rows.size() < KEPT) {
      rows.add(record.get(0) + "|" + record.get(1));
      origins.add(origin);
    }
  }

  @Override
  public void reject(Origin origin, Violation violation) {
    origins.add(origin);
    rejects.add(
        (origin.line() > 0 ? "line " + origin.line() : "record " + origin.position())
            + ": "
            + violation.reason().code()
            + (violation.column() == null ? "" : " " + violation.column()));
  }

  @Override
  public void filter(Origin origin) {
    throw new AssertionError("a decoder filters nothing");
  }
}
