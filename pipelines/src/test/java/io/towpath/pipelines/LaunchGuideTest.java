package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every launch that a guide shows is one that would be started, on the project that it shows. */
final class LaunchGuideTest {
  private static final String LAUNCH = "./towpath launch ";

  @TempDir private Path root;

  /** All launches of all guides. */
  static Stream<String> launches() throws IOException {
    List<String> launches = new ArrayList<>();
    try (Stream<Path> guides = Files.list(Path.of("../docs/guides"))) {
      for (Path guide : guides.sorted().toList()) {
        Files.readAllLines(guide).stream()
            .filter(line -> line.startsWith(LAUNCH))
            .forEach(launches::add);
      }
    }
    return launches.stream();
  }

  @BeforeEach
  void writeTheProjectOfTheGuide() throws IOException {
    String guide = Files.readString(Path.of("../docs/guides/emr.md"));
    String block = guide.substring(guide.indexOf("```yaml\n") + 8);
    write("towpath.yaml", block.substring(0, block.indexOf("```")));
    write("contracts/orders.odcs.yaml", Orders.CONTRACT);
    write("feeds/orders.yaml", Orders.FEED);
    write("feeds/flights.yaml", Orders.FEED);
    write("job.jar", "");
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.writeString(root.resolve(path), text);
  }

  @Test
  void findsTheLaunchesOfBothGuides() throws IOException {
    assertThat(launches()).hasSizeGreaterThan(4).anyMatch(line -> line.contains("--on spark"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("launches")
  void wouldStart(String line) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("launch"));
    words.addAll(List.of(line.substring(LAUNCH.length()).split(" ")));
    words.remove("--dry-run");
    words.addAll(List.of("--dry-run", "--project", root.toString(), "--json"));
    if (!line.contains("--on local")) {
      words.addAll(List.of("--jar", root.resolve("job.jar").toString()));
    }
    ProcessBuilder command = TowpathProcess.command(words.toArray(String[]::new));
    command.environment().put("SPARK_HOME", sparkHome().toString());

    CommandRun shown = CommandRun.of(command);

    assertThat(shown.status()).as(shown.out()).isZero();
    assertThat(shown.out()).contains("io.towpath.pipelines.");
  }

  /** Something to be found; nothing is started. */
  private Path sparkHome() {
    try {
      Path submit = root.resolve("spark/bin/spark-submit");
      Files.createDirectories(submit.getParent());
      Files.writeString(submit, "#!/bin/sh\n");
      Files.setPosixFilePermissions(submit, PosixFilePermissions.fromString("rwx------"));
      return root.resolve("spark");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
