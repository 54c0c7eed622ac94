package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.EmbeddedS3;
import io.towpath.testing.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that were landed are deleted or archived if asked, and only those. */
final class PutAwayIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();

  private static final String ONE = Orders.csv(1, 50);
  private static final String TWO = Orders.csv(2, 50);

  @TempDir Path root;

  /** Where a feed's files lie. */
  enum Place {
    FOLDER,
    BUCKET
  }

  @AfterEach
  void heal() {
    S3.proxy().heal();
  }

  @ParameterizedTest
  @EnumSource
  void deletesWhatWasLanded(Place place) throws IOException {
    Inbox inbox = inbox(place, "gone", "delete");
    inbox.deliver("a.csv", ONE);

    long rows = inbox.run();

    assertThat(rows).isPositive();
    assertThat(inbox.files()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void archivesEveryVersionOfAFile(Place place) throws IOException {
    Inbox inbox = inbox(place, "kept", "{archive: \"%s\"}");
    inbox.deliver("a.csv", ONE);
    inbox.run();
    inbox.deliver("a.csv", TWO);
    inbox.run();

    assertThat(inbox.files()).isEmpty();
    assertThat(inbox.archived()).hasSize(2).anyMatch(name -> name.endsWith("Z-a.csv"));
  }

  @ParameterizedTest
  @EnumSource
  void putsAwayWhatARunLeftThatWasKilledBehindItsCommit(Place place) throws IOException {
    Inbox inbox = inbox(place, "killed", "delete");
    inbox.deliver("a.csv", ONE);
    inbox.landed("null").run();
    assertThat(inbox.files()).hasSize(1);

    long rows = inbox.landed("delete").run();

    assertThat(rows).as("rows that are new").isZero();
    assertThat(inbox.files()).isEmpty();
  }

  @Test
  void leavesAFileThatIsChangedWhileItIsPutAway() throws IOException {
    Inbox inbox = inbox(Place.BUCKET, "raced", "delete");
    inbox.deliver("a.csv", ONE);
    S3.proxy()
        .rule(
            request -> {
              if (request.method().equals("DELETE") && request.target().endsWith("a.csv")) {
                return Fault.status(412, "PreconditionFailed");
              }
              return Fault.none();
            });

    assertThat(inbox.run()).isPositive();
    assertThat(inbox.files()).hasSize(1);
    assertThat(S3.proxy().requests())
        .filteredOn(request -> request.method().equals("DELETE"))
        .filteredOn(request -> request.target().endsWith("a.csv"))
        .allMatch(request -> request.head().contains("If-Match: \""));
  }

  @Test
  void publishesThoughNothingCanBePutAway() throws IOException {
    Inbox inbox = inbox(Place.BUCKET, "refused", "delete");
    inbox.deliver("a.csv", ONE);
    S3.proxy()
        .rule(
            request ->
                request.method().equals("DELETE") && request.target().endsWith("a.csv")
                    ? Fault.status(403, "AccessDenied")
                    : Fault.none());

    assertThat(inbox.run()).isPositive();
    assertThat(inbox.files()).hasSize(1);
  }

  private Inbox inbox(Place place, String name, String landed) throws IOException {
    String feed = name + "_" + place.name().toLowerCase(java.util.Locale.ROOT);
    Path folder = Files.createDirectory(root.resolve(feed));
    ProjectFolder project =
        place == Place.FOLDER
            ? Orders.project(ProjectFolder.in(folder, POSTGRES), feed, feed)
            : S3Project.in(folder, POSTGRES, S3, S3.proxy().endpoint()).orders(feed).folder();
    return new Inbox(place, feed, project, folder).landed(landed);
  }

  /** The files of a feed, wherever they lie. */
  private record Inbox(Place place, String feed, ProjectFolder project, Path folder) {

    Inbox landed(String landed) {
      Path file = folder.resolve("feeds/" + feed + ".yaml");
      try {
        String declared =
            Files.readString(file)
                .replaceFirst(
                    "format: csv[^}]*?( *}\n)",
                    "format: csv, landed: " + landed.formatted(archive().replace("$", "")) + "}\n");
        Files.writeString(file, declared);
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private String archive() {
      return place == Place.FOLDER ? "done" : "s3://" + S3.bucket() + "/done-" + feed;
    }

    void deliver(String name, String text) {
      if (place == Place.FOLDER) {
        project.file("inbox/" + name, text);
      } else {
        S3.put("inbox-" + feed + "/" + name, text);
      }
    }

    /** Runs the feed; returns how many rows came in. */
    long run() {
      var run = project.run(feed, RunnerChoice.DIRECT).load().run();
      return run == null ? 0 : run.counts().staged();
    }

    List<String> files() {
      return below(place == Place.FOLDER ? folder.resolve("inbox") : S3.file("inbox-" + feed));
    }

    List<String> archived() {
      return below(place == Place.FOLDER ? folder.resolve("done") : S3.file("done-" + feed));
    }

    private static List<String> below(Path folder) {
      if (!Files.exists(folder)) {
        return List.of();
      }
      try (Stream<Path> files = Files.walk(folder)) {
        return files.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
