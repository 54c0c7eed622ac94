package io.towpath.io.postgres.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.contract.Contract;
import io.towpath.core.ByteAppender;
import io.towpath.core.ByteSlice;
import io.towpath.core.OutcomeWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BucketPartitionsTest {
  private static final Contract MONTHLY = OrderContracts.monthly("orders");

  @Property
  void groupsRowsByPartitionAndKeepsTheirOrderWithin(
      @ForAll @Size(max = 80) List<@IntRange(min = -3, max = 9) Integer> months) {
    BucketRows rows = BucketRows.collect(List.of(block(months)), 1 << 20);
    long[] places = rows.places();
    List<Long> before = new ArrayList<>();
    for (long place : places) {
      before.add(place);
    }

    List<Partition> partitions = BucketPartitions.sort(MONTHLY, rows, places).partitions();

    List<Long> firstSeen = months.stream().distinct().map(Integer::longValue).toList();
    before.sort(
        Comparator.comparingInt((Long place) -> firstSeen.indexOf(rows.at(place).partition()))
            .thenComparing(Comparator.naturalOrder()));
    assertThat(places).containsExactly(before.stream().mapToLong(Long::longValue).toArray());
    assertThat(partitions)
        .isEqualTo(
            firstSeen.stream()
                .map(month -> Partition.of(PartitionScheme.of(MONTHLY), month, ""))
                .toList());
  }

  /** Rows without a key, so that all of them count. */
  private static byte[] block(List<Integer> months) {
    OutcomeWriter writer = new OutcomeWriter();
    ByteSlice none = new ByteSlice(new byte[0], 0, 0);
    for (int i = 0; i < months.size(); i++) {
      ByteAppender order = new ByteAppender(24);
      order.putLong(1);
      order.putInt(0);
      order.putLong(i);
      order.putInt(0);
      ByteSlice tuple = new ByteSlice(new byte[64], 0, 64);
      writer.record('U', months.get(i), none, order.slice(), tuple);
    }
    return writer.take();
  }
}
