package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.config.JdbcDeclaration.Mark;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.source.Backfill;
import org.jspecify.annotations.Nullable;

/** Tells by which cursor a stretch of time is read, and whether it can be yet. */
final class BackfillCursor {
  private BackfillCursor() {}

  /** The feed's cursor; fails if it is none of time. */
  static Cursor of(String file, JdbcDeclaration source) {
    Cursor cursor = source.cursor();
    if (cursor != null && (cursor.mark() == Mark.TIME || cursor.mark() == Mark.OVERLAP)) {
      return cursor;
    }
    throw new TowpathException(
        ExitCode.CONFIGURATION,
        file
            + ": cannot be backfilled: expected source.jdbc.cursor of type time or overlap, whose"
            + " column says when a row was written");
  }

  /**
   * Fails if rows may still be written into a stretch, which would never be read then.
   *
   * @param mark below which none are, null where there is none now
   * @param isBefore whether the stretch ends before it
   */
  static void requireSafe(
      JdbcDeclaration source, Backfill stretch, @Nullable String mark, boolean isBefore) {
    String place = "source " + source.database().place() + ": ";
    if (mark == null) {
      throw new TowpathException(
          ExitCode.SOURCE,
          place + "no safe mark now, or no rows; see the step land.mark-held, and run again");
    }
    if (!isBefore) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          place
              + "rows may still be written before "
              + stretch.to()
              + "; expected --to to be "
              + mark
              + " at the latest");
    }
  }
}
