package io.towpath.io.postgres.stage;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes names into SQL: quoted only when PostgreSQL would read them otherwise, and cut to the 63
 * bytes it keeps in a way that leaves different names different.
 */
public final class Identifier {
  private static final int MAX_BYTES = 63;
  private static final int DIGEST_LENGTH = 8;
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  /** The reserved words of PostgreSQL 17, appendix C, including those that may name functions. */
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric authorization binary both case cast"
                  + " check collate collation column concurrently constraint create cross"
                  + " current_catalog current_date current_role current_schema current_time"
                  + " current_timestamp current_user default deferrable desc distinct do else end"
                  + " except false fetch for foreign freeze from full grant group having ilike in"
                  + " initially inner intersect into is isnull join lateral leading left like limit"
                  + " localtime localtimestamp natural not notnull null offset on only or order"
                  + " outer overlaps placing primary references returning right select session_user"
                  + " similar some symmetric system_user table tablesample then to trailing true"
                  + " union unique user using variadic verbose when where window with")
              .split(" "));

  private Identifier() {}

  /** The name as SQL reads it. */
  public static String quoted(String name) {
    if (PLAIN.matcher(name).matches() && !RESERVED.contains(name)) {
      return name;
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The name of a relation within a schema. */
  public static String quoted(String schema, String name) {
    return quoted(schema) + '.' + quoted(name);
  }

  /** Names, one after another with commas. */
  public static String quoted(List<String> names) {
    return names.stream().map(Identifier::quoted).collect(Collectors.joining(", "));
  }

  /** A text constant. */
  static String literal(String text) {
    String doubled = text.replace("'", "''");
    return text.indexOf('\\') < 0
        ? "'" + doubled + "'"
        : "E'" + doubled.replace("\\", "\\\\") + "'";
  }

  /**
   * Joins a name and a suffix into a name of at most 63 bytes. A name that has to be cut carries a
   * digest of all of it, so that two long names do not become one.
   */
  public static String fitted(String name, String suffix) {
    String whole = name + suffix;
    if (bytes(whole) <= MAX_BYTES) {
      return whole;
    }
    String digest = String.format(Locale.ROOT, "%016x", XxHash64.hash(utf8(name), 0, bytes(name)));
    String tail = "_" + digest.substring(0, DIGEST_LENGTH) + suffix;
    int end = name.length();
    while (end > 0 && bytes(name.substring(0, end)) + bytes(tail) > MAX_BYTES) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end) + tail;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int bytes(String text) {
    return utf8(text).length;
  }
}
