package io.towpath.bench.lineitem;

import java.util.SplittableRandom;

/** The four ways in which a line is broken; they take turns. */
enum Malformation {
  BAD_NUMBER {
    @Override
    String apply(Row row, Version version, SplittableRandom random) {
      String text = random.nextBoolean() ? "N/A" : "12,5x";
      return row.with(Row.QUANTITY, text).line(version);
    }
  },
  BAD_DATE {
    @Override
    String apply(Row row, Version version, SplittableRandom random) {
      String text = random.nextBoolean() ? "1995-02-30" : "not a date";
      return row.with(Row.SHIP_DATE, text).line(version);
    }
  },
  MISSING_COLUMNS {
    @Override
    String apply(Row row, Version version, SplittableRandom random) {
      return row.firstFields(Row.COLUMNS - 2);
    }
  },
  SURPLUS_COLUMN {
    @Override
    String apply(Row row, Version version, SplittableRandom random) {
      return row.line(version) + Row.SEPARATOR + "surplus";
    }
  };

  /** The keys of broken lines start here, so that none hides behind a good row. */
  private static final long FIRST_ORDER_KEY = 100_000_000L;

  static String breakLine(long turn, long index, Row row, Version version, SplittableRandom random) {
    Malformation[] kinds = values();
    Row own = row.with(Row.ORDER_KEY, Long.toString(FIRST_ORDER_KEY + index));
    return kinds[(int) (turn % kinds.length)].apply(own, version, random);
  }

  abstract String apply(Row row, Version version, SplittableRandom random);
}
