package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.towpath.core.ExitCode;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files of a folder and of a bucket are landed, and when again. */
final class ArrivalsIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();

  private static final String ONE =
      "order_id,customer,amount,changed_at\n1,a,1.00,2026-01-05T00:00:00Z\n";
  private static final String TWO = ONE.replace("1.00", "2.00");

  private static final int MANY = 1_050;

  private static final Landing.Servers SERVERS = new Landing.Servers(POSTGRES, S3);

  @TempDir Path root;

  @AfterEach
  void heal() {
    S3.proxy().heal();
  }

  @ParameterizedTest
  @EnumSource
  void takesAFileOnceAndAChangedOneOfTheSameSizeAgain(Landing.Place place) {
    Landing landing = SERVERS.landing(place, root, "once");
    landing.inbox().deliver("a.csv", ONE);
    landing.inbox().deliver("b.csv", ONE);

    assertThat(landing.land()).containsExactly("a.csv", "b.csv");
    assertThat(landing.land()).isEmpty();

    landing.inbox().deliver("a.csv", TWO);

    assertThat(landing.land()).containsExactly("a.csv");
    assertThat(landing.land()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void takesAFileAgainThatWasChangedBack(Landing.Place place) {
    Landing landing = SERVERS.landing(place, root, "back");
    for (String text : List.of(ONE, TWO, ONE)) {
      landing.inbox().deliver("a.csv", text);

      assertThat(landing.land()).containsExactly("a.csv");
    }
    assertThat(landing.batches()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource
  void leavesOutAFileThatWasTouchedButNotChanged(Landing.Place place) {
    Landing landing = SERVERS.landing(place, root, "touched");
    landing.inbox().deliver("a.csv", ONE);
    landing.land();
    landing.inbox().deliver("a.csv", ONE);
    landing.inbox().deliver("b.csv", TWO);
    landing.inbox().touch("a.csv", Instant.parse("2026-01-06T00:00:00Z"));

    assertThat(landing.land()).containsExactly("b.csv");
    assertThat(landing.land(Steps.before("land.copy", () -> fail("it is known by now")))).isEmpty();
    assertThat(landing.batches()).hasSize(2);

    landing.inbox().deliver("a.csv", TWO);

    assertThat(landing.land()).containsExactly("a.csv");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 499, 500, 999, 999_999_999})
  void knowsAFileAgainWhateverItsNanoseconds(long nanos) {
    Landing landing = SERVERS.landing(Landing.Place.FOLDER, root, "nanos_" + nanos);
    landing.inbox().deliver("a.csv", ONE);
    landing.inbox().touch("a.csv", Instant.ofEpochSecond(1_767_600_000, nanos));

    assertThat(landing.land()).containsExactly("a.csv");
    assertThat(landing.land(Steps.before("land.copy", () -> fail("it is known by now")))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void letsAFileSettle(Landing.Place place) {
    Landing landing = SERVERS.landing(place, root, "settle");
    landing.editFeed("format: csv", "format: csv, settle: 1h");
    landing.inbox().deliver("a.csv", ONE);
    landing.inbox().touch("a.csv", Instant.now());
    AtomicBoolean told = new AtomicBoolean();

    assertThat(landing.land(Steps.before("land.unsettled", () -> told.set(true)))).isEmpty();
    assertThat(told).isTrue();

    landing.inbox().touch("a.csv", Instant.parse("2026-01-06T00:00:00Z"));

    assertThat(landing.land()).containsExactly("a.csv");
  }

  @ParameterizedTest
  @EnumSource
  void noticesAFileThatChangesWhileItIsCopiedF23(Landing.Place place) {
    Landing landing = SERVERS.landing(place, root, "changing");
    landing.inbox().deliver("a.csv", ONE);

    assertThatThrownBy(
            () ->
                landing.land(
                    Steps.before("land.copy", () -> landing.inbox().deliver("a.csv", TWO))))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOURCE))
        .hasMessageContainingAll("a.csv was changed while it was copied", "nothing was landed");
    assertThat(landing.batches()).isEmpty();
    assertThat(landing.land()).containsExactly("a.csv");
  }

  @ParameterizedTest
  @EnumSource
  void noticesAFileThatBecomesShorterOnceItIsOpenF23(Landing.Place place) {
    Landing landing = SERVERS.landing(place, root, "shorter");
    String orders = Orders.csv(1, 100_000);
    landing.inbox().deliver("a.csv", orders);
    AtomicBoolean cut = new AtomicBoolean();
    S3.proxy()
        .rule(
            request -> {
              if (opens(request) && !cut.getAndSet(true)) {
                landing.inbox().deliver("a.csv", ONE);
              }
              return Fault.none();
            });

    assertThatThrownBy(() -> landing.land(Steps.before("land.copy", () -> shorten(place, landing))))
        .isInstanceOf(TowpathException.class)
        .hasMessageContainingAll(
            "a.csv was changed while it was copied", Integer.toString(orders.length()));
    assertThat(landing.batches()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void noticesAFileThatIsDeletedBeforeItIsCopied(Landing.Place place) {
    Landing landing = SERVERS.landing(place, root, "deleted");
    landing.inbox().deliver("a.csv", ONE);

    assertThatThrownBy(
            () -> landing.land(Steps.before("land.copy", () -> landing.inbox().delete("a.csv"))))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.SOURCE))
        .hasMessageContainingAll("a.csv", "nothing was landed");
    assertThat(landing.batches()).isEmpty();
    assertThat(landing.land()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void takesFilesWithAnyNameOnce(Landing.Place place) {
    Landing landing = SERVERS.landing(place, root, "names");
    List<String> names =
        List.of(
            "#1 100%.csv",
            "a b.csv", "a%20b.csv", "b+c&d=e.csv", "gr\u00fc\u00dfe \u6771.csv", "x[1].csv");
    names.forEach(name -> landing.inbox().deliver(name, ONE));

    assertThat(landing.land()).containsExactlyElementsOf(names);
    assertThat(landing.land()).isEmpty();

    landing.inbox().deliver("x[1].csv", TWO);

    assertThat(landing.land()).containsExactly("x[1].csv");
    landing.run();
    assertThat(landing.rows()).startsWith("1 rows");
  }

  /** S3 lists 1,000 objects at a time. */
  @ParameterizedTest
  @EnumSource
  void takesAllOfManyFilesAndNothingBesides(Landing.Place place) {
    Landing landing = SERVERS.landing(place, root, "many");
    IntStream.range(0, MANY).forEach(i -> landing.inbox().deliver("%04d.csv".formatted(i), ONE));
    landing.inbox().deliver("folder.csv/0000.txt", ONE);
    landing.inbox().deliver("deeper/0000.csv", ONE);

    assertThat(landing.land()).hasSize(MANY).doesNotHaveDuplicates();
    assertThat(landing.land()).isEmpty();
  }

  @Test
  void takesNothingAgainWhenTheProjectHasMoved() {
    Landing landing = SERVERS.landing(Landing.Place.FOLDER, root.resolve("[be]fore"), "moved");
    landing.inbox().deliver("a.csv", ONE);
    assertThat(landing.land()).containsExactly("a.csv");

    landing
        .project()
        .copy(root.resolve("after"), POSTGRES)
        .run(landing.feed(), RunnerChoice.DIRECT);

    assertThat(landing.batches()).hasSize(1);
    assertThat(landing.rows()).startsWith("1 rows");
  }

  @Test
  void findsAnAbsolutePathAndAUri() throws IOException {
    Landing landing = SERVERS.landing(Landing.Place.FOLDER, root.resolve("project"), "absolute");
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Inbox inbox = Inbox.in(elsewhere);
    inbox.deliver("a.csv", ONE);
    landing.editFeed("inbox/", elsewhere + "/");

    assertThat(landing.land()).containsExactly("a.csv");

    landing.editFeed(elsewhere.toString(), "file://" + elsewhere);
    inbox.deliver("b.csv", TWO);

    assertThat(landing.land()).containsExactly("b.csv");
  }

  @Test
  void looksIntoLinkedFoldersAndOnlyWhereAGlobCanReach() throws IOException {
    Landing landing = SERVERS.landing(Landing.Place.FOLDER, root, "links");
    landing.inbox().deliver("a.csv", ONE);
    Path elsewhere = Files.createDirectory(root.resolve("elsewhere"));
    Inbox.in(elsewhere).deliver("b.csv", ONE);
    Files.createSymbolicLink(root.resolve("inbox").resolve("linked"), elsewhere);
    Files.createSymbolicLink(elsewhere.resolve("loop"), root.resolve("inbox"));

    assertThat(landing.land()).containsExactly("a.csv");

    landing.editFeed("inbox/\\*.csv", "inbox/**.csv");

    assertThat(landing.land()).containsExactly("b.csv");
  }

  @ParameterizedTest
  @EnumSource
  void takesAFileOfTwoGlobsOnceAndPassesOverHiddenOnes(Landing.Place place) {
    Landing landing = SERVERS.landing(place, root, "globs");
    landing.editFeed("files: \"(.*)\\*.csv\"", "files: [\"$1*.csv\", \"$1a*\"]");
    for (String name : List.of("a.csv", "_a.csv", ".a.csv", "a.csv.tmp")) {
      landing.inbox().deliver(name, ONE);
    }

    assertThat(landing.land()).containsExactly("a.csv");
  }

  @Test
  void goesOnWhereTheConnectionToTheSourceBreaksF20() {
    Landing landing = SERVERS.landing(Landing.Place.BUCKET, root, "broken");
    String orders = Orders.csv(1, 100_000);
    landing.inbox().deliver("a.csv", orders);
    S3.proxy()
        .failFirst(
            2,
            r -> r.method().equals("GET") && r.target().endsWith("/a.csv"),
            Fault.cutReply(2_000_000));

    assertThat(landing.land()).containsExactly("a.csv");
    String size = "select size from towpath.source_file where feed = '" + landing.feed() + "'";
    assertThat(landing.project().value(size)).isEqualTo(Integer.toString(orders.length()));
    landing.run();
  }

  /** A request for the object's bytes, which comes after the one that opened it. */
  private static boolean opens(FaultProxy.Request request) {
    return request.method().equals("GET") && request.target().endsWith("/a.csv");
  }

  private static void shorten(Landing.Place place, Landing landing) {
    if (place == Landing.Place.FOLDER) {
      landing.inbox().deliver("a.csv", ONE);
    }
  }
}
