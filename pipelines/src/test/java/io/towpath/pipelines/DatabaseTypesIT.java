package io.towpath.pipelines;

import static io.towpath.testing.LedgerAssert.assertSettled;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of types in docs/reference/source-jdbc.md, from a source to the target's column. */
final class DatabaseTypesIT {
  @RegisterExtension static final EmbeddedPostgres WAREHOUSE = EmbeddedPostgres.create();
  @RegisterExtension static final EmbeddedPostgres SOURCE = EmbeddedPostgres.create();

  @TempDir static Path root;

  private static final String CONTRACT =
      """
      apiVersion: v3.2.0
      kind: DataContract
      id: types
      name: Types
      version: 1.0.0
      status: active
      servers:
        - {server: warehouse, type: postgres, host: localhost, port: 5432, database: test, schema: shop}
      schema:
        - name: every
          logicalType: object
          physicalType: table
          properties:
            - {name: id, physicalType: bigint, required: true, primaryKey: true, primaryKeyPosition: 1}
      """;

  /** Type there, literal, type here, and the value here; null where the row is a reject. */
  static Stream<Arguments> values() {
    return Stream.of(
        row("boolean", "true", "boolean", "true"),
        row("smallint", "-32768", "smallint", "-32768"),
        row("integer", "2147483647", "bigint", "2147483647"),
        row("bigint", "-9223372036854775808", "bigint", "-9223372036854775808"),
        row("bigint", "9223372036854775807", "integer", null),
        row("real", "'1.1'", "real", "1.1"),
        row("double precision", "'0.1'", "double precision", "0.1"),
        row("double precision", "'NaN'", "double precision", null),
        row("numeric(12,2)", "1234567890.05", "numeric(12,2)", "1234567890.05"),
        row("numeric(12,2)", "'NaN'", "numeric(12,2)", null),
        row("numeric(12,2)", "'NaN'", "text", "NaN"),
        row("numeric", "1.005", "numeric(12,2)", null),
        row(
            "numeric",
            "12345678901234567890.123456789",
            "numeric(40,10)",
            "12345678901234567890.1234567890"),
        row(
            "numeric(38,10)",
            "-1e27",
            "numeric(38,10)",
            "-1000000000000000000000000000.0000000000"),
        row("money", "'$1,234.50'", "numeric(19,2)", "1234.50"),
        row("date", "'2024-02-29'", "date", "2024-02-29"),
        row("date", "'infinity'", "date", null),
        row("date", "'infinity'", "text", "infinity"),
        row("date", "'10000-01-01'", "date", null),
        row("time", "'23:59:59.999999'", "time", "23:59:59.999999"),
        row("time", "'24:00'", "time", null),
        row("timestamp", "'1969-12-31 23:59:59.5'", "timestamp", "1969-12-31 23:59:59.5"),
        row("timestamptz", "'2024-01-01 00:00+02'", "timestamptz", "2023-12-31 22:00:00"),
        row("timestamptz", "'-infinity'", "timestamptz", null),
        row("timestamptz", "'12000-01-01Z'", "timestamptz", null),
        row("interval", "'1 year -2 days 03:04:05.6'", "text", "P1Y-2DT3H4M5.6S"),
        row("text", "''", "text", ""),
        row("char(4)", "'ab'", "char(4)", "ab"),
        row("varchar(5)", "'ab '", "varchar(5)", "ab "),
        row("mood", "'sad'", "text", "sad"),
        row(
            "uuid",
            "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
            "uuid",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        row("json", "'{\"a\":  1}'", "jsonb", "{\"a\": 1}"),
        row("jsonb", "'{\"a\":  1.00}'", "jsonb", "{\"a\": 1.00}"),
        row("bytea", "'\\x00ff'", "bytea", "\\x00ff"),
        row("inet", "'10.0.0.1/8'", "text", "10.0.0.1/8"),
        row("bit(3)", "b'101'", "text", "101"),
        row("integer[]", "'{1,NULL,3}'", "integer[]", "{1,NULL,3}"),
        row(
            "text[]",
            "array['a,b', 'c\"d', null, 'NULL']",
            "text[]",
            "{\"a,b\",\"c\\\"d\",NULL,\"NULL\"}"),
        row("date[]", "'{2024-02-29,NULL}'", "date[]", "{2024-02-29,NULL}"),
        row("integer[]", "'{{1},{2}}'", "integer[]", null),
        row("int4range", "'[1,5)'", "text", "[1,5)"));
  }

  private static Arguments row(String type, String literal, String target, String value) {
    return Arguments.of(type, literal, target, value);
  }

  /** A column for each row, and a row for each: one that fails costs no other. */
  @BeforeAll
  static void runOnce() {
    List<Object[]> all = values().map(Arguments::get).toList();
    StringBuilder contract = new StringBuilder(CONTRACT);
    SOURCE.execute("create type mood as enum ('glad', 'sad')");
    SOURCE.execute(
        IntStream.range(0, all.size())
            .mapToObj(i -> "v" + i + " " + all.get(i)[0])
            .collect(Collectors.joining(", ", "create table every (id bigint, ", ")")));
    for (int i = 0; i < all.size(); i++) {
      SOURCE.execute(
          "insert into every (id, v" + i + ") values (" + i + ", " + all.get(i)[1] + ")");
      contract.append("      - {name: v%d, physicalType: \"%s\"}\n".formatted(i, all.get(i)[2]));
    }
    ProjectFolder.in(root, WAREHOUSE)
        .file("contracts/every.odcs.yaml", contract.toString())
        .file(
            "feeds/every.yaml",
            """
            contract: ../contracts/every.odcs.yaml
            source: {jdbc: {url: "%s", user: postgres, table: every}}
            load: {mode: upsert}
            """
                .formatted(SOURCE.url()))
        .run("every", RunnerChoice.DIRECT);
  }

  @ParameterizedTest(name = "{0} {1} as {2}")
  @MethodSource("values")
  void arrivesInTheColumn(String type, String literal, String target, String value) {
    List<List<Object>> all = values().map(row -> java.util.Arrays.asList(row.get())).toList();
    int id = all.indexOf(java.util.Arrays.asList(type, literal, target, value));
    String of = " where id = " + id;

    String shown = target.equals("timestamptz") ? " at time zone 'UTC'" : "";
    List<List<String>> here =
        WAREHOUSE.rows("select (v" + id + shown + ")::text from shop.every" + of);
    List<List<String>> rejects =
        WAREHOUSE.rows("select column_name from towpath.reject where column_name = 'v" + id + "'");

    assertThat(here).isEqualTo(value == null ? List.of() : List.of(List.of(value)));
    assertThat(rejects).isEqualTo(value == null ? List.of(List.of("v" + id)) : List.of());
  }

  @Test
  void booksBalanceWithAllOfThem() {
    assertSettled(WAREHOUSE, "every");
  }
}
