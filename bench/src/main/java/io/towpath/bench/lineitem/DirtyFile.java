package io.towpath.bench.lineitem;

import java.io.IOException;
import java.time.Month;
import java.util.SplittableRandom;

/**
 * Writes each row with a version, and the dirt of real deliveries: 1 % of the keys come twice with
 * a newer version (half of these newest first), 1 % of the rows come twice byte for byte, and 0.1 %
 * surplus lines with keys of their own are malformed. Late lines arrive up to 200,000 rows later.
 */
final class DirtyFile {
  private static final long SEED = 20261122L;
  private static final int DAYS = 28;

  /** Above all keys of rows, so that no malformed line hides behind a good one. */
  private static final long FIRST_MALFORMED_KEY = 100_000_000L;

  private static final int GREATEST_DELAY = 200_000;
  private static final int ONE_IN_NEWER = 100;
  private static final int ONE_IN_TWICE = 100;
  private static final int ONE_IN_MALFORMED = 1000;

  /** What a reader of the whole file must end up with for this key. */
  record Latest(Row row, Version version) {}

  private final Lines lines;
  private final LateLines late = new LateLines();
  private final SplittableRandom random = new SplittableRandom(SEED);
  private long index;
  private long malformed;

  private DirtyFile(Lines lines) {
    this.lines = lines;
  }

  static DirtyFile on(Lines lines) {
    return new DirtyFile(lines);
  }

  /** The random numbers are drawn in a fixed order: changing it changes every file after it. */
  Latest write(Row row) throws IOException {
    late.writeUpTo(index, lines);
    Version version = Version.draw(Month.JANUARY, 1 + random.nextInt(DAYS), random);
    Latest latest = new Latest(row, version);
    if (random.nextInt(ONE_IN_NEWER) == 0) {
      latest = writeTwoVersions(row, version);
    } else {
      lines.write(row.line(version));
    }
    if (random.nextInt(ONE_IN_TWICE) == 0) {
      late.add(drawPosition(), row.line(version));
    }
    if (random.nextInt(ONE_IN_MALFORMED) == 0) {
      Row own = row.with(Row.ORDER_KEY, Long.toString(FIRST_MALFORMED_KEY + index));
      lines.write(Malformation.ofTurn(malformed++).apply(own, version, random));
    }
    index++;
    return latest;
  }

  private Latest writeTwoVersions(Row row, Version version) throws IOException {
    Row corrected = row.changed(7, "corrected, ");
    Version newer = Version.draw(Month.FEBRUARY, version.day(), random);
    long position = drawPosition();
    boolean newestFirst = random.nextBoolean();
    lines.write(newestFirst ? corrected.line(newer) : row.line(version));
    late.add(position, newestFirst ? row.line(version) : corrected.line(newer));
    return new Latest(corrected, newer);
  }

  private long drawPosition() {
    return index + 1 + random.nextInt(GREATEST_DELAY);
  }

  void finish() throws IOException {
    late.writeAll(lines);
  }

  long malformed() {
    return malformed;
  }
}
