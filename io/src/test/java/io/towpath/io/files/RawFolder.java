package io.towpath.io.files;

import io.towpath.config.Layout;
import io.towpath.core.Chunk;
import io.towpath.core.Manifest;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.s3.S3Access;
import io.towpath.io.source.PartPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** A raw zone in a folder of a test, with files that were landed in it. */
final class RawFolder {
  private final Path root;
  private final RawLocation raw;
  private final List<Manifest.Part> parts = new ArrayList<>();

  /** An empty one below a folder. */
  RawFolder(Path parent) throws IOException {
    this.root = Files.createTempDirectory(parent, "project");
    this.raw =
        new RawLocation(
            root.resolve("raw").toString(), S3Access.of(PipelineOptionsFactory.create()));
  }

  RawLocation location() {
    return raw;
  }

  /** Lands a file as the next part of batch 1. */
  Manifest.Part land(Layout files, String name, byte[] bytes) throws IOException {
    Path file = root.resolve("inbox").resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
    Instant modified = Files.getLastModifiedTime(file).toInstant();
    Arrival arrival = new Arrival(file.toString(), name, bytes.length, "", modified);
    Manifest.Part part =
        new LandFile(arrival, files).land(new PartPlace(raw, "t", 1, "a", parts.size()));
    parts.add(part);
    return part;
  }

  /** The file of a part in the raw zone. */
  Path file(Manifest.Part part) {
    return Path.of(raw.root()).resolve(part.path());
  }

  /** All chunks of all parts. */
  List<Chunk> chunks(Layout files) throws IOException {
    Manifest manifest = new Manifest("t", 1, "a", Instant.EPOCH, List.copyOf(parts), null);
    List<Chunk> chunks = new ArrayList<>();
    RawChunks source = RawChunks.of(raw, files, List.of(manifest));
    try (BoundedSource.BoundedReader<Chunk> reader =
        source.createReader(PipelineOptionsFactory.create())) {
      for (boolean more = reader.start(); more; more = reader.advance()) {
        chunks.add(reader.getCurrent());
      }
    }
    return chunks;
  }
}
