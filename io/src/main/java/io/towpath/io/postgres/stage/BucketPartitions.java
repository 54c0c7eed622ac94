package io.towpath.io.postgres.stage;

import io.towpath.contract.Contract;
import io.towpath.core.OutcomeCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds which partitions a bucket's rows belong to, and orders the rows by partition, so that a
 * COPY into many partitions writes one after the other.
 */
final class BucketPartitions {
  /** A place has 31 bits of offset and 20 of block number; what is left numbers the partitions. */
  private static final int PLACE_BITS = 51;

  private static final int MAX_PARTITIONS = 1 << 12;

  private final PartitionScheme scheme;
  private final int column;
  private final Map<Long, Integer> numbers = new HashMap<>();
  private final List<Partition> partitions = new ArrayList<>();

  private BucketPartitions(Contract contract) {
    this.scheme = PartitionScheme.of(contract);
    this.column = contract.fields().stream().map(f -> f.name()).toList().indexOf(scheme.column());
  }

  /** Sorts the places by partition, and within each in ascending order. */
  static BucketPartitions sort(Contract contract, BucketRows rows, long[] places) {
    BucketPartitions found = new BucketPartitions(contract);
    if (found.scheme.isWhole()) {
      found.partitions.add(Partition.whole());
      return found;
    }
    for (int i = 0; i < places.length; i++) {
      OutcomeCursor row = rows.at(places[i]);
      if (row.operation() != 'D') {
        places[i] |= (long) found.number(row) << PLACE_BITS;
      }
    }
    Arrays.sort(places);
    for (int i = 0; i < places.length; i++) {
      places[i] &= (1L << PLACE_BITS) - 1;
    }
    return found;
  }

  /** The partitions that rows belong to. */
  List<Partition> partitions() {
    return partitions;
  }

  private int number(OutcomeCursor row) {
    Integer number = numbers.get(row.partition());
    if (number == null) {
      number = partitions.size();
      if (number == MAX_PARTITIONS) {
        throw PartitionLimit.exceeded(scheme.column(), MAX_PARTITIONS);
      }
      partitions.add(Partition.of(scheme, row.partition(), text(row)));
      numbers.put(row.partition(), number);
    }
    return number;
  }

  /** The partitioning column's bytes, which are the value itself where it is a text. */
  private String text(OutcomeCursor row) {
    int at = row.tupleOffset() + 2;
    for (int skip = 0; skip < column; skip++) {
      at += 4 + Math.max(0, length(row.block(), at));
    }
    return new String(
        row.block(), at + 4, Math.max(0, length(row.block(), at)), StandardCharsets.UTF_8);
  }

  private static int length(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }
}
