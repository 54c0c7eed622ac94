package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.EmbeddedS3;
import io.towpath.testing.Fault;
import io.towpath.testing.LedgerAssert;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What land deletes of what earlier lands left, a week after the batch they were about. */
final class SweepIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();

  private static final Landing.Servers SERVERS = new Landing.Servers(POSTGRES, S3);

  @TempDir Path root;

  @AfterEach
  void heal() {
    S3.proxy().heal();
  }

  @ParameterizedTest
  @EnumSource
  void deletesWhatNoManifestNamesAfterAWeek(Landing.Place place) throws IOException {
    Landing landing = withOrphans(place, "week");
    landing.age(1);

    assertThat(landing.land()).isEmpty();

    assertThat(landing.parts(1)).isEqualTo(landing.named(1)).hasSize(1);
    assertThat(swept(landing)).isEqualTo("1");
    landing.run();
    assertThat(landing.rows()).isEqualTo(landing.undisturbed());
    LedgerAssert.assertSettled(POSTGRES, landing.feed());
  }

  @ParameterizedTest
  @EnumSource
  void leavesABatchAloneThatIsYoung(Landing.Place place) {
    Landing landing = withOrphans(place, "young");
    List<String> parts = landing.parts(1);

    landing.land();

    assertThat(landing.parts(1)).isEqualTo(parts).hasSizeGreaterThan(landing.named(1).size());
    assertThat(swept(landing)).isEqualTo("0");
  }

  /** An attempt that was given up may still be writing beside a batch of a week ago. */
  @ParameterizedTest
  @EnumSource
  void comesBackForWhatIsYoungBesideAnOldBatch(Landing.Place place) throws IOException {
    Landing landing = withOrphans(place, "back");
    landing.age(1);
    String late = landing.named(1).get(0).replaceFirst("[^/]*/([^/]*)$", "late/$1");
    landing.store().createIfAbsent(late, new byte[] {'a'});

    landing.land();

    assertThat(landing.parts(1)).containsOnly(landing.named(1).get(0), late);
    assertThat(swept(landing)).isEqualTo("0");

    landing.age(1);
    landing.land();

    assertThat(landing.parts(1)).isEqualTo(landing.named(1));
    assertThat(swept(landing)).isEqualTo("1");
  }

  /** Nobody could tell then what is needed. */
  @ParameterizedTest
  @EnumSource
  void deletesNothingWhereTheManifestIsMissing(Landing.Place place) throws IOException {
    Landing landing = withOrphans(place, "missing");
    landing.age(1);
    List<String> parts = landing.parts(1);
    landing.loseManifest(1);

    assertThat(landing.land()).isEmpty();

    assertThat(landing.parts(1)).isEqualTo(parts);
    assertThat(swept(landing)).isEqualTo("0");
  }

  @Test
  void landsAllTheSameWhereItMayNotDelete() throws IOException {
    Landing landing = withOrphans(Landing.Place.BUCKET, "denied");
    landing.age(1);
    landing.inbox().deliver("b.csv", Orders.csv(2, 100));
    S3.proxy()
        .rule(
            request ->
                request.target().contains("?delete")
                    ? Fault.status(403, "AccessDenied")
                    : Fault.none());

    assertThat(landing.land()).containsExactly("b.csv");
    assertThat(swept(landing)).isEqualTo("0");

    S3.proxy().heal();
    assertThat(landing.land()).isEmpty();
    assertThat(swept(landing)).isEqualTo("1");
    assertThat(landing.parts(1)).isEqualTo(landing.named(1));
  }

  @Test
  void sweepsNothingWhileAnotherHoldsTheLease() throws IOException {
    Landing landing = withOrphans(Landing.Place.FOLDER, "held");
    landing.age(1);
    List<String> parts = landing.parts(1);

    landing.land(
        Steps.before(
            "land.find", () -> assertThatThrownBy(landing::land).hasMessageContaining("held by")));

    assertThat(landing.parts(1)).isEqualTo(landing.named(1)).isNotEqualTo(parts);
  }

  /** A batch beside which an attempt that ended before its manifest has left its parts. */
  private Landing withOrphans(Landing.Place place, String name) {
    Landing landing = SERVERS.landing(place, root, name);
    landing.inbox().deliver("a.csv", Orders.csv(1, 100));
    Progress ends =
        Steps.before(
            "land.commit",
            () -> {
              throw new TowpathException(ExitCode.BUG, "ends here");
            });
    assertThatThrownBy(() -> landing.land(ends)).hasMessage("ends here");
    assertThat(landing.land()).containsExactly("a.csv");
    assertThat(landing.parts(1)).hasSize(4);
    return landing;
  }

  private static String swept(Landing landing) {
    return landing
        .project()
        .value(
            "select count(*) from towpath.batch where swept is not null and feed = '"
                + landing.feed()
                + "'");
  }
}
