package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.contract.Contract;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.stage.KeyComparison;
import io.towpath.io.source.Finding;
import io.towpath.io.source.SourcePlan;
import io.towpath.io.source.SplitReader;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A database of which only a driver is known, MySQL and MariaDB among them.
 *
 * <p><b>Bounded</b>: the fetch size per connection. <b>Guarantee</b>: each split is one statement;
 * several see several moments, and the slice says so. <b>Parallelism</b>: as many connections as
 * the feed allows. <b>Failures</b>: exit code {@code SOURCE}, {@code CONFIGURATION} where the feed
 * asks for what this reader does not do.
 */
final class DriverSource implements KeyedSource {
  private final String file;
  private final JdbcDeclaration source;
  private final InstantSource clock;
  private final @Nullable SweepTarget target;

  /**
   * A database.
   *
   * @param target that deletes are found in, null if none are looked for
   */
  DriverSource(
      String file, JdbcDeclaration source, InstantSource clock, @Nullable SweepTarget target) {
    this.target = target;
    this.file = file;
    this.source = source;
    this.clock = clock;
  }

  @Override
  public SourcePlan plan(@Nullable String cursor) {
    if (source.cursor() != null) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          file
              + ": source.jdbc.cursor needs PostgreSQL; leave it out, and each batch holds all rows");
    }
    try (Connection connection = DriverSession.open(source)) {
      return plan(connection);
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }

  @Override
  public List<Finding> examine(@Nullable String cursor) {
    try (Connection connection = DriverSession.open(source)) {
      DatabaseMetaData product = connection.getMetaData();
      String name = product.getDatabaseProductName() + " " + product.getDatabaseProductVersion();
      SourcePlan plan = plan(connection);
      return plan.splits().size() == 1
          ? List.of(Finding.good("", name))
          : List.of(
              Finding.good("", name),
              Finding.good(
                  "splits",
                  plan.splits().size() + ", each of which sees another moment of the table"));
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }

  @Override
  public SourcePlan sample() {
    try (Connection connection = DriverSession.open(source)) {
      return rows(connection, clock.instant());
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }

  @Override
  public void compare(KeyComparison comparison, Contract contract, @Nullable String cursor) {
    try (Connection connection = DriverSession.open(source)) {
      comparison.compareWith(keys(connection, contract));
    } catch (SQLException e) {
      throw SourceFailure.of(source, e);
    }
  }

  private SourceKeys keys(Connection connection, Contract contract) throws SQLException {
    List<String> all = found(connection).stream().map(SourceColumn::name).toList();
    return SourceKeys.of(file, source, contract, from(), all, "1 = 1", null);
  }

  private SourcePlan plan(Connection connection) throws SQLException {
    Instant now = clock.instant();
    SourcePlan rows = rows(connection, now);
    if (target == null) {
      return rows;
    }
    List<SplitReader> splits = new ArrayList<>(rows.splits());
    splits.add(new KeySweep(keys(connection, target.contract()), target, name(), now));
    return new SourcePlan(splits, rows.bytes(), rows.slice(), rows.readers());
  }

  private String from() {
    String table = source.extent().table();
    return table != null ? Sql.qualified(table) : "(" + source.extent().query() + "\n) as source";
  }

  private String name() {
    String table = source.extent().table();
    return table == null ? "query" : table;
  }

  private SourcePlan rows(Connection connection, Instant now) throws SQLException {
    List<SourceColumn> columns = ChosenColumns.of(file, source.extent(), found(connection));
    String select =
        "select "
            + columns.stream().map(this::expression).collect(Collectors.joining(", "))
            + " from "
            + from();
    List<DriverSplit> splits = new ArrayList<>();
    for (DriverRanges.Range range :
        new DriverRanges(connection, source, from()).ranges(key(connection))) {
      String where = range.condition().isEmpty() ? "" : " where " + range.condition();
      splits.add(new DriverSplit(source, select + where, range.bounds(), columns, name(), now));
    }
    Manifest.Slice slice = new Manifest.Slice(null, now.toString(), null, splits.size() == 1);
    return new SourcePlan(splits, 0, slice, source.limits().connections());
  }

  private List<SourceColumn> found(Connection connection) throws SQLException {
    List<SourceColumn> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("select * from " + from() + " where 1 = 0")) {
      ResultSetMetaData columns = none.getMetaData();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        found.add(DriverTypes.column(columns, i));
      }
    }
    return found;
  }

  /** MySQL shows floats with six digits, doubles with all, and bits as bytes. */
  private String expression(SourceColumn column) {
    String name = Sql.name(column.name());
    if (!DriverSession.isMysql(source)) {
      return name;
    }
    if (column.declared().equalsIgnoreCase("BIT") && column.type() != ValueType.BOOLEAN) {
      return "lpad(bin(" + name + " + 0), " + Math.max(1, column.precision()) + ", '0')";
    }
    return column.type() == ValueType.REAL ? name + " + 0e0" : name;
  }

  /** The column whose ranges are read at once: as declared, or the first of the primary key. */
  private @Nullable String key(Connection connection) throws SQLException {
    if (source.extent().splitBy() != null || source.extent().table() == null) {
      return source.extent().splitBy();
    }
    String[] parts = source.extent().table().split("\\.", -1);
    String schema = parts.length > 1 ? parts[parts.length - 2] : connection.getCatalog();
    boolean mysql = DriverSession.isMysql(source);
    try (ResultSet key =
        connection
            .getMetaData()
            .getPrimaryKeys(
                mysql ? schema : connection.getCatalog(),
                mysql || parts.length == 1 ? null : schema,
                parts[parts.length - 1])) {
      String first = null;
      while (key.next()) {
        if (key.getInt("KEY_SEQ") == 1) {
          first = key.getString("COLUMN_NAME");
        }
      }
      return first;
    }
  }

  /** Leaves out parts without records; a table without rows has none other. */
  @Override
  public List<Manifest.Part> select(List<Manifest.Part> landed) {
    return landed.stream().filter(part -> part.records() > 0).toList();
  }
}
