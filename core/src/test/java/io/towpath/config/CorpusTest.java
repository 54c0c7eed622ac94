package io.towpath.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.contract.Contracts;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Problem;
import io.towpath.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the exact messages for a corpus of files with mistakes. Beside each file stands what is
 * expected: whether its JSON Schema accepts it, then one line per message. Where the schema accepts
 * what the binder refuses, the binder knows more: PostgreSQL, regular expressions, other files.
 */
class CorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/corpus");
  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("files")
  void reportsEachMistakeOnceAndWhereItIs(Path file) throws IOException {
    assertThat(messages(file)).isEqualTo(Expected.of(file).messages());
  }

  @ParameterizedTest
  @MethodSource("files")
  void agreesWithTheSchema(Path file) throws IOException {
    Expected expected = Expected.of(file);

    assertThat(CorpusSchemas.verdict(kind(file), file)).isEqualTo(expected.schema());
    if (!expected.schema().equals("valid")) {
      assertThat(expected.messages()).isNotEmpty();
    }
  }

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(CORPUS)) {
      return files
          .filter(
              file -> file.toString().endsWith(".yaml") && !file.startsWith(CORPUS.resolve("base")))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static String kind(Path file) {
    return file.getParent().getFileName().toString();
  }

  private List<String> messages(Path file) throws IOException {
    return switch (kind(file)) {
      case "contract" -> contract(file);
      case "feed" -> project(file, "feeds/orders.yaml");
      default -> project(file, "towpath.yaml");
    };
  }

  private static List<String> contract(Path file) {
    Problems problems = new Problems();
    Optional<?> contract = Contracts.read(file, "orders.odcs.yaml", problems);
    assertThat(contract.isPresent()).isEqualTo(problems.list().isEmpty());
    return shown(problems.list());
  }

  private List<String> project(Path file, String as) throws IOException {
    for (String part :
        List.of(
            "towpath.yaml",
            "contracts/orders.odcs.yaml",
            "contracts/keyless.odcs.yaml",
            "contracts/marked.odcs.yaml")) {
      copy(CORPUS.resolve("base").resolve(part), folder.resolve(part));
    }
    copy(file, folder.resolve(as));
    try {
      Projects.read(folder, Optional.empty());
      return List.of();
    } catch (ConfigurationException e) {
      assertThat(e.problems()).allMatch(problem -> problem.file().equals(as));
      return shown(e.problems());
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.deleteIfExists(to);
    Files.copy(from, to);
  }

  private static List<String> shown(List<Problem> problems) {
    return problems.stream()
        .map(problem -> problem.line() + ":" + problem.column() + " " + problem.message())
        .toList();
  }

  /** What stands beside a file of the corpus. */
  private record Expected(String schema, List<String> messages) {
    static Expected of(Path file) throws IOException {
      String name = file.getFileName().toString().replace(".yaml", ".expected");
      List<String> lines = Files.readAllLines(file.resolveSibling(name));
      return new Expected(lines.get(0).replace("schema: ", ""), lines.subList(1, lines.size()));
    }
  }
}
