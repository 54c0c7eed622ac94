package io.towpath.io.postgres.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Field;
import io.towpath.core.ByteAppender;
import io.towpath.testing.EmbeddedPostgres;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The server itself judges what we encode: by reading it back, and by its own = and &lt;. */
class ValueEncodingIT {
  private static final int TRIES = 200;
  private static final int MAX_VALUES = 60;
  private static final Set<Kind> WITHOUT_EQUALITY =
      EnumSet.of(Kind.REAL, Kind.DOUBLE, Kind.CHAR, Kind.JSONB, Kind.ARRAY);
  private static final Connection CONNECTION = connect();

  /** Values of one column. */
  record Column(Kind kind, List<Object> values) {}

  private static Connection connect() {
    try {
      Connection connection = EmbeddedPostgres.create().connect();
      try (Statement statement = connection.createStatement()) {
        statement.execute("set time zone 'UTC'");
      }
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Provide
  Arbitrary<Column> columns() {
    return Arbitraries.of(Kind.class)
        .filter(kind -> kind != Kind.ARRAY && kind != Kind.JSONB && kind != Kind.CHAR)
        .flatMap(ValueEncodingIT::column);
  }

  @Provide
  Arbitrary<Column> keys() {
    return Arbitraries.of(Kind.class)
        .filter(kind -> !WITHOUT_EQUALITY.contains(kind))
        .flatMap(ValueEncodingIT::column);
  }

  private static Arbitrary<Column> column(Kind kind) {
    return SampleValues.of(kind)
        .list()
        .ofMinSize(1)
        .ofMaxSize(MAX_VALUES)
        .map(values -> new Column(kind, withTwins(values)));
  }

  /** Adds values that are equal, and numbers that differ only in how they are written. */
  private static List<Object> withTwins(List<?> values) {
    List<Object> all = new ArrayList<>(values);
    for (Object value : values.subList(0, (values.size() + 1) / 2)) {
      all.add(value instanceof BigDecimal number ? number.setScale(number.scale() + 1) : value);
    }
    return all;
  }

  @Property(tries = TRIES)
  void arrivesAtTheServerAsItWas(@ForAll("columns") Column column) throws SQLException {
    Kind kind = column.kind();
    List<Object> values = column.values();

    store(kind, values);

    List<String> found = new ArrayList<>();
    try (Statement statement = CONNECTION.createStatement();
        ResultSet row = statement.executeQuery("select " + shown(kind) + " from v order by i")) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    assertThat(found).isEqualTo(values.stream().map(value -> shown(kind, value)).toList());
  }

  @Property(tries = TRIES)
  void hasEqualKeysExactlyWhereTheServerSaysEqual(@ForAll("keys") Column column)
      throws SQLException {
    Kind kind = column.kind();
    List<Object> values = column.values();
    Field field = OrderContracts.field("k", ColumnType.of(kind), true);
    List<byte[]> keys = encoded(values, CanonicalKey.writer(field));

    store(kind, values);

    try (Statement statement = CONNECTION.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select a.i, b.i, a.x = b.x from v a join v b on b.i in (a.i + 1, a.i + 7)")) {
      while (row.next()) {
        boolean equal = Arrays.equals(keys.get(row.getInt(1)), keys.get(row.getInt(2)));
        assertThat(equal).isEqualTo(row.getBoolean(3));
      }
    }
    assertThat(keys.stream().map(key -> HexFormat.of().formatHex(key)).distinct().count())
        .isEqualTo(count("select count(distinct x) from v"));
  }

  @Property(tries = TRIES)
  void hasTheServersOrder(@ForAll("columns") Column column) throws SQLException {
    Kind kind = column.kind();
    List<Object> values = column.values();
    Field field = OrderContracts.field("k", ColumnType.of(kind), true);
    List<byte[]> orders = encoded(values, VersionOrder.writer(field));
    boolean text = kind == Kind.TEXT || kind == Kind.VARCHAR;

    store(kind, values);

    List<Integer> theirs = new ArrayList<>();
    try (Statement statement = CONNECTION.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select i from v order by x" + (text ? " collate \"C\"" : "") + ", i")) {
      while (row.next()) {
        theirs.add(row.getInt(1));
      }
    }
    List<Integer> ours = new ArrayList<>(theirs);
    ours.sort(
        (a, b) -> {
          int order = Arrays.compareUnsigned(orders.get(a), orders.get(b));
          return order == 0 ? Integer.compare(a, b) : order;
        });
    assertThat(ours).isEqualTo(theirs);
  }

  @Example
  void putsNullBelowEverything() {
    ByteAppender none = new ByteAppender(8);
    VersionOrder.putNull(none);
    byte[] smallest =
        encoded(
                List.of(Long.MIN_VALUE),
                VersionOrder.writer(OrderContracts.field("k", ColumnType.of(Kind.BIGINT), false)))
            .get(0);

    assertThat(Arrays.compareUnsigned(Arrays.copyOf(none.bytes(), 1), smallest)).isNegative();
  }

