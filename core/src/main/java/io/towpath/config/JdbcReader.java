package io.towpath.config;

import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Extent;
import io.towpath.config.JdbcDeclaration.Limits;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a database as a source. */
final class JdbcReader {
  private static final List<String> KEYS =
      List.of(
          "url",
          "user",
          "password",
          "table",
          "query",
          "columns",
          "without",
          "splitBy",
          "cursor",
          "deletes",
          "maxDeletes",
          "connections",
          "fetchSize",
          "statementTimeout",
          "lockTimeout");
  private static final Pattern TABLE = Pattern.compile("[^.\\s]+(\\.[^.\\s]+){0,2}");
  private static final int CONNECTIONS = 4;
  private static final int MOST_CONNECTIONS = 256;
  private static final int FETCH_SIZE = 10_000;
  private static final int MOST_ROWS = 1_000_000;

  private JdbcReader() {}

  static Optional<SourceDeclaration> read(YamlValue value) {
    return value.keys(KEYS).map(JdbcReader::declaration);
  }

  private static SourceDeclaration declaration(YamlKeys keys) {
    Address address =
        AddressReader.require(
            keys, Address.Kind.JDBC, "a JDBC URL such as jdbc:postgresql://host:5432/database");
    JdbcDeclaration.Database database =
        new JdbcDeclaration.Database(
            address,
            SecretReader.referenceOrText(keys, "user"),
            SecretReader.reference(keys, "password"));
    Extent extent = extent(keys);
    Cursor cursor =
        keys.findUnlessNull("cursor")
            .flatMap(
                value -> JdbcCursorReader.read(value, address.isReference() ? "" : address.url()))
            .orElse(null);
    return new JdbcDeclaration(database, extent, cursor, SweepReader.read(keys), limits(keys));
  }

  private static Extent extent(YamlKeys keys) {
    if (keys.has("table") == keys.has("query")) {
      String wanted = "table: schema.name, or query: \"select …\"";
      if (keys.has("table")) {
        keys.problemAt("query", "table and query are both there; expected one of them");
      } else {
        keys.require("table", wanted);
      }
    }
    if (keys.has("columns") && keys.has("without")) {
      keys.problemAt("without", "columns and without are both there; expected one of them");
    }
    return new Extent(
        keys.find("table").map(JdbcReader::table).orElse(null),
        keys.find("query").map(JdbcReader::query).orElse(null),
        List.copyOf(keys.texts("columns")),
        List.copyOf(keys.texts("without")),
        keys.text("splitBy"));
  }

  private static @Nullable String table(YamlValue value) {
    String name = value.text();
    if (name != null && !TABLE.matcher(name).matches()) {
      value.expected("a table's name such as shop.orders, as the catalog has it");
    }
    return name;
  }

  private static @Nullable String query(YamlValue value) {
    String query = value.text();
    if (query != null && query.strip().endsWith(";")) {
      value.problem("query ends with ';'; expected one select without it, since it is wrapped");
    }
    return query;
  }

  private static Limits limits(YamlKeys keys) {
    return new Limits(
        number(keys, "connections", CONNECTIONS, MOST_CONNECTIONS),
        number(keys, "fetchSize", FETCH_SIZE, MOST_ROWS),
        duration(keys, "statementTimeout", Duration.ofHours(1)),
        duration(keys, "lockTimeout", Duration.ofSeconds(10)));
  }

  static int number(YamlKeys keys, String key, int otherwise, int most) {
    Optional<YamlValue> value = keys.find(key);
    Long number = value.map(found -> found.wholeNumber(1)).orElse(null);
    if (number == null) {
      return otherwise;
    }
    if (number > most) {
      value.get().expected("at most " + most);
    }
    return (int) Math.min(number, most);
  }

  static Duration duration(YamlKeys keys, String key, Duration otherwise) {
    return keys.find(key).map(Quantities::duration).orElse(otherwise);
  }
}
