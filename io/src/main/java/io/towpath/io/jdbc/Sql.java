package io.towpath.io.jdbc;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes names and values into SQL so that they mean nothing else. */
final class Sql {
  private Sql() {}

  /** A name, quoted as standard SQL does. */
  static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** A name with its schema, part by part. */
  static String qualified(String table) {
    return Arrays.stream(table.split("\\.", -1)).map(Sql::name).collect(Collectors.joining("."));
  }

  /** A text. */
  static String text(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
