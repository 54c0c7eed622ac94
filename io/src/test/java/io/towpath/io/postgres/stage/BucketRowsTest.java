package io.towpath.io.postgres.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.ByteAppender;
import io.towpath.core.ByteSlice;
import io.towpath.core.OutcomeCursor;
import io.towpath.core.OutcomeWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BucketRowsTest {
  private static final long PLENTY = 1 << 20;

  /** A record as the shuffle brings it. */
  record Row(String key, int version) {}

  @Provide
  Arbitrary<List<Row>> rows() {
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "dd", ""), Arbitraries.integers().between(0, 5))
        .as(Row::new)
        .list()
        .ofMaxSize(60);
  }

  @Property
  void keepsTheLatestOfEachKeyAndAllWithoutOne(@ForAll("rows") List<Row> rows) {
    Map<String, Integer> latest = new HashMap<>();
    rows.stream()
        .filter(row -> !row.key().isEmpty())
        .forEach(row -> latest.merge(row.key(), row.version(), Math::max));
    long keyless = rows.stream().filter(row -> row.key().isEmpty()).count();

    BucketRows found = BucketRows.collect(blocks(rows), PLENTY);

    Map<String, Integer> kept = new HashMap<>();
    for (long place : found.places()) {
      OutcomeCursor cursor = found.at(place);
      if (cursor.keyLength() > 0) {
        kept.put(
            new String(
                cursor.block(), cursor.keyOffset(), cursor.keyLength(), StandardCharsets.UTF_8),
            (int) cursor.block()[cursor.orderOffset()]);
      }
    }
    assertThat(kept).isEqualTo(latest);
    assertThat(found.places()).hasSize((int) (latest.size() + keyless)).isSorted();
    assertThat(found.duplicates()).isEqualTo(rows.size() - keyless - latest.size());
  }

  @Example
  void paysNothingForAHotKey() {
    byte[] hot = blocks(List.of(new Row("hot", 1))).get(0);
    byte[] block = repeated(hot, 4_000);
    List<byte[]> many = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      many.add(block);
    }

    BucketRows found = BucketRows.collect(many, PLENTY);

    assertThat(found.places()).hasSize(1);
    assertThat(found.duplicates()).isEqualTo(50 * 4_000 - 1);
    assertThat(found.identity()).isEqualTo(50 * 4_000 * identity(hot));
  }

  @Example
  void refusesABucketOfTooManyKeys() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add(new Row("key" + i, 1));
    }

    assertThatThrownBy(() -> BucketRows.collect(blocks(rows), PLENTY))
        .isInstanceOf(BucketOverflow.class)
        .hasMessageContaining("more buckets");
  }

  private static long identity(byte[] block) {
    OutcomeCursor cursor = new OutcomeCursor(block);
    cursor.next();
    return cursor.identity();
  }

  private static byte[] repeated(byte[] bytes, int times) {
    ByteAppender all = new ByteAppender(bytes.length * times);
    for (int i = 0; i < times; i++) {
      all.putBytes(bytes, 0, bytes.length);
    }
    return all.bytes();
  }

  /** One block per row, so that compaction has something to do. */
  private static List<byte[]> blocks(List<Row> rows) {
    List<byte[]> blocks = new ArrayList<>();
    OutcomeWriter writer = new OutcomeWriter();
    for (Row row : rows) {
      byte[] key = row.key().getBytes(StandardCharsets.UTF_8);
      ByteAppender order = new ByteAppender(32);
      order.putByte(row.version());
      order.putLong(1);
      order.putInt(0);
      order.putLong(blocks.size());
      order.putInt(0);
      writer.record('U', 0, new ByteSlice(key, 0, key.length), order.slice(), order.slice());
      blocks.add(writer.take());
    }
    return blocks;
  }
}
