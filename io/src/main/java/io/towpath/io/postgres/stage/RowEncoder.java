package io.towpath.io.postgres.stage;

import io.towpath.contract.ColumnType;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.core.ByteAppender;
import io.towpath.core.ByteSlice;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Origin;
import io.towpath.core.Problem;
import io.towpath.core.Reason;
import io.towpath.core.RunContext;
import io.towpath.core.Violation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns records into what crosses the shuffle: the canonical key, the order among versions, and the
 * row as a tuple of COPY BINARY for the stage. Bound once per worker; the slices it gives are valid
 * until the next record. Not for several threads.
 */
public final class RowEncoder {
  private static final int INITIAL_BYTES = 512;

  private final List<Part> key;
  private final List<Part> version;
  private final Column[] columns;
  private final PartitionScheme scheme;
  private final int partitionPosition;
  private final int fieldCount;
  private final boolean withOperation;
  private final ByteAppender keyBytes = new ByteAppender(INITIAL_BYTES);
  private final ByteAppender orderBytes = new ByteAppender(INITIAL_BYTES);
  private final ByteAppender tupleBytes = new ByteAppender(INITIAL_BYTES);
  private long partition;

  /** Writes one column of a tuple, length first. */
  @FunctionalInterface
  private interface Column {
    void put(GenericRecord record, Origin origin, String sourceFile, ByteAppender out);
  }

  /** A column of the key or the version. */
  private record Part(String name, int position, CopyBinary.FieldWriter writer) {}

  private RowEncoder(Contract contract, Schema working, RunContext run, boolean withOperation) {
    this.key = parts(contract, contract.mergeKey(), working, CanonicalKey::writer);
    this.version = parts(contract, contract.versionedBy(), working, VersionOrder::writer);
    List<Column> bound = new ArrayList<>();
    for (Field field : contract.fields()) {
      bound.add(column(field, working, run));
    }
    this.columns = bound.toArray(new Column[0]);
    this.scheme = PartitionScheme.of(contract);
    this.partitionPosition = scheme.isWhole() ? -1 : working.getField(scheme.column()).pos();
    this.withOperation = withOperation;
    this.fieldCount = columns.length + (withOperation ? 2 : 1);
  }

  /**
   * Binds the contract's columns to the records that will come.
   *
   * @param working schema of the records, as the decoder fills them
   * @param run what generated columns are filled with
   * @param stage the tables that the tuples are for
   * @throws ConfigurationException if keys or versions have types that cannot be compared by bytes
   */
  public static RowEncoder bind(
      Contract contract, Schema working, RunContext run, StageTable stage) {
    check(contract);
    return new RowEncoder(contract, working, run, !stage.swap());
  }

