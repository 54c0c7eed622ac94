package io.towpath.io.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.Feed;
import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Database;
import io.towpath.config.JdbcDeclaration.Extent;
import io.towpath.config.JdbcDeclaration.Limits;
import io.towpath.config.JdbcDeclaration.Mark;
import io.towpath.config.Secret;
import io.towpath.contract.ColumnType;
import io.towpath.contract.Contract;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.io.postgres.stage.KeyComparison;
import io.towpath.io.postgres.stage.OrderContracts;
import io.towpath.io.postgres.stage.TableDdl;
import io.towpath.testing.ContractBuilder;
import io.towpath.testing.EmbeddedMariaDb;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of MariaDB, read by its driver. */
final class MariaDbIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedMariaDb MARIADB = EmbeddedMariaDb.create();

  private static final int ROWS = 60_000;

  @TempDir static Path folder;

  private static List<GenericRecord> rows;
  private final List<String> notices = new ArrayList<>();

  private static SourceDatabase database() {
    return new SourceDatabase(
        folder, new Database(MARIADB.url(), new Secret(MARIADB.user()), null));
  }

  /** Type, literal, and what Avro says: its type and the value. */
  static Stream<Arguments> values() {
    return Stream.of(
        row("tinyint(1)", "2", "int", "2"),
        row("tinyint unsigned", "255", "int", "255"),
        row("smallint unsigned", "65535", "int", "65535"),
        row("mediumint", "-8388608", "int", "-8388608"),
        row("int", "-2147483648", "int", "-2147483648"),
        row("int unsigned", "4294967295", "long", "4294967295"),
        row("bigint", "-9223372036854775808", "long", "-9223372036854775808"),
        row("bigint unsigned", "18446744073709551615", "decimal", "18446744073709551615"),
        row(
            "decimal(38,10)",
            "-1234567890123456789012345678.0123456789",
            "decimal",
            "-1234567890123456789012345678.0123456789"),
        row("decimal(5,2)", "0.05", "decimal", "0.05"),
        row("float", "16777.217", "float", "16777.217"),
        row("double", "0.1", "double", "0.1"),
        row("bit(1)", "b'1'", "boolean", "true"),
        row("bit(10)", "b'101'", "string", "0000000101"),
        row("date", "'2024-02-29'", "date", "19782"),
        row("date", "'0000-00-00'", "string", "0000-00-00"),
        row("date", "'2024-02-00'", "string", "2024-02-00"),
        row("datetime(6)", "'1969-12-31 23:59:59.5'", "local-timestamp-micros", "-500000"),
        row("datetime", "'0000-00-00 00:00:00'", "string", "0000-00-00 00:00:00"),
        row("timestamp(6)", "'2024-01-01 00:00:00.000001'", "timestamp-micros", "1704067200000001"),
        row("time(6)", "'23:59:59.999999'", "time-micros", "86399999999"),
        row("time", "'-838:59:59'", "string", "-838:59:59"),
        row("year", "2024", "string", "2024"),
        row("varchar(9)", "''", "string", ""),
        row("varchar(9) character set latin1", "'caf\u00e9'", "string", "caf\u00e9"),
        row("text character set utf8mb4", "'\ud834\udd1e'", "string", "\ud834\udd1e"),
        row("enum('a','b')", "'b'", "string", "b"),
        row("set('a','b')", "'a,b'", "string", "a,b"),
        row("json", "'{\"a\":  1}'", "string", "{\"a\":  1}"),
        row("varbinary(9)", "x'00ff'", "bytes", "00ff"),
        row("blob", "x'00'", "bytes", "00"),
        row(
            "uuid",
            "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
            "string",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
  }

  private static Arguments row(String type, String literal, String avro, String value) {
    return Arguments.of(type, literal, avro, value);
  }

  @BeforeAll
  static void landAllTypesAtOnce() {
    List<Object[]> all = values().map(Arguments::get).toList();
    String columns =
        IntStream.range(0, all.size())
            .mapToObj(i -> "v" + i + " " + all.get(i)[0] + " null")
            .collect(Collectors.joining(", "));
    String literals =
        all.stream().map(each -> each[1].toString()).collect(Collectors.joining(", "));
    MARIADB.execute("set global time_zone = '+00:00'");
    MARIADB.execute("set global sql_mode = ''");
    MARIADB.execute("create table every (" + columns + ")");
    MARIADB.execute("insert into every values (" + literals + ")");
    MARIADB.execute("insert into every (v0) values (null)");
    rows = database().table("every").rows();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("values")
  void keepsTheValue(String type, String literal, String avro, String value) {
    int column =
        values()
            .map(Arguments::get)
            .map(Arrays::asList)
            .toList()
            .indexOf(List.of(type, literal, avro, value));

    Schema.Field field = rows.get(0).getSchema().getFields().get(column);
    Object kept = rows.get(0).get(column);
    Schema branch =
        field.schema().getTypes().get(GenericData.get().resolveUnion(field.schema(), kept));
    String name =
        branch.getLogicalType() == null
            ? branch.getType().getName()
            : branch.getLogicalType().getName();
    assertThat(name).isEqualTo(avro);
    assertThat(Kept.shown(kept, branch)).isEqualTo(value);
    assertThat(rows.get(1).get(column)).isNull();
  }

  @Test
  void splitsOfAKeyHoldEachRowOnceAndAboutAsMany() {
    MARIADB.execute("create table numbered (id varchar(40) primary key, note text)");
    MARIADB.execute("insert into numbered select md5(seq), 'n' from seq_1_to_" + ROWS);
    SourceDatabase database = database().table("numbered");

    Manifest manifest = database.land(null, notices);

    assertThat(manifest.parts()).hasSize(2);
    assertThat(manifest.parts()).allSatisfy(part -> assertThat(part.records()).isEqualTo(ROWS / 2));
    assertThat(manifest.slice().consistent()).isFalse();
    assertThat(database.rows(manifest).stream().map(row -> row.get("id").toString()).distinct())
        .hasSize(ROWS);
  }

  @Test
  void noRangeOfASkewedColumnIsLongerThanFourTimesTheMedian() {
    MARIADB.execute("create table zipf (rank bigint unsigned, note int)");
    MARIADB.execute(
        "insert into zipf select floor(100 / pow(rand(7), 0.9)), seq from seq_1_to_" + ROWS);
    MARIADB.execute("insert into zipf values (null, 1), (18446744073709551615, 2)");
    SourceDatabase database =
        database()
            .extent(new Extent("zipf", null, List.of(), List.of(), "rank"))
            .limits(new Limits(8, 100, Duration.ofMinutes(1), Duration.ofSeconds(2)));

    Manifest manifest = database.land(null, notices);

    List<Long> sizes = manifest.parts().stream().map(Manifest.Part::records).sorted().toList();
    assertThat(sizes.size()).isGreaterThanOrEqualTo(6);
    assertThat(sizes.get(sizes.size() - 1)).isLessThan(4 * sizes.get(sizes.size() / 2));
    assertThat(
            database.rows(manifest).stream()
                .mapToLong(row -> ((Number) row.get("note")).longValue())
                .sum())
        .isEqualTo(LongStream.rangeClosed(1, ROWS).sum() + 3);
  }

  @Test
  void readsAQueryInOnePiece() {
    SourceDatabase database =
        database()
            .extent(
                new Extent(null, "select 1 as id, 'x' as \"or`der\"", List.of(), List.of(), null));

    Manifest manifest = database.land(null, notices);

    assertThat(database.rows(manifest)).hasSize(1);
    assertThat(manifest.slice().consistent()).isTrue();
  }

  @Test
  void refusesWhatItCannotDoSafely() {
    Cursor cursor = new Cursor("id", Mark.SEQUENCE, Duration.ZERO, Duration.ZERO, ZoneOffset.UTC);

    assertFails(
        database().table("every").cursor(cursor), ExitCode.CONFIGURATION, "needs PostgreSQL");
    assertFails(
        new SourceDatabase(folder, new Database("jdbc:unknown://db/shop", null, null)).table("t"),
        ExitCode.CONFIGURATION,
        "no driver for it");
    assertFails(database().table("missing"), ExitCode.SOURCE, "a table or schema is missing");
    assertFails(
        new SourceDatabase(folder, new Database(MARIADB.url(), new Secret("nobody"), null))
            .table("every"),
        ExitCode.SOURCE,
        "the server refused the login");
  }

  private void assertFails(SourceDatabase database, ExitCode code, String message) {
    assertThatThrownBy(() -> database.land(null, notices))
        .isInstanceOfSatisfying(
            TowpathException.class,
            thrown -> {
              assertThat(thrown.exitCode()).isEqualTo(code);
              assertThat(thrown).hasMessageContaining(message);
            });
  }

  @Test
  void comparesKeysWithThoseOfATable() {
    MARIADB.execute("create table compared (code varchar(40), day date, primary key (code, day))");
    MARIADB.execute(
        "insert into compared values ('a\\tb', '2024-01-01'), ('c\\\\d\\ne', '2024-01-02'),"
            + " ('Zoë', '2024-01-03'), ('\\\\N', '2024-01-04'), ('new', '2024-01-05')");
    Contract contract =
        ContractBuilder.aContract()
            .fields(
                List.of(
                    OrderContracts.field("code", ColumnType.of(ColumnType.Kind.TEXT), true),
                    OrderContracts.field("day", ColumnType.of(ColumnType.Kind.DATE), true)))
            .key(List.of("code", "day"), List.of("code", "day"))
            .build();
    TableDdl.create(contract, Feed.Mode.UPSERT).forEach(POSTGRES::execute);
    POSTGRES.execute("create table public.t_all partition of public.t default");
    POSTGRES.execute(
        "insert into public.t values (E'a\\tb', '2024-01-01', 1), (E'c\\\\d\\ne', '2024-01-02', 1),"
            + " ('Zoë', '2024-01-03', 1), (E'\\\\N', '2024-01-04', 1), ('old', '2024-01-05', 1)");
    WarehouseAddress warehouse =
        new WarehouseAddress(POSTGRES.url(), new Secret(POSTGRES.user()), null);

    try (KeyComparison comparison = KeyComparison.open(warehouse, contract);
        KeyedSource source =
            database()
                .extent(new Extent("compared", null, List.of(), List.of(), null))
                .open(notices)) {
      source.compare(comparison, contract, null);

      assertThat(comparison.extra()).isEqualTo(1);
      assertThat(comparison.missing()).isEqualTo(1);
      assertThat(comparison.extraKeys(9)).containsExactly(List.of("old", "2024-01-05"));
      assertThat(comparison.missingKeys(9)).containsExactly(List.of("new", "2024-01-05"));
    }
  }
}
