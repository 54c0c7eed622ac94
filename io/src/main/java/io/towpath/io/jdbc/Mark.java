package io.towpath.io.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the next slice ends: at a point below which no transaction will write any more. It is
 * asked before the snapshot is taken that the slice is read from, so that all that was committed
 * until then is seen.
 */
interface Mark {

  /**
   * What the next slice is.
   *
   * @param from where the last slice ended, null for the first
   * @return null if nothing can be new, or nothing may be read yet
   */
  @Nullable Bound find(Connection connection, @Nullable String from) throws SQLException;

  /** The condition of rows that slices held which ended there. */
  String before(String end);

  /**
   * A slice.
   *
   * @param from where it begins, null for the beginning
   * @param to where it ends, in words that the next search is given
   * @param condition which its rows fulfil
   */
  record Bound(@Nullable String from, String to, String condition) {}
}