  /**
   * Reports key, version, partition and generated columns that cannot be encoded.
   *
   * @throws ConfigurationException if there are any
   */
  public static void check(Contract contract) {
    List<Problem> problems = new ArrayList<>();
    for (Field field : contract.fields()) {
      String mistake = mistake(contract, field);
      if (mistake != null) {
        problems.add(new Problem(contract.file(), field.line(), 1, mistake));
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  private static @Nullable String mistake(Contract contract, Field field) {
    String found = field.name() + " is of type " + TypeName.of(field.type());
    if (contract.mergeKey().contains(field.name()) && !CanonicalKey.accepts(field.type())) {
      return found
          + " and part of the key; expected a type whose equality is exact:"
          + " a whole number, numeric, text, varchar, uuid, boolean, date, time or timestamp";
    }
    if (contract.versionedBy().contains(field.name()) && !VersionOrder.accepts(field.type())) {
      return found + " and in versionedBy; expected a number, text, date, time or timestamp";
    }
    if (field.generated() != null && !generates(field)) {
      return found + ", which generatedBy cannot fill";
    }
    return null;
  }

  private static boolean generates(Field field) {
    ColumnType.Kind kind = field.type().kind();
    return switch (Objects.requireNonNull(field.generated())) {
      case PUBLISH_TIME, DELETED_AT ->
          kind == ColumnType.Kind.TIMESTAMPTZ || kind == ColumnType.Kind.TIMESTAMP;
      case RUN_ID, SOURCE_FILE -> kind == ColumnType.Kind.TEXT || kind == ColumnType.Kind.VARCHAR;
      case BATCH_ID -> kind == ColumnType.Kind.BIGINT;
      case VALID_FROM, VALID_TO -> false;
    };
  }

  /**
   * Encodes a record; then {@link #key()} and its sisters hold it.
   *
   * @param sourceFile where the record's part came from
   * @param operation {@code 'U'} or {@code 'D'}
   * @return what makes the record impossible to stage, null if nothing does
   */
  public @Nullable Violation encode(
      GenericRecord record, Origin origin, String sourceFile, char operation) {
    Violation violation = encodeKey(record);
    if (violation == null) {
      violation = encodePartition(record);
    }
    if (violation != null) {
      return violation;
    }
    encodeOrder(record, origin);
    tupleBytes.clear();
    tupleBytes.putShort(fieldCount);
    for (Column column : columns) {
      column.put(record, origin, sourceFile, tupleBytes);
    }
    tupleBytes.putInt(8);
    tupleBytes.putLong(origin.batch());
    if (withOperation) {
      tupleBytes.putInt(1);
      tupleBytes.putByte(operation);
    }
    return null;
  }

  /** The canonical key, empty where rows have none. */
  public ByteSlice key() {
    return keyBytes.slice();
  }

  /** The version order and, after it, the origin. */
  public ByteSlice order() {
    return orderBytes.slice();
  }

  /** The tuple, beginning with its number of fields. */
  public ByteSlice tuple() {
    return tupleBytes.slice();
  }

  /** Ordinal of the partition that the row belongs to, 0 where there is one of everything. */
  public long partition() {
    return partition;
  }

  private @Nullable Violation encodeKey(GenericRecord record) {
    keyBytes.clear();
    for (Part part : key) {
      Object value = record.get(part.position);
      if (value == null) {
        return new Violation(Reason.REQUIRED, part.name, null, "a value, as it is in the key");
      }
      part.writer.write(value, keyBytes);
    }
    return null;
  }

  private @Nullable Violation encodePartition(GenericRecord record) {
    if (partitionPosition < 0) {
      partition = 0;
      return null;
    }
    Object value = record.get(partitionPosition);
    if (value == null) {
      return new Violation(
          Reason.REQUIRED, scheme.column(), null, "a value, as the table is partitioned by it");
    }
    if (!scheme.covers(value)) {
      return new Violation(Reason.RANGE, scheme.column(), null, "a year from 1 to 9998");
    }
    partition = scheme.ordinal(value);
    return null;
  }

  private void encodeOrder(GenericRecord record, Origin origin) {
    orderBytes.clear();
    for (Part part : version) {
      Object value = record.get(part.position);
      if (value == null) {
        VersionOrder.putNull(orderBytes);
      } else {
        part.writer.write(value, orderBytes);
      }
    }
    orderBytes.putLong(origin.batch());
    orderBytes.putInt(origin.part());
    orderBytes.putLong(origin.position());
    orderBytes.putInt(origin.ordinal());
  }

  private static List<Part> parts(
      Contract contract,
      List<String> names,
      Schema working,
      Function<Field, CopyBinary.FieldWriter> writers) {
    List<Part> parts = new ArrayList<>();
    for (String name : names) {
      Field field = contract.field(name).orElseThrow();
      parts.add(new Part(name, working.getField(name).pos(), writers.apply(field)));
    }
    return List.copyOf(parts);
  }

  private static Column column(Field field, Schema working, RunContext run) {
    if (field.generated() != null) {
      return generated(field, run);
    }
    int position = working.getField(field.name()).pos();
    CopyBinary.FieldWriter writer = CopyBinary.writer(field.type());
    return (record, origin, sourceFile, out) -> {
      Object value = record.get(position);
      if (value == null) {
        CopyBinary.putNull(out);
      } else {
        writer.write(value, out);
      }
    };
  }

  private static Column generated(Field field, RunContext run) {
    long instant = ChronoUnit.MICROS.between(Instant.EPOCH, run.startedAt());
    return switch (Objects.requireNonNull(field.generated())) {
      case PUBLISH_TIME ->
          (record, origin, sourceFile, out) -> CopyBinary.putTimestamp(instant, out);
      case RUN_ID -> (record, origin, sourceFile, out) -> CopyBinary.putText(run.run(), out);
      case BATCH_ID ->
          (record, origin, sourceFile, out) -> CopyBinary.putBigint(origin.batch(), out);
      case SOURCE_FILE -> (record, origin, sourceFile, out) -> CopyBinary.putText(sourceFile, out);
      // Rows are staged as they live; what deletes them marks them when it is published.
      case DELETED_AT -> (record, origin, sourceFile, out) -> CopyBinary.putNull(out);
      case VALID_FROM, VALID_TO ->
          throw new IllegalArgumentException(field.name() + " is not filled by any load mode");
    };
  }
}
