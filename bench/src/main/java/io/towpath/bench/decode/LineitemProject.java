package io.towpath.bench.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.bench.lineitem.GenerateLineitem;
import io.towpath.config.Feed;
import io.towpath.config.Projects;
import io.towpath.core.Chunk;
import io.towpath.core.SplitId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The project that {@code bench/run} loads, with a small dirty file in chunks. */
final class LineitemProject {
  private static final String SCALE = "0.01";
  private static final int CHUNK_BYTES = 1 << 20;
  private static final Map<String, String> FILES =
      Map.of(
          "towpath.yaml", "towpath.yaml",
          "feed.yaml", "feeds/lineitem.yaml",
          "contract.odcs.yaml", "contracts/lineitem.odcs.yaml");

  private final Path folder;

  private LineitemProject(Path folder) {
    this.folder = folder;
  }

  static LineitemProject write(Path folder) throws IOException {
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Path target = folder.resolve(file.getValue());
      Files.createDirectories(target.getParent());
      Files.writeString(target, filled(template(file.getKey())));
    }
    GenerateLineitem.main(new String[] {SCALE, folder.toString()});
    return new LineitemProject(folder);
  }

  Feed feed() {
    Feed feed = Projects.read(folder, Optional.empty()).feeds().get("lineitem");
    return Objects.requireNonNull(feed);
  }

  /** The dirty file in pieces of about a mebibyte that end with a line. */
  List<Chunk> chunks() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("dirty.tbl"));
    List<Chunk> chunks = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      int to = Math.min(from + CHUNK_BYTES, bytes.length);
      while (bytes[to - 1] != '\n') {
        to++;
      }
      SplitId split = new SplitId(1, 0, 0);
      byte[] piece = Arrays.copyOfRange(bytes, from, to);
      chunks.add(new Chunk(split, from, to, 1, to == bytes.length, null, piece));
      from = to;
    }
    return chunks;
  }

  void delete() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static String template(String name) throws IOException {
    try (InputStream in = LineitemProject.class.getResourceAsStream("/project/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }

  /** No server is reached, so any address will do; the templates are those of Python's Template. */
  private static String filled(String template) {
    return template
        .replace("$url", "jdbc:postgresql://127.0.0.1:5432/bench")
        .replace("$port", "5432")
        .replace("$database", "bench")
        .replace("$partitioned", "")
        .replace("$unique_lines", "")
        .replace("$$", "$");
  }
}
