package io.towpath.pipelines;

import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;

/** A project whose feed {@code orders} reads {@code shop.orders} of another database. */
final class DatabaseProject {
  /** Columns as the contract of {@link Orders} has them. */
  static final String TABLE =
      "create schema if not exists shop; create table shop.orders (order_id bigint primary key,"
          + " customer text not null, amount numeric(12,2) not null, changed_at timestamptz not"
          + " null default now())";

  private DatabaseProject() {}

  /**
   * The project.
   *
   * @param keys of {@code source.jdbc} besides url, user and table
   */
  static ProjectFolder in(
      Path root, EmbeddedPostgres warehouse, EmbeddedPostgres source, String keys) {
    return feed(ProjectFolder.in(root, warehouse), source, keys, "upsert")
        .file("contracts/orders.odcs.yaml", Orders.CONTRACT);
  }

  /** Declares the feed. */
  static ProjectFolder feed(
      ProjectFolder project, EmbeddedPostgres source, String keys, String mode) {
    return project.file(
        "feeds/orders.yaml",
        """
        contract: ../contracts/orders.odcs.yaml
        source: {jdbc: {url: "%s", user: postgres, table: shop.orders%s}}
        load: {mode: %s}
        """
            .formatted(source.url(), keys, mode));
  }
}
