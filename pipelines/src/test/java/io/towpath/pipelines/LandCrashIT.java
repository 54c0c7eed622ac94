package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.EmbeddedS3;
import io.towpath.testing.Fault;
import io.towpath.testing.LedgerAssert;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lands that are killed, overtaken or raced, in a folder and in a bucket: each file once. */
final class LandCrashIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();

  private static final Landing.Servers SERVERS = new Landing.Servers(POSTGRES, S3);
  private static final String ORDERS = Orders.csv(1, 2_000);
  private static final String MORE = Orders.csv(2, 2_000);

  @TempDir Path root;

  @AfterEach
  void heal() {
    S3.proxy().heal();
  }

  @ParameterizedTest
  @EnumSource
  void landsAgainWhatWasCopiedByOneKilledBeforeItsManifest(Landing.Place place)
      throws IOException, InterruptedException {
    Landing landing = delivered(place, "copied");
    killAt("land.commit", landing);
    List<String> orphans = landing.parts(1);
    assertThat(orphans).as("a part and its descriptor").hasSize(2);
    assertThat(landing.manifests()).isEmpty();

    landing.run();

    assertThat(landing.manifests()).hasSize(1).isEqualTo(landing.batches());
    assertThat(landing.parts(1)).as("what the sweep will take").containsAll(orphans);
    assertThat(landing.rows()).isEqualTo(landing.undisturbed());
    LedgerAssert.assertSettled(POSTGRES, landing.feed());
  }

  @ParameterizedTest
  @EnumSource
  void rollsForwardWhatWasCommittedByOneKilledBeforeTheLedgerHeard(Landing.Place place)
      throws IOException, InterruptedException {
    Landing landing = delivered(place, "committed");
    killAt("land.register", landing);
    List<String> committed = landing.manifests();
    assertThat(committed).hasSize(1);
    assertThat(landing.batches()).isEmpty();

    List<String> landed =
        landing.land(
            Steps.before(
                "land.copy",
                () -> {
                  throw new AssertionError("reads a source again");
                }));

    assertThat(landed).isEmpty();
    assertThat(landing.manifests()).isEqualTo(committed).isEqualTo(landing.batches());
    landing.run();
    assertThat(landing.rows()).isEqualTo(landing.undisturbed());
    LedgerAssert.assertSettled(POSTGRES, landing.feed());
  }

  /** F06: an attempt that was given up copies on while the second lands. */
  @ParameterizedTest
  @EnumSource
  void leavesTheBatchToTheRunThatHasTakenTheLeaseOver(Landing.Place place) {
    Landing landing = delivered(place, "stale");
    List<String> won = new ArrayList<>();

    List<String> landed =
        landing.land(
            Steps.before(
                "land.copy",
                () -> {
                  landing.expireLease();
                  landing.land();
                  won.addAll(landing.manifests());
                }));

    assertThat(landed).as("of the stale run").isEmpty();
    assertThat(won).hasSize(1).isEqualTo(landing.manifests()).isEqualTo(landing.batches());
    landing.run();
    assertThat(landing.rows()).isEqualTo(landing.undisturbed());
    LedgerAssert.assertSettled(POSTGRES, landing.feed());
  }

  /** F05: no lease keeps apart two warehouses that use one raw zone. */
  @ParameterizedTest
  @EnumSource
  void adoptsTheManifestOfARivalAndGoesOnWithTheNextNumber(Landing.Place place)
      throws SQLException {
    Landing landing = delivered(place, "adopted");
    landing.project().migrate();
    try (EmbeddedPostgres other = POSTGRES.copy()) {
      ProjectFolder rival = landing.project().rival(other);

      List<String> landed =
          landing.land(
              Steps.before(
                  "land.commit",
                  () -> {
                    rival.run(landing.feed(), RunnerChoice.DIRECT);
                    landing.inbox().deliver("b.csv", MORE);
                  }));

      assertThat(landed).containsExactly("b.csv");
      assertThat(landing.manifests()).hasSize(2).isEqualTo(landing.batches());
      landing.run();
      rival.run(landing.feed(), RunnerChoice.DIRECT);
      assertThat(landing.rows())
          .isEqualTo(landing.undisturbed())
          .isEqualTo(rival.checksum(landing.feed() + ".orders"));
      LedgerAssert.assertSettled(POSTGRES, landing.feed());
      LedgerAssert.assertSettled(other, landing.feed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void bringsAWarehouseUpToDateThatWasRestoredFromYesterday(Landing.Place place)
      throws SQLException {
    Landing landing = delivered(place, "restored");
    landing.run();
    try (EmbeddedPostgres yesterday = POSTGRES.copy()) {
      landing.inbox().deliver("b.csv", MORE);
      landing.run();
      String today = landing.rows();
      List<String> batches = landing.batches();
      landing.inbox().delete("a.csv");
      landing.inbox().delete("b.csv");

      ProjectFolder restored = landing.project().rival(yesterday);
      restored.run(landing.feed(), RunnerChoice.DIRECT);

      assertThat(restored.checksum(landing.feed() + ".orders")).isEqualTo(today);
      assertThat(landing.manifests()).isEqualTo(batches);
      LedgerAssert.assertSettled(yesterday, landing.feed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void fillsAnEmptyWarehouseFromTheRawZoneAlone(Landing.Place place) throws SQLException {
    Landing landing = SERVERS.landing(place, root.resolve("project"), "emptied");
    landing.project().migrate();
    try (EmbeddedPostgres empty = POSTGRES.copy()) {
      landing.inbox().deliver("a.csv", ORDERS);
      landing.run();
      landing.inbox().deliver("b.csv", MORE);
      landing.run();
      landing.inbox().delete("a.csv");
      landing.inbox().delete("b.csv");

      ProjectFolder filled = landing.project().rival(empty);
      filled.run(landing.feed(), RunnerChoice.DIRECT);

      assertThat(filled.checksum(landing.feed() + ".orders")).isEqualTo(landing.rows());
      LedgerAssert.assertSettled(empty, landing.feed());
    }
  }

  @ParameterizedTest
  @EnumSource
  void letsOneOfTwoWinThatCommitAtTheSameMoment(Landing.Place place) {
    Landing landing = delivered(place, "raced");
    CyclicBarrier start = new CyclicBarrier(2);
    CompletableFuture<List<String>> rival = new CompletableFuture<>();

    List<String> landed =
        landing.land(
            Steps.before(
                "land.commit",
                () -> {
                  landing.expireLease();
                  rival.completeAsync(
                      () -> landing.land(Steps.before("land.commit", () -> await(start))));
                  await(start);
                }));

    assertThat(List.of(landed, rival.join()))
        .containsExactlyInAnyOrder(List.of(), List.of("a.csv"));
    assertThat(landing.manifests()).hasSize(1).isEqualTo(landing.batches());
    landing.run();
    assertThat(landing.rows()).isEqualTo(landing.undisturbed());
    LedgerAssert.assertSettled(POSTGRES, landing.feed());
  }

  @ParameterizedTest
  @EnumSource(names = "BUCKET")
  void knowsItsOwnManifestWhereTheReplyWasLostF25(Landing.Place place) {
    Landing landing = delivered(place, "lost");
    S3.proxy()
        .failFirst(
            1,
            request -> request.method().equals("PUT") && request.target().contains("/manifests/"),
            Fault.lostReply());

    assertThat(landing.land()).containsExactly("a.csv");
    assertThat(landing.manifests()).hasSize(1).isEqualTo(landing.batches());
    assertThat(landing.land()).isEmpty();
  }

  private Landing delivered(Landing.Place place, String name) {
    Landing landing = SERVERS.landing(place, root.resolve("project"), name);
    landing.inbox().deliver("a.csv", ORDERS);
    return landing;
  }

  private static void await(CyclicBarrier start) {
    try {
      start.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError("the other one did not come", e);
    }
  }

  private static void killAt(String step, Landing landing)
      throws IOException, InterruptedException {
    landing.project().migrate();
    ProcessBuilder command =
        TowpathProcess.java(
            HaltedLand.class, landing.project().root().toString(), landing.feed(), step);
    command.environment().putAll(landing.environment());
    Process process = command.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(HaltedLand.KILLED);
  }
}
