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

  static Malformation ofTurn(long turn) {
    Malformation[] kinds = values();
    return kinds[(int) (turn % kinds.length)];
  }

  abstract String apply(Row row, Version version, SplittableRandom random);
}
