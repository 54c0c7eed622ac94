package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.EmbeddedS3;
import io.towpath.testing.Fault;
import io.towpath.testing.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which files of a folder and of a bucket are landed, and when again. */
final class ArrivalsIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();

  private static final String ONE =
      "order_id,customer,amount,changed_at\n1,a,1.00,2026-01-05T00:00:00Z\n";
  private static final String TWO = ONE.replace("1.00", "2.00");

  private static final int MANY = 1_050;

  @TempDir Path root;

  private String feed;
  private ProjectFolder project;
  private Inbox inbox;

  /** Where files arrive. */
  enum Place {
    FOLDER,
    BUCKET
  }

  @AfterEach
  void heal() {
    S3.proxy().heal();
  }

  private void arrivalsIn(Place place, String name) {
    feed = name + "_" + place.name().toLowerCase(Locale.ROOT);
    if (place == Place.FOLDER) {
      project = Orders.project(ProjectFolder.in(root, POSTGRES), feed, feed);
      inbox = Inbox.in(root.resolve("inbox"));
    } else {
      project = S3Project.in(root, POSTGRES, S3, S3.proxy().endpoint()).orders(feed).folder();
      inbox = Inbox.in(S3, "inbox-" + feed + "/");
    }
  }

  @ParameterizedTest
  @EnumSource
  void takesAFileOnceAndAChangedOneOfTheSameSizeAgain(Place place) {
    arrivalsIn(place, "once");
    inbox.deliver("a.csv", ONE);
    inbox.deliver("b.csv", ONE);

    assertThat(land()).containsExactly("a.csv", "b.csv");
    assertThat(land()).isEmpty();

    inbox.deliver("a.csv", TWO);

    assertThat(land()).containsExactly("a.csv");
    assertThat(land()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void takesAFileAgainThatWasChangedBack(Place place) {
    arrivalsIn(place, "back");
    for (String text : List.of(ONE, TWO, ONE)) {
      inbox.deliver("a.csv", text);

      assertThat(land()).containsExactly("a.csv");
    }
    assertThat(batches()).isEqualTo("3");
  }

  @ParameterizedTest
  @EnumSource
  void leavesOutAFileThatWasTouchedButNotChanged(Place place) {
    arrivalsIn(place, "touched");
    inbox.deliver("a.csv", ONE);
    land();
    inbox.deliver("a.csv", ONE);
    inbox.deliver("b.csv", TWO);
    inbox.touch("a.csv", Instant.parse("2026-01-06T00:00:00Z"));

    assertThat(land()).containsExactly("b.csv");
    assertThat(land()).isEmpty();
    assertThat(batches()).isEqualTo("2");
  }

  @ParameterizedTest
  @EnumSource
  void letsAFileSettle(Place place) {
    arrivalsIn(place, "settle");
    String path = "feeds/" + feed + ".yaml";
    project.file(path, project.text(path).replace("format: csv", "format: csv, settle: 1h"));
    inbox.deliver("a.csv", ONE);
    inbox.touch("a.csv", Instant.now());

    assertThat(land()).isEmpty();

    inbox.touch("a.csv", Instant.parse("2026-01-06T00:00:00Z"));

    assertThat(land()).containsExactly("a.csv");
  }

  @ParameterizedTest
  @EnumSource
  void noticesAFileThatChangesWhileItIsCopiedF23(Place place) {
    arrivalsIn(place, "changing");
    inbox.deliver("a.csv", ONE);

    assertThatThrownBy(() -> land(Steps.before("land.copy", () -> inbox.deliver("a.csv", TWO))))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOURCE))
        .hasMessageContainingAll("a.csv was changed while it was copied", "nothing was landed");
    assertThat(batches()).isEqualTo("0");
    assertThat(land()).containsExactly("a.csv");
  }

  @ParameterizedTest
  @EnumSource
  void noticesAFileThatBecomesShorterOnceItIsOpenF23(Place place) {
    arrivalsIn(place, "shorter");
    String orders = Orders.csv(1, 100_000);
    inbox.deliver("a.csv", orders);
    AtomicBoolean cut = new AtomicBoolean();
    S3.proxy()
        .rule(
            request -> {
              if (opens(request) && !cut.getAndSet(true)) {
                inbox.deliver("a.csv", ONE);
              }
              return Fault.none();
            });

    assertThatThrownBy(() -> land(Steps.before("land.copy", () -> shorten(place))))
        .isInstanceOf(TowpathException.class)
        .hasMessageContainingAll(
            "a.csv was changed while it was copied", Integer.toString(orders.length()));
    assertThat(batches()).isEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource
  void noticesAFileThatIsDeletedBeforeItIsCopied(Place place) {
    arrivalsIn(place, "deleted");
    inbox.deliver("a.csv", ONE);

    assertThatThrownBy(() -> land(Steps.before("land.copy", () -> inbox.delete("a.csv"))))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOURCE))
        .hasMessageContainingAll("a.csv", "nothing was landed");
    assertThat(batches()).isEqualTo("0");
    assertThat(land()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void takesFilesWithAnyNameOnce(Place place) {
    arrivalsIn(place, "names");
    List<String> names =
        List.of(
            "#1 100%.csv",
            "a b.csv", "a%20b.csv", "b+c&d=e.csv", "gr\u00fc\u00dfe \u6771.csv", "x[1].csv");
    names.forEach(name -> inbox.deliver(name, ONE));

    assertThat(land()).containsExactlyElementsOf(names);
    assertThat(land()).isEmpty();

    inbox.deliver("x[1].csv", TWO);

    assertThat(land()).containsExactly("x[1].csv");
    project.run(feed, RunnerChoice.DIRECT);
    assertThat(project.checksum(feed + ".orders")).startsWith("1 rows");
  }

  /** S3 lists 1,000 objects at a time. */
  @ParameterizedTest
  @EnumSource
  void takesAllOfManyFilesAndNothingBesides(Place place) {
    arrivalsIn(place, "many");
    IntStream.range(0, MANY).forEach(i -> inbox.deliver("%04d.csv".formatted(i), ONE));
    inbox.deliver("folder.csv/0000.txt", ONE);
    inbox.deliver("deeper/0000.csv", ONE);

    assertThat(land()).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(land()).isEmpty();
  }

  @Test
  void takesNothingAgainWhenTheProjectHasMoved() {
    Path before = root.resolve("[be]fore");
    feed = "moved";
    project = Orders.project(ProjectFolder.in(before, POSTGRES), feed, feed);
    Inbox.in(before.resolve("inbox")).deliver("a.csv", ONE);
    assertThat(land()).containsExactly("a.csv");

    project = project.copy(root.resolve("after"), POSTGRES);

    assertThat(land()).isEmpty();
  }

  @Test
  void looksIntoLinkedFoldersAndOnlyWhereAGlobCanReach() throws IOException {
    arrivalsIn(Place.FOLDER, "links");
    inbox.deliver("a.csv", ONE);
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Inbox.in(elsewhere).deliver("b.csv", ONE);
    Files.createSymbolicLink(root.resolve("inbox").resolve("linked"), elsewhere);
    Files.createSymbolicLink(elsewhere.resolve("loop"), root.resolve("inbox"));

    assertThat(land()).containsExactly("a.csv");

    String path = "feeds/" + feed + ".yaml";
    project.file(path, project.text(path).replace("inbox/*.csv", "inbox/**.csv"));

    assertThat(land()).containsExactly("b.csv");
  }

  @ParameterizedTest
  @EnumSource
  void takesAFileOfTwoGlobsOnceAndPassesOverHiddenOnes(Place place) {
    arrivalsIn(place, "globs");
    String path = "feeds/" + feed + ".yaml";
    project.file(
        path,
        project
            .text(path)
            .replaceFirst("files: \"(.*)\\*.csv\"", "files: [\"$1*.csv\", \"$1a*\"]"));
    for (String name : List.of("a.csv", "_a.csv", ".a.csv", "a.csv.tmp")) {
      inbox.deliver(name, ONE);
    }

    assertThat(land()).containsExactly("a.csv");
  }

  @Test
  void goesOnWhereTheConnectionToTheSourceBreaksF20() {
    arrivalsIn(Place.BUCKET, "broken");
    String orders = Orders.csv(1, 100_000);
    inbox.deliver("a.csv", orders);
    S3.proxy()
        .failFirst(
            2,
            r -> r.method().equals("GET") && r.target().endsWith("/a.csv"),
            Fault.cutReply(2_000_000));

    assertThat(land()).containsExactly("a.csv");
    assertThat(project.value("select size from towpath.source_file where feed = '" + feed + "'"))
        .isEqualTo(Integer.toString(orders.length()));
    project.run(feed, RunnerChoice.DIRECT);
  }

  /** A request for the object's bytes, which comes after the one that opened it. */
  private static boolean opens(FaultProxy.Request request) {
    return request.method().equals("GET") && request.target().endsWith("/a.csv");
  }

  private void shorten(Place place) {
    if (place == Place.FOLDER) {
      inbox.deliver("a.csv", ONE);
    }
  }

  /** Names of the files that were landed. */
  private List<String> land() {
    return land(Steps.before("none", () -> {}));
  }

  private List<String> land(Progress progress) {
    try (Session session = project.open(RunnerChoice.DIRECT, progress)) {
      LandResult landed = Land.run(session, session.plan(feed).feed());
      Manifest manifest = landed.manifest();
      return manifest == null
          ? List.of()
          : manifest.parts().stream()
              .map(part -> part.source().substring(part.source().lastIndexOf('/') + 1))
              .sorted()
              .toList();
    }
  }

  private String batches() {
    return project.value("select count(*) from towpath.batch where feed = '" + feed + "'");
  }
}
