package io.towpath.io.raw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every raw store promises: a folder and S3 pass the same tests. */
abstract class RawStoreContract {
  private static final int CREATORS = 8;

  /** More than one part of an upload and several windows of a read. */
  static final int LARGE = 20 << 20;

  static final int SMALL = 1000;

  /** The store under test, always the same place. */
  abstract RawStore store();

  /** Writes over an object behind the store's back. */
  abstract void overwrite(String path, byte[] bytes) throws IOException;

  @Test
  void createsOnceAndReadsBack() {
    assertThat(store().createIfAbsent("once/a.json", text("first"))).isTrue();

    assertThat(store().read("once/a.json")).hasValue(text("first"));
    assertThat(store().read("once/b.json")).isEmpty();
  }

  @Test
  void takesTheSameBytesAgainAndNoOthersF25() {
    store().createIfAbsent("again/a.json", text("first"));

    assertThat(store().createIfAbsent("again/a.json", text("first"))).isTrue();
    assertThat(store().createIfAbsent("again/a.json", text("other"))).isFalse();
    assertThat(store().read("again/a.json")).hasValue(text("first"));
  }

  @Test
  void letsOneOfManyCreatorsWin() throws ExecutionException, InterruptedException {
    ExecutorService creators = Executors.newFixedThreadPool(CREATORS);
    try {
      List<Callable<Boolean>> attempts =
          IntStream.range(0, CREATORS)
              .mapToObj(i -> (Callable<Boolean>) () -> create("contended", "creator " + i))
              .toList();

      List<String> winners = new ArrayList<>();
      int creator = 0;
      for (Future<Boolean> won : creators.invokeAll(attempts)) {
        if (won.get()) {
          winners.add("creator " + creator);
        }
        creator++;
      }

      assertThat(winners).hasSize(1);
      assertThat(store().read("contended")).hasValue(text(winners.get(0)));
    } finally {
      creators.shutdown();
    }
  }

