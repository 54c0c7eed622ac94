package io.towpath.bench.lineitem;

import java.math.BigDecimal;

/**
 * Sums up what a table must hold: cheap to compute in any database, independent of the order of
 * rows, and different when a key, a version, a quantity or a price is wrong.
 */
final class TableSums {
  private long rows;
  private long quantity;
  private long cents;
  private long keys;
  private long versions;

  void add(Row row) {
    rows++;
    quantity += row.quantity();
    cents += row.priceInCents();
    keys += row.key();
  }

  void add(Row row, Version version) {
    add(row);
    versions += version.epochSecond();
  }

  long rows() {
    return rows;
  }

  String json() {
    return "{\"rows\": %d, \"quantity\": \"%s\", \"price\": \"%s\", \"keys\": %d, \"versions\": %d}"
        .formatted(rows, money(quantity * 100), money(cents), keys, versions);
  }

  private static String money(long inCents) {
    return BigDecimal.valueOf(inCents, 2).toPlainString();
  }
}
