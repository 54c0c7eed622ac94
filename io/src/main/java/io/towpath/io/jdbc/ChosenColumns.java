package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.Words;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Takes the columns that a feed asks for, and refuses names that are not there. */
final class ChosenColumns {
  private ChosenColumns() {}

  static List<SourceColumn> of(
      String file, JdbcDeclaration.Extent extent, List<SourceColumn> found) {
    List<String> all = found.stream().map(SourceColumn::name).toList();
    requireKnown(file, "columns", extent.columns(), all);
    requireKnown(file, "without", extent.without(), all);
    if (extent.splitBy() != null) {
      requireKnown(file, "splitBy", List.of(extent.splitBy()), all);
    }
    List<SourceColumn> chosen = found.stream().filter(column -> isRead(extent, column)).toList();
    requireDistinct(file, chosen);
    return chosen;
  }

  private static boolean isRead(JdbcDeclaration.Extent extent, SourceColumn column) {
    return (extent.columns().isEmpty() || extent.columns().contains(column.name()))
        && !extent.without().contains(column.name());
  }

  /** Fails if a name that the feed gives is no column. */
  static void requireKnown(String file, String key, List<String> names, Collection<String> all) {
    for (String name : names) {
      if (!all.contains(name)) {
        throw new TowpathException(
            ExitCode.CONFIGURATION,
            file
                + ": source.jdbc."
                + key
                + " names the column "
                + name
                + ", which is not there; expected "
                + Words.or(all)
                + Nearest.hint(name, all));
      }
    }
  }

  private static void requireDistinct(String file, List<SourceColumn> columns) {
    Set<String> fields = new HashSet<>();
    for (SourceColumn column : columns) {
      if (!fields.add(column.field())) {
        throw new TowpathException(
            ExitCode.CONFIGURATION,
            file
                + ": two columns would be called "
                + column.field()
                + " in Avro, which knows letters, digits and _ only; name them apart in"
                + " source.jdbc.query");
      }
    }
  }
}
