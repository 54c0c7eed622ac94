package io.towpath.io.postgres.stage;

import io.towpath.contract.Contract;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.postgres.WarehouseAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Compares the keys of a table with those that its source has, in one transaction of the warehouse
 * that writes nothing but temporary tables and ends with it.
 *
 * <p><b>Bounded</b>: a batch of rows is held; the server keeps the source's keys. <b>Guarantee</b>:
 * keys are equal where PostgreSQL says so. <b>Parallelism</b>: one connection. <b>Failures</b>: as
 * {@link Warehouse} has them.
 */
public final class KeyComparison implements AutoCloseable {
  private static final String KEYS = "towpath_source_keys";
  private static final String EXTRA = "towpath_extra_keys";
  private static final String LANDED = "_landed";
  private static final int FETCH = 10_000;

  private final WarehouseAddress address;
  private final Contract contract;
  private final Connection connection;
  private long extra;

  private KeyComparison(WarehouseAddress address, Contract contract) throws SQLException {
    this.address = address;
    this.contract = contract;
    this.connection = Warehouse.connect(address, "keys", Role.LOADER);
    connection.setAutoCommit(false);
  }

  /** Writes the source's keys. */
  @FunctionalInterface
  public interface Keys {
    /**
     * Writes each key as a line of COPY's text format: the columns of the merge key, then {@code t}
     * if the row was landed before, {@code f} if it is too new for that.
     */
    void write(CopyIn copy) throws SQLException;
  }

  /** Takes rows of the table. */
  @FunctionalInterface
  public interface Taker {
    /** Takes the row that the result stands on. */
    void take(ResultSet row) throws SQLException;
  }

  /** Begins. */
  public static KeyComparison open(WarehouseAddress address, Contract contract) {
    try {
      return new KeyComparison(address, contract);
    } catch (SQLException e) {
      throw Warehouse.failure(address, e);
    }
  }

  /** Whether the table is there at all. */
  public boolean hasTable() {
    return asked(
            "select (to_regclass("
                + Identifier.literal(TableDdl.target(contract))
                + ") is not null)::int")
        == 1;
  }

  /** Rows of the table, without those that are marked as deleted. */
  public long rows() {
    return asked("select count(*) from " + living());
  }

  /** The table as {@code t}; rows that are marked as deleted are not there. */
  private String living() {
    String table = TableDdl.target(contract);
    String mark = DeletionMark.of(contract);
    boolean marks =
        asked(
                "select count(*) from pg_attribute where attrelid = to_regclass("
                    + Identifier.literal(table)
                    + ") and attname = "
                    + Identifier.literal(mark)
                    + " and not attisdropped")
            == 1;
    return marks
        ? "(select * from " + table + " where " + Identifier.quoted(mark) + " is null) t"
        : table + " t";
  }

  /** Takes the source's keys, and finds those that only the table has. */
  public void compareWith(Keys keys) throws SQLException {
    List<String> key = contract.mergeKey();
    execute(
        "create temporary table "
            + KEYS
            + " on commit drop as select "
            + Identifier.quoted(key)
            + ", true as "
            + LANDED
            + " from "
            + TableDdl.target(contract)
            + " with no data");
    CopyIn copy =
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + KEYS + " from stdin");
    try {
      keys.write(copy);
      long unused = copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
    execute("analyze " + KEYS);
    execute(
        "create temporary table "
            + EXTRA
            + " on commit drop as select "
            + Identifier.quoted(columns(contract))
            + " from "
            + living()
            + " where not exists (select from "
            + KEYS
            + " k where "
            + same()
            + ")");
    extra = asked("select count(*) from " + EXTRA);
  }

  /** How many rows of the table have a key that the source has not. */
  public long extra() {
    return extra;
  }

  /** Merge key, then versions that are not part of it, which {@link #extras} gives. */
  public static List<String> columns(Contract contract) {
    List<String> columns = new ArrayList<>(contract.mergeKey());
    contract.versionedBy().stream().filter(name -> !columns.contains(name)).forEach(columns::add);
    return columns;
  }

  /** Gives the rows of the table whose key the source has not. */
  public void extras(Taker taker) {
    rows("select " + Identifier.quoted(columns(contract)) + " from " + EXTRA, taker);
  }

  /** Their keys as texts, at most so many. */
  public List<List<String>> extraKeys(int most) {
    return keys("select " + Identifier.quoted(contract.mergeKey()) + " from " + EXTRA, most);
  }

  /** How many keys of the source were landed before and are not in the table. */
  public long missing() {
    return asked("select count(*) " + absent());
  }

  /** Keys of the source that are not in the table as texts, at most so many. */
  public List<List<String>> missingKeys(int most) {
    return keys("select " + Identifier.quoted(contract.mergeKey()) + " " + absent(), most);
  }

  private List<List<String>> keys(String select, int most) {
    List<List<String>> keys = new ArrayList<>();
    rows(
        select + " limit " + most,
        row -> {
          List<String> key = new ArrayList<>();
          for (int i = 1; i <= contract.mergeKey().size(); i++) {
            key.add(row.getString(i));
          }
          keys.add(key);
        });
    return keys;
  }

  private String absent() {
    return "from "
        + KEYS
        + " k where "
        + LANDED
        + " and not exists (select from "
        + living()
        + " where "
        + same()
        + ")";
  }

  private String same() {
    return contract.mergeKey().stream()
        .map(Identifier::quoted)
        .map(column -> "k." + column + " = t." + column)
        .collect(Collectors.joining(" and "));
  }

  private void rows(String sql, Taker taker) {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          taker.take(row);
        }
      }
    } catch (SQLException e) {
      throw Warehouse.failure(address, e);
    }
  }

  private long asked(String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw Warehouse.failure(address, e);
    }
  }

  private void execute(String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw Warehouse.failure(address, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw Warehouse.failure(address, e);
    }
  }
}
