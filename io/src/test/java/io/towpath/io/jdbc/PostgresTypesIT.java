package io.towpath.io.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
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

/** Each row of the table of types in docs/reference/source-jdbc.md, from PostgreSQL to Avro. */
final class PostgresTypesIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @TempDir static Path folder;

  private static List<GenericRecord> rows;

  /** A table with a column for each value, null in the second row. */
  @BeforeAll
  static void landAllTypesAtOnce() {
    POSTGRES.execute(
        "create type mood as enum ('glad', 'sad'); create type point3 as (x int, y int, z text);"
            + " create domain price as numeric(8,2) check (value > 0);"
            + " create domain tag as text");
    List<Object[]> all = values().map(Arguments::get).toList();
    String columns =
        IntStream.range(0, all.size())
            .mapToObj(i -> "v" + i + " " + all.get(i)[0])
            .collect(Collectors.joining(", "));
    String literals =
        all.stream().map(each -> each[1].toString()).collect(Collectors.joining(", "));
    POSTGRES.execute("create table every (" + columns + ")");
    POSTGRES.execute("alter table every alter v4 drop not null, alter v5 drop not null");
    POSTGRES.execute("insert into every values (" + literals + ")");
    POSTGRES.execute("insert into every (v0, v4, v5) values (null, null, null)");
    rows = SourceDatabase.of(folder, POSTGRES).table("every").rows();
  }

  /** Type, literal, and what Avro says: its type and the value. */
  static Stream<Arguments> values() {
    return Stream.of(
        row("boolean", "true", "boolean", "true"),
        row("smallint", "-32768", "int", "-32768"),
        row("integer", "2147483647", "int", "2147483647"),
        row("bigint", "-9223372036854775808", "long", "-9223372036854775808"),
        row("serial", "7", "int", "7"),
        row("bigserial", "7", "long", "7"),
        row("real", "'1.1'", "float", "1.1"),
        row("real", "'NaN'", "float", "NaN"),
        row("double precision", "'0.1'", "double", "0.1"),
        row("double precision", "'-Infinity'", "double", "-Infinity"),
        row("double precision", "5e-324", "double", "4.9E-324"),
        row("numeric(12,2)", "1234567890.05", "decimal(12,2)", "1234567890.05"),
        row("numeric(12,2)", "-0.05", "decimal(12,2)", "-0.05"),
        row("numeric(12,2)", "0", "decimal(12,2)", "0.00"),
        row("numeric(18,6)", "-999999999999.999999", "decimal(18,6)", "-999999999999.999999"),
        row("numeric(3,3)", "0.001", "decimal(3,3)", "0.001"),
        row("numeric(5,0)", "-99999", "decimal(5,0)", "-99999"),
        row("numeric(38,10)", "1e27", "decimal(38,10)", "1000000000000000000000000000.0000000000"),
        row("numeric(12,2)", "'NaN'", "string", "NaN"),
        row("numeric", "1.500", "string", "1.500"),
        row("numeric", "'1e30'", "string", "1000000000000000000000000000000"),
        row("numeric", "-0.00000000000000000000000001", "string", "-0.00000000000000000000000001"),
        row("numeric", "'-Infinity'", "string", "-Infinity"),
        row("numeric(3,-2)", "12345", "string", "12300"),
        row("price", "12.50", "decimal(8,2)", "12.50"),
        row("money", "'$1,234.50'", "string", "1234.50"),
        row("date", "'2024-02-29'", "date", "19782"),
        row("date", "'0044-03-15 BC'", "date", "-735160"),
        row("date", "'10000-01-01'", "date", "2932897"),
        row("date", "'infinity'", "string", "infinity"),
        row("date", "'-infinity'", "string", "-infinity"),
        row("time", "'23:59:59.999999'", "time-micros", "86399999999"),
        row("time", "'24:00'", "string", "24:00:00"),
        row("timetz", "'12:00+02'", "string", "12:00:00+02"),
        row("timestamp", "'1969-12-31 23:59:59.5'", "local-timestamp-micros", "-500000"),
        row("timestamp", "'infinity'", "string", "infinity"),
        row("timestamptz", "'2024-01-01 00:00+02'", "timestamp-micros", "1704060000000000"),
        row("timestamptz", "'-infinity'", "string", "-infinity"),
        row("timestamptz", "'294276-12-31 23:59:59.5Z'", "string", "+294276-12-31T23:59:59.500"),
        row("interval", "'1 year -2 days 03:04:05.6'", "string", "P1Y-2DT3H4M5.6S"),
        row("text", "'π 𝄞 ' || chr(8203)", "string", "π 𝄞 \u200b"),
        row("text", "''", "string", ""),
        row("varchar(5)", "'ab '", "string", "ab "),
        row("char(4)", "'ab'", "string", "ab  "),
        row("\"char\"", "'x'", "string", "x"),
        row("name", "'relation'", "string", "relation"),
        row("tag", "'t'", "string", "t"),
        row("mood", "'sad'", "string", "sad"),
        row(
            "uuid",
            "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'",
            "uuid",
            "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        row("json", "'{\"a\":  1, \"a\": 2}'", "string", "{\"a\":  1, \"a\": 2}"),
        row("jsonb", "'{\"a\":  1.00}'", "string", "{\"a\": 1.00}"),
        row("xml", "'<a/>'", "string", "<a/>"),
        row("bytea", "'\\x00ff'", "bytes", "00ff"),
        row("inet", "'10.0.0.1/8'", "string", "10.0.0.1/8"),
        row("cidr", "'10.0.0.0/8'", "string", "10.0.0.0/8"),
        row("macaddr", "'08:00:2b:01:02:03'", "string", "08:00:2b:01:02:03"),
        row("bit(3)", "b'101'", "string", "101"),
        row("varbit", "b'01'", "string", "01"),
        row("integer[]", "'{1,NULL,3}'", "string", "{1,NULL,3}"),
        row("integer[]", "'[0:1]={1,2}'", "string", "[0:1]={1,2}"),
        row(
            "text[]",
            "array['a,b', 'c\"d', null, 'NULL']",
            "string",
            "{\"a,b\",\"c\\\"d\",NULL,\"NULL\"}"),
        row("int4range", "'[1,5)'", "string", "[1,5)"),
        row("point3", "row(1,2,'x')", "string", "(1,2,x)"),
        row("point", "'(1,2)'", "string", "(1,2)"),
        row("oid", "4294967295", "string", "4294967295"),
        row("xid8", "'18446744073709551615'", "string", "18446744073709551615"),
        row("pg_lsn", "'16/B374D848'", "string", "16/B374D848"),
        row("tsvector", "'a:1'", "string", "'a':1"));
  }

  private static Arguments row(String type, String literal, String avro, String value) {
    return Arguments.of(type, literal, avro, value);
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
    assertThat(nameOf(branch)).isEqualTo(avro);
    assertThat(Kept.shown(kept, branch)).isEqualTo(value);
    assertThat(rows.get(1).get(column)).isNull();
    assertThat(field.getProp("column")).isEqualTo("v" + column);
    assertThat(field.getProp("sourceType")).isNotEmpty();
  }

  private static String nameOf(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    if (logical instanceof LogicalTypes.Decimal decimal) {
      return "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
    }
    return logical == null ? schema.getType().getName() : logical.getName();
  }

  @Test
  void keepsEveryDigitOfRandomNumerics() {
    POSTGRES.execute(
        "drop table if exists t; create table t (v numeric(30,7), w numeric(15,4), x numeric,"
            + " shown text)");
    POSTGRES.execute(
        "insert into t select v, v, v, v || '|' || round(v, 4) || '|' || v from (select (case when"
            + " i % 2 = 0 then -1 else 1 end * random() * power(10, i % 11 - 5))::numeric(30,7) v"
            + " from generate_series(1, 3000) i) s");

    List<GenericRecord> numbers = SourceDatabase.of(folder, POSTGRES).table("t").rows();

    assertThat(numbers).hasSize(3000);
    for (GenericRecord row : numbers) {
      Schema schema = row.getSchema();
      String shown =
          Kept.shown(row.get("v"), schema.getField("v").schema().getTypes().get(1))
              + "|"
              + Kept.shown(row.get("w"), schema.getField("w").schema().getTypes().get(1))
              + "|"
              + row.get("x");
      assertThat(shown).isEqualTo(row.get("shown").toString());
    }
  }
}
