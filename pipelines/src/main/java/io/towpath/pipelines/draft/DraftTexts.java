package io.towpath.pipelines.draft;

import io.towpath.contract.ColumnType.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The texts of a feed and its contract.
 *
 * @param name of the feed
 * @param schema of the table
 * @param declared what stands under {@code source}
 * @param columns of the table
 * @param unfit columns of the source that no table can have
 */
record DraftTexts(
    String name,
    String schema,
    DraftSource source,
    String declared,
    List<ColumnGuess> columns,
    List<String> unfit) {
  private static final Pattern CHANGED = Pattern.compile("(?i).*(updat|modif|chang|version).*");

  /** The feed's file. */
  String feed() {
    StringBuilder yaml = new StringBuilder("# A draft: read it, then try it by: towpath preview ");
    yaml.append(name).append('\n');
    yaml.append("contract: ../contracts/").append(name).append(".odcs.yaml\n");
    yaml.append("source: ").append(declared).append('\n');
    if (source.isApi()) {
      yaml.append("# One page is read. To read on, add to rest, for example:\n");
      yaml.append("#   pagination: {style: page, parameter: page}\n");
      yaml.append("#   incremental: {since: updated_since, start: \"2026-01-01\"}\n");
    }
    if (source.isDatabase()) {
      yaml.append("# All rows are read each time. To read only what is new, add to jdbc:\n");
      yaml.append("#   cursor: {column: ").append(changed().orElse("updated_at"));
      yaml.append(", type: time}\n");
    }
    yaml.append("load: {mode: ").append(mode()).append("} # ");
    yaml.append(
        key()
            .map(key -> key.name() + " was another one in each record of the sample")
            .orElse("no column tells the records of the sample apart"));
    return yaml.append('\n').toString();
  }

  /** The contract's file. */
  String contract() {
    Optional<ColumnGuess> key = key();
    StringBuilder yaml =
        new StringBuilder("# A draft by a sample: types, required and the key are guesses.\n");
    yaml.append(
        """
        apiVersion: v3.2.0
        kind: DataContract
        id: %s
        name: %s
        version: 0.1.0
        status: draft
        servers:
          - {server: warehouse, type: postgres, host: localhost, port: 5432, database: towpath, schema: %s}
        schema:
          - name: %s
            logicalType: object
            physicalType: table
        """
            .formatted(name, name, schema, table()));
    if (key.isPresent() && changed().isPresent()) {
      yaml.append("    # If the greatest one is the newest version of a record:\n");
      yaml.append("    # customProperties: [{vendor: towpath, property: versionedBy, value: [");
      yaml.append(changed().get()).append("]}]\n");
    }
    yaml.append("    quality:\n");
    yaml.append(
        "      - {id: not_empty, metric: rowCount, mustBeGreaterThan: 0, severity: error}\n");
    yaml.append("    properties:\n");
    for (ColumnGuess column : columns) {
      yaml.append(column.property(key.isPresent() && column.equals(key.get()))).append('\n');
    }
    if (!unfit.isEmpty()) {
      yaml.append("      # Left out, as no column can have the name: ");
      yaml.append(String.join(", ", unfit).replaceAll("\\R", " ")).append('\n');
    }
    return yaml.toString();
  }

  private String table() {
    String table = name.replace('-', '_');
    return Character.isDigit(table.charAt(0)) ? "_" + table : table;
  }

  private String mode() {
    if (key().isPresent()) {
      return "upsert";
    }
    return source.isApi() || source.isDatabase() ? "replace" : "append";
  }

  /** A column that tells records apart: one that is called so, else the first. */
  private Optional<ColumnGuess> key() {
    List<ColumnGuess> keys = columns.stream().filter(ColumnGuess::couldBeKey).toList();
    return keys.stream()
        .filter(column -> column.name().toLowerCase(Locale.ROOT).matches("(.*_)?(id|key|uuid)"))
        .findFirst()
        .or(() -> keys.stream().findFirst());
  }

  private Optional<String> changed() {
    return columns.stream()
        .filter(
            column ->
                column.type().kind() == Kind.TIMESTAMPTZ || column.type().kind() == Kind.TIMESTAMP)
        .map(ColumnGuess::name)
        .filter(column -> CHANGED.matcher(column).matches())
        .findFirst();
  }
}