  private boolean create(String path, String text) {
    return store().createIfAbsent(path, text(text));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, SMALL, S3Writer.SMALLEST_PART, LARGE})
  void streamsWhatIsReadBackWholeAndInStretches(int size) throws IOException {
    byte[] bytes = random(size);
    String path = "streamed/" + size;

    RawStore.Stored stored = write(path, bytes);

    assertThat(stored.bytes()).isEqualTo(size);
    assertThat(stored.crc32c()).isEqualTo(crc(bytes));
    Manifest.Part part = part(path, stored);
    assertThat(read(part, 0, size)).isEqualTo(bytes);
    assertThat(read(part, size / 3, size / 2))
        .isEqualTo(Arrays.copyOfRange(bytes, size / 3, size / 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void endsWithOneWinnerOfTwoWriters(int size) throws IOException {
    byte[] bytes = random(size);
    byte[] others = bytes.clone();
    others[size / 2]++;
    String path = "two-writers/" + size;
    try (RawWriter first = store().write(path);
        RawWriter twin = store().write(path);
        RawWriter stranger = store().write(path)) {
      first.write(bytes, 0, size);
      twin.write(bytes, 0, size);
      stranger.write(others, 0, size);

      RawStore.Stored won = first.commit();

      assertThat(twin.commit()).as("the same bytes are adopted").isEqualTo(won);
      assertFails(stranger::commit, path, "object exists with other bytes; land again");
      assertThat(read(part(path, won), 0, size)).isEqualTo(bytes);
    }
    assertThat(listed("two-writers/"))
        .filteredOn(each -> !each.upload().isEmpty() || !each.path().equals(path))
        .as("what the losers left")
        .allMatch(each -> each.path().startsWith("two-writers/") && each.upload().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void leavesNothingOfAWriteThatWasDropped(int size) {
    try (RawWriter writer = store().write("dropped/" + size)) {
      writer.write(random(size), 0, size);
    }

    assertThat(store().read("dropped/" + size)).isEmpty();
    assertThat(listed("dropped/")).isEmpty();
  }

  @Test
  void hidesAnUnfinishedWriteButListsItForTheSweep() {
    RawWriter killed = store().write("unfinished/large");
    killed.write(random(LARGE), 0, LARGE);

    assertThat(store().read("unfinished/large")).isEmpty();
    assertThat(listed("unfinished/")).hasSize(1).noneMatch(RawStore.Listed::finished);

    store().delete(listed("unfinished/"));

    assertThat(listed("unfinished/")).isEmpty();
    killed.close();
  }

  @Test
  void listsAndDeletesWhatIsBelowAFolder() {
    store().createIfAbsent("listed/a/1", text("a"));
    store().createIfAbsent("listed/b/2", text("b"));
    store().createIfAbsent("listed-not/3", text("c"));

    assertThat(listed("listed/"))
        .extracting(RawStore.Listed::path)
        .containsExactlyInAnyOrder("listed/a/1", "listed/b/2");
    assertThat(listed("nowhere/")).isEmpty();

    RawStore.Listed gone =
        listed("listed/").stream().filter(l -> l.path().endsWith("1")).findFirst().orElseThrow();
    store().delete(List.of(gone));
    store().delete(List.of(gone));

    assertThat(listed("listed/")).extracting(RawStore.Listed::path).containsExactly("listed/b/2");
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  void readsNothingOfAPartThatWasReplacedF23(int size) throws IOException {
    byte[] bytes = random(size);
    String path = "replaced/" + size;
    Manifest.Part part = part(path, write(path, bytes));
    bytes[size / 2]++;
    overwrite(path, bytes);

    assertFails(() -> read(part, 0, size), path, "restore it");
  }

  @Test
  void readsNothingOfAPartThatWasCutF23() throws IOException {
    byte[] bytes = random(SMALL);
    Manifest.Part part = part("cut/a", write("cut/a", bytes));
    overwrite("cut/a", Arrays.copyOf(bytes, SMALL - 1));

    assertFails(() -> read(part, 0, SMALL), "cut/a", "restore it");
    assertFails(() -> read(part, 10, 20), "cut/a", "restore it");
  }

  @Test
  void failsWherePartIsMissing() {
    Manifest.Part part = part("missing/a", new RawStore.Stored(SMALL, 1, "\"etag\""));

    assertFails(() -> read(part, 0, SMALL), "missing/a", "part is missing, restore it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../a", "a/../../b", "a/./b", "/etc/passwd", "a//b", "a/", "", ".hidden", "a\\b"})
  void staysBelowItsRootF61(String path) {
    RawStore.Listed listed = new RawStore.Listed(path, "", Instant.EPOCH);

    assertRefused(() -> store().createIfAbsent(path, text("a")));
    assertRefused(() -> store().read(path));
    assertRefused(() -> store().write(path));
    assertRefused(() -> store().delete(List.of(listed)));
    assertRefused(() -> store().list("a/../../b/", each -> {}));
    assertRefused(() -> read(part(path, new RawStore.Stored(1, 1, "\"etag\"")), 0, 1));
  }

  private static void assertRefused(ThrowingCallable access) {
    assertThatThrownBy(access)
        .isInstanceOf(TowpathException.class)
        .hasMessageContaining("leaves the raw zone or is hidden");
  }

  /** Asserts exit code 7 and a message that names the object and says what to do. */
  final void assertFails(ThrowingCallable access, String path, String advice) {
    assertThatThrownBy(access)
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.RAW_ZONE))
        .hasMessageContaining(advice)
        .hasMessageContaining(store().place(path));
  }

  final RawStore.Stored write(String path, byte[] bytes) {
    try (RawWriter writer = store().write(path)) {
      int half = bytes.length / 2;
      writer.write(bytes, 0, half);
      writer.write(bytes, half, bytes.length - half);
      return writer.commit();
    }
  }

  final byte[] read(Manifest.Part part, long from, long to) throws IOException {
    try (InputStream in = store().open(part, from, to)) {
      return in.readAllBytes();
    }
  }

  final List<RawStore.Listed> listed(String folder) {
    List<RawStore.Listed> all = new ArrayList<>();
    store().list(folder, all::add);
    return all;
  }

  static Manifest.Part part(String path, RawStore.Stored stored) {
    return new Manifest.Part(
        0,
        path,
        path,
        stored.bytes(),
        stored.crc32c(),
        stored.version(),
        "",
        Instant.EPOCH,
        List.of());
  }

  static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new SplittableRandom(size).nextBytes(bytes);
    return bytes;
  }

  private static long crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return crc.getValue();
  }
}