  @Example
  void encodesArraysAndJson() throws SQLException {
    try (Statement statement = CONNECTION.createStatement()) {
      statement.execute("drop table if exists v");
      statement.execute("create table v (t text[], n numeric[], e int[], j jsonb)");
    }
    try (CopyStream copy = CopyStream.into(CONNECTION, "v", "t, n, e, j")) {
      ByteAppender out = copy.buffer();
      out.putShort(4);
      put(out, ColumnType.of(Kind.TEXT), Arrays.asList("a", null, "ü\""));
      put(out, ColumnType.of(Kind.NUMERIC), List.of(new BigDecimal("1.50")));
      put(out, ColumnType.of(Kind.INTEGER), List.of());
      CopyBinary.writer(ColumnType.of(Kind.JSONB)).write("{\"a\": [1, null]}", out);
      assertThat(copy.finish()).isEqualTo(1);
    }

    try (Statement statement = CONNECTION.createStatement();
        ResultSet row =
            statement.executeQuery("select t::text, n::text, e::text, j::text from v")) {
      row.next();
      assertThat(row.getString(1)).isEqualTo("{a,NULL,\"ü\\\"\"}");
      assertThat(row.getString(2)).isEqualTo("{1.50}");
      assertThat(row.getString(3)).isEqualTo("{}");
      assertThat(row.getString(4)).isEqualTo("{\"a\": [1, null]}");
    }
  }

  private static void put(ByteAppender out, ColumnType element, List<?> items) {
    CopyBinary.writer(new ColumnType(Kind.ARRAY, 0, 0, 0, element)).write(items, out);
  }

  private static void store(Kind kind, List<Object> values) throws SQLException {
    CopyBinary.FieldWriter writer = CopyBinary.writer(ColumnType.of(kind));
    try (Statement statement = CONNECTION.createStatement()) {
      statement.execute("drop table if exists v");
      statement.execute(
          "create table v (i int primary key, x " + TypeName.of(ColumnType.of(kind)) + ")");
    }
    try (CopyStream copy = CopyStream.into(CONNECTION, "v", "i, x")) {
      for (int i = 0; i < values.size(); i++) {
        copy.buffer().putShort(2);
        CopyBinary.putInteger(i, copy.buffer());
        writer.write(values.get(i), copy.buffer());
        copy.next();
      }
      copy.finish();
    }
  }

  private static List<byte[]> encoded(List<?> values, CopyBinary.FieldWriter writer) {
    List<byte[]> encoded = new ArrayList<>();
    for (Object value : values) {
      ByteAppender out = new ByteAppender(16);
      writer.write(value, out);
      encoded.add(Arrays.copyOf(out.bytes(), out.size()));
    }
    return encoded;
  }

  private static long count(String query) throws SQLException {
    try (Statement statement = CONNECTION.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String shown(Kind kind) {
    return switch (kind) {
      case BYTEA -> "encode(x, 'hex')";
      // The bits, as texts of floats differ between PostgreSQL and Java.
      case REAL -> "('x' || encode(float4send(x), 'hex'))::bit(32)::int::text";
      case DOUBLE -> "('x' || encode(float8send(x), 'hex'))::bit(64)::bigint::text";
      case DATE -> "to_char(x, 'YYYY-MM-DD')";
      case TIME, TIMESTAMP, TIMESTAMPTZ ->
          "to_char(x, '" + (kind == Kind.TIME ? "" : "YYYY-MM-DD ") + "HH24:MI:SS.US')";
      default -> "x::text";
    };
  }

  private static String shown(Kind kind, Object value) {
    return switch (kind) {
      case NUMERIC -> {
        BigDecimal number = (BigDecimal) value;
        yield (number.scale() < 0 ? number.setScale(0) : number).toPlainString();
      }
      case BYTEA -> {
        ByteBuffer bytes = ((ByteBuffer) value).duplicate();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        yield HexFormat.of().formatHex(copy);
      }
      case DATE -> LocalDate.ofEpochDay((Integer) value).toString();
      case TIME ->
          LocalTime.ofNanoOfDay((Long) value * 1000)
              .format(DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT));
      case TIMESTAMP, TIMESTAMPTZ ->
          Instant.EPOCH
              .plus((Long) value, ChronoUnit.MICROS)
              .atZone(ZoneOffset.UTC)
              .format(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT));
      case REAL -> Integer.toString(Float.floatToIntBits((Float) value));
      case DOUBLE -> Long.toString(Double.doubleToLongBits((Double) value));
      default -> Objects.toString(value);
    };
  }
}
