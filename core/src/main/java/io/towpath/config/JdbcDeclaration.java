package io.towpath.config;

import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A database as a source.
 *
 * @param database where it is
 * @param extent what is read of it
 * @param cursor what tells new rows from old ones, null if every batch holds all rows
 * @param sweep how rows are found that are there no more, null if they are not looked for
 * @param limits what it is spared
 */
public record JdbcDeclaration(
    Database database, Extent extent, @Nullable Cursor cursor, @Nullable Sweep sweep, Limits limits)
    implements SourceDeclaration {

  @Override
  public Layout layout() {
    return Layout.avro();
  }

  /**
   * A database and how to log in; it holds references to secrets, never their values.
   *
   * @param address JDBC URL, or a reference to it
   * @param user reference or text, null for the driver's default
   * @param password reference, null if none is needed
   */
  public record Database(Address address, @Nullable Secret user, @Nullable Secret password)
      implements Serializable {

    /** A database whose URL is known. */
    public Database(String url, @Nullable Secret user, @Nullable Secret password) {
      this(new Address(new Secret(url), Address.Kind.JDBC), user, password);
    }

    /** The URL itself. */
    public String url() {
      return address.url();
    }

    /** Where it is, for messages. */
    public String place() {
      return address.toString();
    }
  }

  /**
   * What is read.
   *
   * @param table name, with its schema or without; null if there is a query
   * @param query that gives the rows; null if there is a table
   * @param columns to read, empty for all
   * @param without columns to leave out
   * @param splitBy column whose ranges are read at once, null if Towpath chooses
   */
  public record Extent(
      @Nullable String table,
      @Nullable String query,
      List<String> columns,
      List<String> without,
      @Nullable String splitBy)
      implements Serializable {

    /** Name of what is read, for parts. */
    public String name() {
      return table == null ? "query" : table;
    }
  }

  /** How a cursor's upper bound is found, so that no later commit falls below it. */
  public enum Mark {
    /** A time that is set within the transaction. */
    TIME,
    /** A number from a sequence. */
    SEQUENCE,
    /** The writing transaction's {@code xid8}. */
    XID8,
    /** A time that proves nothing: slices overlap, and the overlap shows whether it was enough. */
    OVERLAP
  }

  /**
   * What tells new rows from old ones.
   *
   * @param column that grows with each write
   * @param mark how its safe upper bound is found
   * @param margin what is left to the next batch: for clocks that differ, or writes that lag
   * @param overlap how much of the last slice is read again, zero unless the mark needs it
   * @param timezone of a column without one
   */
  public record Cursor(String column, Mark mark, Duration margin, Duration overlap, ZoneId timezone)
      implements Serializable {}

  /**
   * Each batch deletes the keys of the table that the database has no more.
   *
   * @param maxDeletes percent of the table's rows that may go at once
   */
  public record Sweep(int maxDeletes) implements Serializable {}

  /**
   * What a database is spared.
   *
   * @param connections that read at once
   * @param fetchSize rows that a driver holds
   * @param statementTimeout after which a split is given up
   * @param lockTimeout after which a lock is waited for no longer
   */
  public record Limits(
      int connections, int fetchSize, Duration statementTimeout, Duration lockTimeout)
      implements Serializable {}
}
