package io.towpath.io.raw;

import static io.towpath.io.raw.RawStoreContract.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a sweep deletes and what it never does, in a folder and on S3. */
abstract class SweepContract {
  /** More than S3 deletes with one request. */
  private static final int MANY = 1_001;

  private final Instant later = Instant.now().plus(Duration.ofDays(8));
  private final Instant earlier = Instant.now().minus(Duration.ofDays(8));

  /** The store under test, always the same place. */
  abstract RawStore store();

  @Test
  void deletesWhatTheManifestDoesNotNameAndNothingElse() {
    Manifest manifest = landed("named", 3, "winner");
    write("named", 3, "winner", 2, "a part that was left out");
    write("named", 3, "killed", 0, "a part");
    Manifest neighbour = landed("named", 4, "another");
    landed("named_too", 3, "winner");
    List<String> others = listed("named_too/parts/");

    Sweep.Swept swept = Sweep.of(store()).sweep(manifest, later);

    assertThat(swept).isEqualTo(new Sweep.Swept(6, 0, 0));
    assertThat(listed("named/parts/000000000003/"))
        .containsExactlyInAnyOrderElementsOf(paths(manifest));
    assertThat(listed("named/parts/000000000004/")).containsAll(paths(neighbour)).hasSize(4);
    assertThat(listed("named_too/parts/")).isEqualTo(others);
    assertThat(Manifests.of(store()).read("named", 3)).hasValue(manifest);
    assertThat(Sweep.of(store()).sweep(manifest, later)).isEqualTo(new Sweep.Swept(0, 0, 0));
  }

  @Test
  void leavesWhatIsYoung() {
    Manifest manifest = landed("young", 1, "winner");
    write("young", 1, "working", 0, "a part");
    List<String> before = listed("young/");

    Sweep.Swept swept = Sweep.of(store()).sweep(manifest, earlier);

    assertThat(swept).isEqualTo(new Sweep.Swept(0, 0, 4));
    assertThat(listed("young/")).isEqualTo(before);
  }

  @Test
  void dropsWritesThatWereNeverFinished() {
    Manifest manifest = landed("unfinished", 1, "winner");
    byte[] bytes = RawStoreContract.random(RawStoreContract.LARGE);
    RawWriter killed = store().write(RawPaths.part("unfinished", 1, "killed", 0, "a.csv"));
    killed.write(bytes, 0, bytes.length);
    RawWriter twin = store().write(manifest.parts().get(0).path());
    twin.write(bytes, 0, bytes.length);

    Sweep.Swept swept = Sweep.of(store()).sweep(manifest, later);

    assertThat(swept).isEqualTo(new Sweep.Swept(2, 2, 0));
    assertThat(listed("unfinished/parts/")).containsExactlyInAnyOrderElementsOf(paths(manifest));
    killed.close();
    twin.close();
  }

  @Test
  void deletesAnyNumber() {
    Manifest manifest = landed("many", 1, "winner");
    IntStream.range(0, MANY)
        .forEach(
            part ->
                store()
                    .createIfAbsent(RawPaths.part("many", 1, "killed", part, "a.csv"), text("a")));

    Sweep.Swept swept = Sweep.of(store()).sweep(manifest, later);

    assertThat(swept.objects()).isEqualTo(MANY + 2);
    assertThat(listed("many/parts/")).containsExactlyInAnyOrderElementsOf(paths(manifest));
  }

  /** Two parts with their descriptors, and the manifest that names the parts. */
  private Manifest landed(String feed, long batch, String attempt) {
    Manifest manifest =
        new Manifest(
            feed,
            batch,
            attempt,
            Instant.EPOCH,
            List.of(write(feed, batch, attempt, 0, "one"), write(feed, batch, attempt, 1, "two")),
            null);
    assertThat(Manifests.of(store()).commit(manifest)).isTrue();
    return manifest;
  }

  private Manifest.Part write(String feed, long batch, String attempt, int part, String text) {
    String path = RawPaths.part(feed, batch, attempt, part, "a.csv");
    try (RawWriter writer = store().write(path)) {
      writer.write(text(text), 0, text.length());
      Manifest.Part written = RawStoreContract.part(path, writer.commit());
      Manifests.of(store()).describe(feed, batch, attempt, written.numbered(part));
      return written.numbered(part);
    }
  }

  private static List<String> paths(Manifest manifest) {
    return manifest.parts().stream().map(Manifest.Part::path).toList();
  }

  private List<String> listed(String folder) {
    List<String> all = new ArrayList<>();
    store().list(folder, listed -> all.add(listed.path()));
    return all;
  }
}
