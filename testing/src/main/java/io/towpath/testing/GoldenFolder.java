package io.towpath.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds a feed to what a folder says of it: delivery after delivery of {@code input/<n>/} is run,
 * and then the table must give {@code expected/<n>.csv} to {@code query.sql}, the ledger {@code
 * expected/<n>.books} and {@code rejected/<n>.csv}. {@code feed.yaml} takes its files from {@code
 * inbox/}; the word SCHEMA in {@code contract.odcs.yaml} and {@code query.sql} stands for a schema
 * of the test's own.
 */
public final class GoldenFolder {
  private static final String BOOKS =
      "select read, expanded, staged, duplicates, rejected, filtered, inserted, updated, deleted,"
          + " kept from towpath.run_summary where feed = '%s' order by started desc, run desc limit 1";
  private static final String REJECTS =
      "select line, reason, coalesce(column_name, ''), coalesce(found, ''), expected"
          + " from towpath.reject r where run = (select run from towpath.run_summary where feed ="
          + " '%s' order by started desc, run desc limit 1) order by batch, part, position";

  private final Path folder;

  private GoldenFolder(Path folder) {
    this.folder = folder;
  }

  /** All golden folders below another, by name. */
  public static List<GoldenFolder> below(Path folder) {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.filter(Files::isDirectory).sorted().map(GoldenFolder::new).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes feed and contract into a project and runs every delivery.
   *
   * @param project folder with a {@code towpath.yaml} whose warehouse is the database
   * @param feed name of the feed, and of its schema
   */
  public void holds(FeedRunner runner, Path project, String feed, EmbeddedPostgres database)
      throws IOException {
    write(project.resolve("feeds/" + feed + ".yaml"), text("feed.yaml"));
    write(
        project.resolve("contracts/golden.odcs.yaml"),
        text("contract.odcs.yaml").replace("SCHEMA", feed));
    int delivery = 1;
    for (; Files.isDirectory(folder.resolve("input/" + delivery)); delivery++) {
      deliver(delivery, project.resolve("inbox"));

      int status = runner.run(project, feed);

      assertThat(status).as("exit status of delivery %d of %s", delivery, this).isZero();
      LedgerAssert.assertBalanced(database, feed);
      assertSame("expected/" + delivery + ".books", database, BOOKS.formatted(feed));
      assertSame(
          "expected/" + delivery + ".csv", database, text("query.sql").replace("SCHEMA", feed));
      assertSame("rejected/" + delivery + ".csv", database, REJECTS.formatted(feed));
    }
    assertThat(delivery).as("deliveries of %s, counted from 1", this).isGreaterThan(1);
    LedgerAssert.assertSettled(database, feed);
  }

  private void deliver(int delivery, Path inbox) throws IOException {
    Files.createDirectories(inbox);
    try (Stream<Path> files = Files.list(folder.resolve("input/" + delivery))) {
      for (Path file : files.sorted().toList()) {
        Files.write(inbox.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
  }

  private void assertSame(String expected, EmbeddedPostgres database, String query)
      throws IOException {
    String found =
        database.rows(query).stream()
            .map(row -> String.join("|", row))
            .collect(Collectors.joining("\n", "", "\n"));
    assertThat(found).as("%s of %s", expected, this).isEqualTo(text(expected));
  }

  private String text(String file) throws IOException {
    return Files.readString(folder.resolve(file));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Name of the folder. */
  @Override
  public String toString() {
    return folder.getFileName().toString();
  }
}
