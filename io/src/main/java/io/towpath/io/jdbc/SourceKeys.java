package io.towpath.io.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.JdbcDeclaration;
import io.towpath.contract.Contract;
import io.towpath.io.postgres.stage.KeyComparison;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOut;

/**
 * Reads the keys of a source, and whether their rows were landed before.
 *
 * @param select of the key's columns, in the contract's order, and {@code t} or {@code f}
 * @param snapshot that PostgreSQL reads by, null for a moment of its own
 */
record SourceKeys(JdbcDeclaration source, String select, @Nullable String snapshot)
    implements KeyComparison.Keys, Serializable {
  private static final int BUFFER = 1 << 16;

  /**
   * The keys of a relation.
   *
   * @param file feed that declares it, for messages
   * @param from what stands behind FROM
   * @param all columns of the relation
   * @param landed condition of the rows that were landed before
   */
  static SourceKeys of(
      String file,
      JdbcDeclaration source,
      Contract contract,
      String from,
      Collection<String> all,
      String landed,
      @Nullable String snapshot) {
    String columns =
        contract.mergeKey().stream()
            .map(key -> Sql.name(column(file, key, all)))
            .collect(Collectors.joining(", "));
    String select =
        "select " + columns + ", case when " + landed + " then 't' else 'f' end from " + from;
    return new SourceKeys(source, select, snapshot);
  }

  /** The column that fills one of the contract's, found as decoders find it. */
  private static String column(String file, String key, Collection<String> all) {
    if (all.contains(key)) {
      return key;
    }
    List<String> folded = all.stream().filter(key::equalsIgnoreCase).toList();
    if (folded.size() != 1) {
      ChosenColumns.requireKnown(file, "deletes", List.of(key), all);
    }
    return folded.get(0);
  }

  @Override
  public void write(CopyIn copy) throws SQLException {
    if (source.database().url().startsWith("jdbc:postgresql:")) {
      copyFromPostgres(copy);
    } else {
      copyByDriver(copy);
    }
  }

  /** Both speak COPY's text format. */
  private void copyFromPostgres(CopyIn copy) throws SQLException {
    try (Connection connection = PostgresSession.open(source);
        Statement statement = connection.createStatement()) {
      if (snapshot != null) {
        statement.execute("begin isolation level repeatable read, read only");
        statement.execute("set transaction snapshot " + Sql.text(snapshot));
      }
      CopyOut keys =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("copy (" + select + ") to stdout");
      for (byte[] line = keys.readFromCopy(); line != null; line = keys.readFromCopy()) {
        copy.writeToCopy(line, 0, line.length);
      }
    }
  }

  private void copyByDriver(CopyIn copy) throws SQLException {
    try (Connection connection = DriverSession.open(source);
        PreparedStatement statement = connection.prepareStatement(select)) {
      DriverSession.limit(statement, source);
      try (ResultSet row = statement.executeQuery()) {
        int columns = row.getMetaData().getColumnCount();
        StringBuilder lines = new StringBuilder();
        while (row.next()) {
          for (int i = 1; i <= columns; i++) {
            append(row.getString(i), lines);
            lines.append(i < columns ? '\t' : '\n');
          }
          if (lines.length() >= BUFFER) {
            flush(lines, copy);
          }
        }
        flush(lines, copy);
      }
    }
  }

  private static void flush(StringBuilder lines, CopyIn copy) throws SQLException {
    byte[] bytes = lines.toString().getBytes(UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    lines.setLength(0);
  }

  private static void append(@Nullable String value, StringBuilder lines) {
    if (value == null) {
      lines.append("\\N");
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      switch (character) {
        case '\\' -> lines.append("\\\\");
        case '\t' -> lines.append("\\t");
        case '\n' -> lines.append("\\n");
        case '\r' -> lines.append("\\r");
        default -> lines.append(character);
      }
    }
  }
}
