package io.towpath.testing;

import java.util.Locale;

/**
 * Builds a line of an orders file, {@code order_id,customer,amount,changed_at}: a good one unless a
 * test says otherwise. Immutable.
 */
public final class OrderLine {
  /** The header of a file of such lines. */
  public static final String HEADER = "order_id,customer,amount,changed_at\n";

  private static final int DAY_SECONDS = 86_400;

  private final long id;
  private final String customer;
  private final String amount;
  private final String changedAt;

  private OrderLine(long id, String customer, String amount, String changedAt) {
    this.id = id;
    this.customer = customer;
    this.amount = amount;
    this.changedAt = changedAt;
  }

  /** Order 1 of Ada, over 1.50. */
  public static OrderLine anOrder() {
    return new OrderLine(1, "Ada", "1.50", "2026-01-05T09:00:00Z");
  }

  public OrderLine withId(long other) {
    return new OrderLine(other, customer, amount, changedAt);
  }

  public OrderLine withCustomer(String other) {
    return new OrderLine(id, other, amount, changedAt);
  }

  /** Any text: what is no number makes the line a reject. */
  public OrderLine withAmount(String other) {
    return new OrderLine(id, customer, other, changedAt);
  }

  /** Changed at a second of 5 January 2026, counted from 0. */
  public OrderLine changedAtSecond(int second) {
    int time = second % DAY_SECONDS;
    return new OrderLine(
        id,
        customer,
        amount,
        String.format(
            Locale.ROOT, "2026-01-05T%02d:%02d:%02dZ", time / 3600, time / 60 % 60, time % 60));
  }

  /** The line with its line break. */
  public String csv() {
    return id + "," + customer + "," + amount + "," + changedAt + "\n";
  }
}
