package io.towpath.bench.lineitem;

import io.trino.tpch.LineItem;
import java.util.Arrays;

/** The sixteen fields of one lineitem as text. */
final class Row {
  static final String SEPARATOR = "|";
  static final int COLUMNS = 16;
  static final int ORDER_KEY = 0;
  static final int QUANTITY = 4;
  static final int SHIP_DATE = 10;

  private static final int COMMENT = 15;
  private static final int GREATEST_QUANTITY = 50;

  private final LineItem item;
  private final String[] fields;

  private Row(LineItem item, String[] fields) {
    this.item = item;
    this.fields = fields;
  }

  static Row of(LineItem item) {
    String line = item.toLine();
    String withoutLastSeparator = line.substring(0, line.length() - 1);
    return new Row(item, withoutLastSeparator.split("\\|", -1));
  }

  /** Changes the quantity by a step, within 1 to 50, and marks the comment. */
  Row changed(int step, String mark) {
    long quantity = 1 + (quantity() + step - 1) % GREATEST_QUANTITY;
    return with(QUANTITY, Long.toString(quantity)).with(COMMENT, mark + fields[COMMENT]);
  }

  Row with(int column, String value) {
    String[] copy = fields.clone();
    copy[column] = value;
    return new Row(item, copy);
  }

  String line() {
    return String.join(SEPARATOR, fields);
  }

  String line(Version version) {
    return line() + SEPARATOR + version.text();
  }

  /** The line broken off after some fields. */
  String firstFields(int count) {
    return String.join(SEPARATOR, Arrays.copyOf(fields, count));
  }

  long quantity() {
    return Long.parseLong(fields[QUANTITY]);
  }

  long priceInCents() {
    return item.getExtendedPriceInCents();
  }

  /** Differs for every key, as an order has at most seven lines. */
  long key() {
    return item.getOrderKey() * 8 + item.getLineNumber();
  }

  String month() {
    return fields[SHIP_DATE].substring(0, "yyyy-MM".length());
  }
}
