package io.towpath.contract;

import io.towpath.yaml.Nearest;
import io.towpath.yaml.YamlValue;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the SQL of a rule. It is PostgreSQL's to parse; only its frame is checked here. */
final class Queries {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$?\\{\\s*(\\w+)\\s*\\}");
  private static final Set<String> PLACEHOLDERS = Set.of("object", "property");
  private static final Pattern READS = Pattern.compile("(?is)\\s*(select|with)\\b.*");
  private static final Pattern COUNTS =
      Pattern.compile(
          "(?is)\\s*select\\s+count\\s*\\(\\s*\\*\\s*\\)\\s+from\\s+\\{object\\}\\s+where\\s+(.+)");

  private Queries() {}

  /** The query with its property named; null, with a problem, if it is none that can be run. */
  static @Nullable String read(YamlValue value, @Nullable Column column) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    String query = text.strip().replaceFirst(";\\s*\\z", "").strip();
    if (!READS.matcher(query).matches() || query.contains(";")) {
      value.problem("query must be one statement that begins with SELECT or WITH");
      return null;
    }
    Matcher placeholders = PLACEHOLDER.matcher(query);
    while (placeholders.find()) {
      String found = placeholders.group();
      if (!found.equals("{object}") && !found.equals("{property}")) {
        value.problem(
            "unknown placeholder "
                + found
                + " in query; expected {object} or {property}"
                + Nearest.hint(placeholders.group(1), List.copyOf(PLACEHOLDERS)));
        return null;
      }
    }
    if (column == null && query.contains("{property}")) {
      value.problem("{property} has no meaning in a rule of the object; name the column");
      return null;
    }
    return column == null ? query : query.replace("{property}", quoted(column.name()));
  }

  /** The text after WHERE of a query that counts rows; null if it does anything else. */
  static @Nullable String predicate(String query) {
    Matcher matcher = COUNTS.matcher(query);
    return matcher.matches() ? matcher.group(1).strip() : null;
  }

  private static String quoted(String name) {
    return name.matches("[a-z_][a-z0-9_]*") ? name : '"' + name + '"';
  }
}
