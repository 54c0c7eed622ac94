package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Extent;
import io.towpath.config.Layout;
import io.towpath.config.Secret;
import io.towpath.core.Chunk;
import io.towpath.core.Manifest;
import io.towpath.io.files.RawChunks;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.s3.S3Access;
import io.towpath.io.source.PartPlace;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourcePlan;
import io.towpath.testing.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/** Declares what tests read of a database, lands it, and reads it again from the raw zone. */
final class SourceDatabase {
  private final RawLocation raw;
  private final JdbcDeclaration.Database database;
  private Extent extent = new Extent(null, null, List.of(), List.of(), null);
  private @Nullable Cursor cursor;
  private JdbcDeclaration.Limits limits =
      new JdbcDeclaration.Limits(2, 100, Duration.ofMinutes(1), Duration.ofSeconds(2));
  private long batch;

  SourceDatabase(Path folder, JdbcDeclaration.Database database) {
    this.raw = new RawLocation(folder.toString(), S3Access.of(PipelineOptionsFactory.create()));
    this.database = database;
  }

  static SourceDatabase of(Path folder, EmbeddedPostgres postgres) {
    return of(folder, postgres, postgres.user());
  }

  static SourceDatabase of(Path folder, EmbeddedPostgres postgres, String user) {
    return new SourceDatabase(
        folder, new JdbcDeclaration.Database(postgres.url(), new Secret(user), null));
  }

  SourceDatabase table(String name) {
    return extent(new Extent(name, null, List.of(), List.of(), null));
  }

  SourceDatabase extent(Extent value) {
    extent = value;
    return this;
  }

  SourceDatabase cursor(Cursor value) {
    cursor = value;
    return this;
  }

  SourceDatabase limits(JdbcDeclaration.Limits value) {
    limits = value;
    return this;
  }

  JdbcDeclaration declaration() {
    return new JdbcDeclaration(database, extent, cursor, null, limits);
  }

  KeyedSource open(List<String> notices) {
    return JdbcSources.of(
        "feeds/test.yaml",
        declaration(),
        null,
        Clock.systemUTC(),
        (step, facts) -> notices.add(step + " " + facts));
  }

  /** Plans, lands every split, and gives what would become the manifest. */
  Manifest land(@Nullable String from, List<String> notices) {
    batch++;
    try (Source source = open(notices)) {
      SourcePlan plan = source.plan(from);
      return manifest(source.select(landAll(plan)), plan.slice());
    }
  }

  List<Manifest.Part> landAll(SourcePlan plan) {
    List<Manifest.Part> parts = new ArrayList<>();
    for (int part = 0; part < plan.splits().size(); part++) {
      parts.add(plan.splits().get(part).land(new PartPlace(raw, "test", batch, "a", part)));
    }
    return parts;
  }

  private Manifest manifest(List<Manifest.Part> parts, Manifest.@Nullable Slice slice) {
    return new Manifest("test", batch, "a", Instant.EPOCH, List.copyOf(parts), slice);
  }

  /** All rows as they are in the raw zone. */
  List<GenericRecord> rows() {
    return rows(land(null, new ArrayList<>()));
  }

  List<GenericRecord> rows(Manifest manifest) {
    List<GenericRecord> rows = new ArrayList<>();
    RawChunks chunks = RawChunks.of(raw, Layout.avro(), List.of(manifest));
    try (BoundedSource.BoundedReader<Chunk> reader =
        chunks.createReader(PipelineOptionsFactory.create())) {
      for (boolean more = reader.start(); more; more = reader.advance()) {
        read(reader.getCurrent(), rows);
      }
      return rows;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void read(Chunk chunk, List<GenericRecord> rows) throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(new String(chunk.head(), java.nio.charset.StandardCharsets.UTF_8));
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schema);
    BinaryDecoder binary = DecoderFactory.get().binaryDecoder(chunk.bytes(), null);
    for (long position = chunk.from(); position < chunk.to(); position++) {
      rows.add(reader.read(null, binary));
    }
  }
}
