package io.towpath.io.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.Projects;
import io.towpath.config.RestDeclaration;
import io.towpath.core.Manifest;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.s3.S3Access;
import io.towpath.io.source.PartPlace;
import io.towpath.io.source.SourcePlan;
import io.towpath.testing.ApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** A feed over a server of a test, declared as users declare it, and what is landed of it. */
final class ApiProject {
  static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");

  private static final String CONTRACT =
      """
      apiVersion: v3.2.0
      kind: DataContract
      id: test-items
      name: Items
      version: 1.0.0
      status: active
      servers:
        - {server: warehouse, type: postgres, host: localhost, port: 5432, database: test, schema: shop}
      schema:
        - name: items
          logicalType: object
          physicalType: table
          properties:
            - {name: id, logicalType: integer, logicalTypeOptions: {format: i64}, physicalType: bigint, required: true, primaryKey: true, primaryKeyPosition: 1}
      slaProperties:
        - {property: errorRate, value: 5, unit: percent}
      """;

  private final Path root;
  private final ApiServer server;
  private final RestSource.Origin origin;

  /** A project whose API has no limit, so that there is no ledger. */
  ApiProject(Path root, ApiServer server) {
    this(root, server, new WarehouseAddress("jdbc:postgresql://127.0.0.1:1/none", null, null));
  }

  ApiProject(Path root, ApiServer server, WarehouseAddress ledger) {
    this.root = root;
    this.server = server;
    this.origin = new RestSource.Origin("items", ledger);
  }

  /** A file with a secret, and a reference to it. */
  String secret(String name, String value) {
    write(name, value);
    return "\"${file:" + root.resolve(name) + "}\"";
  }

  /** A declaration with these lines besides the server's address, with short waits. */
  RestDeclaration declare(String... lines) {
    StringBuilder feed =
        new StringBuilder("contract: ../contracts/items.odcs.yaml\nsource:\n  rest:\n");
    String all = String.join("\n", lines);
    feed.append("    url: \"").append(server.url()).append("\"\n");
    if (!all.contains("allowPrivate")) {
      feed.append("    allowPrivate: true\n");
    }
    if (!all.contains("retries:")) {
      feed.append("    retries: {attempts: 3, first: 1ms, longest: 2s}\n");
    }
    all.lines().forEach(line -> feed.append("    ").append(line).append('\n'));
    write("towpath.yaml", "project: test\nraw: raw\nwarehouse: embedded\n");
    write("contracts/items.odcs.yaml", CONTRACT);
    write("feeds/items.yaml", feed + "load: {mode: upsert}\n");
    return (RestDeclaration) Projects.read(root, Optional.empty()).feeds().get("items").source();
  }

  /** What was landed: each item as text, and the record that carries it. */
  record Landed(List<String> items, List<GenericRecord> envelopes, List<Manifest.Part> parts) {}

  /** Lands the first batch. */
  Landed land(RestDeclaration declaration) {
    return land(declaration, null);
  }

  /** Lands what follows a cursor. */
  Landed land(RestDeclaration declaration, String cursor) {
    RawLocation raw =
        new RawLocation(
            root.resolve("raw").toString(), S3Access.of(PipelineOptionsFactory.create()));
    Landed landed = new Landed(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (RestSource source = new RestSource(origin, declaration, InstantSource.fixed(NOW))) {
      SourcePlan plan = source.plan(cursor);
      for (int i = 0; i < plan.splits().size(); i++) {
        Manifest.Part part =
            plan.splits().get(i).land(new PartPlace(raw, "items", 1, "a" + System.nanoTime(), i));
        read(part, landed);
        landed.parts().add(part);
      }
    }
    return landed;
  }

  private void read(Manifest.Part part, Landed landed) {
    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(
            root.resolve("raw").resolve(part.path()).toFile(), new GenericDatumReader<>())) {
      for (GenericRecord envelope : reader) {
        landed.envelopes().add(envelope);
        landed.items().add(UTF_8.decode((ByteBuffer) envelope.get("payload")).toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
