package io.towpath.quality;

import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.contract.Field.Constraints;
import io.towpath.contract.RecordSchemas;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The same rows as records and as a table, each with its number in column id. */
final class Rows {
  private static final int COUNT = 120;
  private static final List<String> TEXTS = List.of("", "a", "A", "ab ", "a%b", "ä", "abc", "x_y");
  private static final List<String> CODES = List.of("a", "ab", "abc", "EUR");

  final Contract contract =
      Contracts.aContract()
          .column("id", Kind.INTEGER)
          .column("i", Kind.INTEGER)
          .column("j", Kind.BIGINT)
          .column("n", ColumnType.numeric(12, 2), Constraints.none())
          .column("m", ColumnType.numeric(8, 4), Constraints.none())
          .column("f", Kind.DOUBLE)
          .column("t", Kind.TEXT)
          .column("u", Kind.TEXT)
          .column("c", new ColumnType(Kind.CHAR, 0, 0, 3, null), Constraints.none())
          .column("d", Kind.DATE)
          .column("e", Kind.DATE)
          .column("ts", Kind.TIMESTAMP)
          .column("tz", Kind.TIMESTAMPTZ)
          .column("o", Kind.BOOLEAN)
          .build();
  final Schema schema = RecordSchemas.working(contract, List.of());
  final List<GenericRecord> records = new ArrayList<>();
  private final Random random = new Random(7);

  Rows() {
    for (int id = 0; id < COUNT; id++) {
      GenericRecord record = new GenericData.Record(schema);
      for (Field field : contract.fields()) {
        boolean none = random.nextInt(4) == 0;
        record.put(field.name(), none ? null : value(field.type()));
      }
      record.put("id", id);
      records.add(record);
    }
  }

  private Object value(ColumnType type) {
    return switch (type.kind()) {
      case INTEGER -> random.nextInt(9) - 4;
      case BIGINT -> (long) random.nextInt(9) - 4;
      case NUMERIC ->
          new BigDecimal(random.nextInt(801) - 400).movePointLeft(2).setScale(type.scale());
      case DOUBLE -> (random.nextInt(17) - 8) / 4.0;
      case TEXT -> TEXTS.get(random.nextInt(TEXTS.size()));
      case CHAR -> CODES.get(random.nextInt(CODES.size()));
      case DATE -> 18_262 + random.nextInt(4);
      case TIMESTAMP, TIMESTAMPTZ -> (18_262 * 4L + random.nextInt(12)) * 21_600_000_000L;
      case BOOLEAN -> random.nextBoolean();
      default -> throw new IllegalArgumentException(type.kind().name());
    };
  }

  void insert(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "create table t (id int, i int, j bigint, n numeric(12,2), m numeric(8,4), f float8,"
              + " t text, u text, c char(3), d date, e date, ts timestamp, tz timestamptz, o bool)");
      for (GenericRecord record : records) {
        List<String> values = new ArrayList<>();
        for (Field field : contract.fields()) {
          values.add(literal(field, record.get(field.name())));
        }
        statement.execute("insert into t values (" + String.join(", ", values) + ")");
      }
    }
  }

  private static String literal(Field field, @Nullable Object value) {
    return value == null
        ? "null"
        : "'" + Literals.text(field.type().kind(), value).replace("'", "''") + "'";
  }

  /** The numbers of the rows that PostgreSQL finds. */
  static Set<Integer> found(Connection connection, String where) throws SQLException {
    Set<Integer> ids = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select id from t where " + where)) {
      while (rows.next()) {
        ids.add(rows.getInt(1));
      }
    }
    return ids;
  }

  /** The numbers of the rows for which a predicate has a value; null is unknown. */
  Set<Integer> judged(String predicate, @Nullable Boolean wanted) {
    SqlNode node = new SqlCompiler(contract, schema).predicate(predicate);
    Set<Integer> ids = new TreeSet<>();
    for (GenericRecord record : records) {
      Object value = node.value().of(record);
      if (value == null ? wanted == null : value.equals(wanted)) {
        ids.add((Integer) record.get("id"));
      }
    }
    return ids;
  }
}
