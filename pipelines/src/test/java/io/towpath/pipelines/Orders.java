package io.towpath.pipelines;

import static io.towpath.testing.OrderLine.anOrder;

import io.towpath.testing.OrderLine;
import java.util.SplittableRandom;

/** Makes orders as CSV, the same for the same seed, and the feed and contract that load them. */
final class Orders {
  static final String FEED =
      """
      contract: ../contracts/orders.odcs.yaml
      source: {files: "inbox/*.csv", format: csv}
      load: {mode: upsert}
      """;

  static final String CONTRACT =
      """
      apiVersion: v3.2.0
      kind: DataContract
      id: test-orders
      name: Orders
      version: 1.0.0
      status: active
      servers:
        - {server: warehouse, type: postgres, host: localhost, port: 5432, database: test, schema: shop}
      schema:
        - name: orders
          logicalType: object
          physicalType: table
          customProperties:
            - {vendor: towpath, property: versionedBy, value: [changed_at]}
          quality:
            - {id: not_empty, metric: rowCount, mustBeGreaterThan: 0, severity: error}
          properties:
            - {name: order_id, logicalType: integer, logicalTypeOptions: {format: i64, minimum: 1}, physicalType: bigint, required: true, primaryKey: true, primaryKeyPosition: 1}
            - {name: customer, logicalType: string, physicalType: text, required: true}
            - {name: amount, logicalType: number, logicalTypeOptions: {minimum: 0}, physicalType: "numeric(12,2)", required: true}
            - {name: changed_at, logicalType: timestamp, logicalTypeOptions: {timezone: true}, physicalType: timestamptz, required: true}
      slaProperties:
        - {property: errorRate, value: 5, unit: percent}
      """;

  private static final int DAY_SECONDS = 86_400;

  private Orders() {}

  /** Adds the feed {@code orders}, which loads what lies in the inbox into {@code shop.orders}. */
  static ProjectFolder project(ProjectFolder project) {
    return project(project, "orders", "shop");
  }

  /** The same under another name and into another schema. */
  static ProjectFolder project(ProjectFolder project, String feed, String schema) {
    return project
        .file("feeds/" + feed + ".yaml", FEED.replace("orders.odcs", feed + ".odcs"))
        .file(
            "contracts/" + feed + ".odcs.yaml",
            CONTRACT.replace("schema: shop}", "schema: " + schema + "}"));
  }

  /**
   * Orders in a random order with a few per cent of newer and repeated versions and one in a
   * thousand broken.
   */
  static String csv(long seed, int lines) {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder csv = new StringBuilder(lines * 48).append(OrderLine.HEADER);
    for (int i = 0; i < lines; i++) {
      int id = 1 + random.nextInt(lines);
      int second = random.nextInt(DAY_SECONDS);
      String amount = random.nextInt(1000) == 0 ? "n/a" : (id % 5000) + "." + (10 + second % 90);
      csv.append(
          anOrder()
              .withId(id)
              .withCustomer("customer " + id % 977)
              .withAmount(amount)
              .changedAtSecond(second)
              .csv());
    }
    return csv.toString();
  }
}
