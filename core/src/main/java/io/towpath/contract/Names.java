package io.towpath.contract;

import io.towpath.yaml.YamlValue;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;

/** What a name must be so that PostgreSQL, Avro and expressions can all carry it. */
public final class Names {
  private static final int MAX_BYTES = 63;
  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]*");
  private static final Set<String> RESERVED =
      Set.of("_batch", "_deleted_at", "_op", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

  private Names() {}

  /** Whether a column may have the name. */
  public static boolean fitsColumn(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES
        && NAME.matcher(name).matches()
        && !RESERVED.contains(name);
  }

  static void check(YamlValue value, String name, String what) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      value.problem(
          what
              + " "
              + name
              + " has "
              + bytes
              + " bytes; PostgreSQL keeps "
              + MAX_BYTES
              + ", shorten it");
    } else if (!NAME.matcher(name).matches()) {
      String hint = name.contains(".") ? "; the schema stands in servers" : "";
      value.problem(
          what
              + " \""
              + name
              + "\" is no name; expected a letter or _, then letters, digits and _"
              + hint);
    }
  }

  static void checkColumn(YamlValue value, String name) {
    check(value, name, "column");
    if (RESERVED.contains(name)) {
      value.problem(
          "column " + name + " is a name of PostgreSQL's or Towpath's own; choose another");
    }
  }
}
