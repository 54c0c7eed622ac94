package io.towpath.io.postgres.stage;

import io.towpath.contract.ColumnType;
import io.towpath.contract.Contract;
import io.towpath.contract.Contract.Partitioning.Grain;
import io.towpath.contract.Field;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a target into partitions. Every target is partitioned: where the contract names no column it
 * has one partition of everything, so that a replacement swaps a partition and never touches the
 * table that grants and views hang on.
 *
 * <p>A partition has an ordinal: hours, days, weeks, months, quarters or years since 1970, the
 * value itself for whole numbers, and the hash of a text.
 *
 * @param column the partitioning column
 * @param type its type
 * @param grain width of a partition, null for the one partition of everything
 */
public record PartitionScheme(String column, ColumnType type, @Nullable Grain grain)
    implements Serializable {
  /** The system column that every target has. */
  public static final String BATCH = "_batch";

  /** Years for which a partition's name and its upper bound have four digits. */
  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();

  private static final long LAST_DAY = LocalDate.of(9998, 12, 31).toEpochDay();
  private static final long MICROS_PER_HOUR = 3_600_000_000L;
  private static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

  /** The scheme of a contract's target. */
  public static PartitionScheme of(Contract contract) {
    Contract.Partitioning partitioning = contract.partitioning();
    if (partitioning != null) {
      Field field = contract.field(partitioning.column()).orElseThrow();
      return new PartitionScheme(field.name(), field.type(), partitioning.by());
    }
    if (contract.primaryKey().isEmpty()) {
      return new PartitionScheme(BATCH, ColumnType.of(ColumnType.Kind.BIGINT), null);
    }
    Field first = contract.field(contract.primaryKey().get(0)).orElseThrow();
    return new PartitionScheme(first.name(), first.type(), null);
  }

  /** Whether there is only the partition of everything. */
  public boolean isWhole() {
    return grain == null;
  }

  /** What stands after PARTITION BY. */
  public String clause() {
    return (grain == Grain.VALUE ? "list" : "range") + " (" + Identifier.quoted(column) + ")";
  }

  /** Whether partitions can be made for a value. */
  public boolean covers(Object value) {
    return switch (type.kind()) {
      case DATE -> grain == null || coversDay((Integer) value);
      case TIMESTAMP, TIMESTAMPTZ ->
          grain == null || coversDay(Math.floorDiv((Long) value, MICROS_PER_DAY));
      default -> true;
    };
  }

  /** The ordinal of the partition that a value belongs to. */
  public long ordinal(Object value) {
    if (grain == null) {
      return 0;
    }
    return switch (type.kind()) {
      case DATE -> ofDay((Integer) value);
      case TIMESTAMP, TIMESTAMPTZ ->
          grain == Grain.HOUR
              ? Math.floorDiv((Long) value, MICROS_PER_HOUR)
              : ofDay(Math.floorDiv((Long) value, MICROS_PER_DAY));
      case SMALLINT, INTEGER -> (Integer) value;
      case BIGINT -> (Long) value;
      default -> {
        byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
        yield XxHash64.hash(text, 0, text.length);
      }
    };
  }

  private static boolean coversDay(long day) {
    return day >= FIRST_DAY && day <= LAST_DAY;
  }

  private long ofDay(long day) {
    return switch (Objects.requireNonNull(grain)) {
      case HOUR -> day * 24;
      case DAY, VALUE -> day;
      // 1970-01-01 was a Thursday; weeks begin on Mondays.
      case WEEK -> Math.floorDiv(day + 3, 7L);
      case MONTH -> months(day);
      case QUARTER -> Math.floorDiv(months(day), 3L);
      case YEAR -> Math.floorDiv(months(day), 12L);
    };
  }

  private static long months(long day) {
    return LocalDate.ofEpochDay(day).getLong(ChronoField.PROLEPTIC_MONTH) - 1970L * 12;
  }
}
