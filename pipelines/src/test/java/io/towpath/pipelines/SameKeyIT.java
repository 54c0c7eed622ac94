package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.LedgerAssert;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** F46: a key that comes several times with other payloads, in one file, in any order. */
final class SameKeyIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final String FEED =
      """
      contract: ../contracts/%1$s.odcs.yaml
      source: {files: "inbox/%1$s.*", format: %2$s}
      load: {mode: upsert, deleteWhen: "op == 'D'"}
      """;

  private static final String CONTRACT =
      """
      apiVersion: v3.2.0
      kind: DataContract
      id: test-orders
      name: Orders
      version: 1.0.0
      status: active
      servers:
        - {server: warehouse, type: postgres, host: localhost, port: 5432, database: test, schema: %s}
      schema:
        - name: orders
          logicalType: object
          physicalType: table
          customProperties:
            - {vendor: towpath, property: versionedBy, value: [version]}
          quality:
            - {id: one_row_per_id, metric: duplicateValues, arguments: {properties: [id]}, mustBe: 0, severity: error}
          properties:
            - {name: id, logicalType: integer, physicalType: bigint, required: true, primaryKey: true, primaryKeyPosition: 1}
            - {name: day, logicalType: date, physicalType: date, required: true, primaryKey: true, primaryKeyPosition: 2, partitioned: true, partitionKeyPosition: 1,
               customProperties: [{vendor: towpath, property: partitionBy, value: month}]}
            - {name: version, logicalType: integer, physicalType: bigint, required: true}
            - {name: customer, logicalType: string, physicalType: text}
      """;

  /**
   * Key 1 is changed twice, 2 moves to another month, 3 is deleted last, 4 deleted and made again.
   */
  private static final List<Change> CHANGES =
      List.of(
          new Change('U', 1, "2026-01-05", 1, "first"),
          new Change('U', 1, "2026-01-05", 3, "third"),
          new Change('U', 1, "2026-01-05", 2, "second"),
          new Change('U', 2, "2026-01-06", 1, "january"),
          new Change('U', 2, "2025-11-06", 2, "november"),
          new Change('U', 3, "2026-01-07", 1, "there"),
          new Change('D', 3, "2026-01-07", 2, "gone"),
          new Change('D', 4, "2026-01-08", 1, "gone"),
          new Change('U', 4, "2026-01-08", 2, "back"));

  private static final List<List<String>> WINNERS =
      List.of(
          List.of("1", "2026-01-05", "third"),
          List.of("2", "2025-11-06", "november"),
          List.of("4", "2026-01-08", "back"));

  @TempDir private Path root;

  /** A line of a source that writes down what it does. */
  private record Change(char op, int id, String day, int version, String customer) {}

  /** The formats of the fault's catalogue. */
  enum Format {
    CSV("op,id,day,version,customer\n", "%c,%d,%s,%d,%s%n"),
    NDJSON("", "{\"op\":\"%c\",\"id\":%d,\"day\":\"%s\",\"version\":%d,\"customer\":\"%s\"}%n");

    private final String header;
    private final String line;

    Format(String header, String line) {
      this.header = header;
      this.line = line;
    }

    String name(String feed) {
      return feed + "." + name().toLowerCase(Locale.ROOT);
    }

    String text(List<Change> changes) {
      return changes.stream()
          .map(c -> line.formatted(c.op(), c.id(), c.day(), c.version(), c.customer()))
          .collect(Collectors.joining("", header, ""));
    }
  }

  @ParameterizedTest(name = "F46 the same key twice in one file: {0}")
  @EnumSource
  void f46_theNewestVersionWinsInAnyOrder(Format format) {
    ProjectFolder project = ProjectFolder.in(root, POSTGRES).migrate();
    for (int turn = 0; turn < CHANGES.size(); turn++) {
      String feed = format.name().toLowerCase(Locale.ROOT) + turn;
      feed(project, feed, format).file("inbox/" + format.name(feed), format.text(turned(turn)));

      LoadResult load = project.run(feed, RunnerChoice.DIRECT).load();

      assertThat(winners(project, feed)).as("turned by " + turn).isEqualTo(WINNERS);
      assertThat(load.run().counts().duplicates()).isEqualTo(5);
      LedgerAssert.assertSettled(POSTGRES, feed);
    }
  }

  @ParameterizedTest(name = "F46 the same key in batches that come late: {0}")
  @EnumSource
  void f46_theNewestVersionWinsAcrossBatches(Format format) {
    ProjectFolder project = ProjectFolder.in(root, POSTGRES).migrate();
    String feed = "late_" + format.name().toLowerCase(Locale.ROOT);
    feed(project, feed, format);
    for (int i = CHANGES.size() - 1; i >= 0; i--) {
      project.file("inbox/" + format.name(feed + "." + i), format.text(List.of(CHANGES.get(i))));

      project.run(feed, RunnerChoice.DIRECT);
    }

    assertThat(winners(project, feed)).isEqualTo(WINNERS);
    LedgerAssert.assertSettled(POSTGRES, feed);
  }

  @ParameterizedTest(name = "F46 the same key and version twice: {0}")
  @EnumSource
  void f46_theLaterPlaceDecidesATie(Format format) {
    ProjectFolder project = ProjectFolder.in(root, POSTGRES).migrate();
    List<Change> tie =
        List.of(
            new Change('U', 1, "2026-01-05", 1, "one"), new Change('U', 1, "2026-01-05", 1, "two"));
    for (RunnerChoice runner : List.of(RunnerChoice.DIRECT, RunnerChoice.SPARK)) {
      String feed = "tie_" + runner + "_" + format.name().toLowerCase(Locale.ROOT);
      feed(project, feed, format).file("inbox/" + format.name(feed), format.text(tie));

      project.run(feed, runner);

      assertThat(winners(project, feed)).containsExactly(List.of("1", "2026-01-05", "two"));
    }
  }

  private static List<Change> turned(int by) {
    return IntStream.range(0, CHANGES.size())
        .mapToObj(i -> CHANGES.get((i + by) % CHANGES.size()))
        .toList();
  }

  private static ProjectFolder feed(ProjectFolder project, String feed, Format format) {
    return project
        .file(
            "feeds/" + feed + ".yaml", FEED.formatted(feed, format.name().toLowerCase(Locale.ROOT)))
        .file("contracts/" + feed + ".odcs.yaml", CONTRACT.formatted(feed));
  }

  private static List<List<String>> winners(ProjectFolder project, String feed) {
    return project.rows("select id, day, customer from " + feed + ".orders order by 1");
  }
}
