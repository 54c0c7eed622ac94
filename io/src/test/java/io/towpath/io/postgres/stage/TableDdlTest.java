package io.towpath.io.postgres.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Feed;
import io.towpath.contract.Contract;
import io.towpath.contract.Contracts;
import io.towpath.yaml.Problems;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TableDdlTest {
  private static final Path SAMPLE =
      Path.of("../core/src/test/resources/io/towpath/contract/orders.odcs.yaml");

  @Test
  void writesTheSampleAsTheStandardsOwnToolExportsIt() {
    Problems problems = new Problems();
    Contract contract = Contracts.read(SAMPLE, "orders.odcs.yaml", problems).orElseThrow();

    assertThat(problems.list()).isEmpty();
    assertThat(TableDdl.text(contract, Feed.Mode.UPSERT))
        .isEqualTo(
            """
            create schema if not exists sales;
            create table if not exists sales.orders (
              order_id bigint not null,
              ordered_at timestamptz not null,
              order_ref uuid not null,
              customer_id bigint not null,
              customer_name text,
              customer_email text,
              status text not null,
              currency char(3) not null,
              total_amount numeric(12,2) not null,
              discount_rate numeric(5,4),
              item_count smallint not null,
              is_gift boolean not null,
              promised_on date,
              shipping_address jsonb,
              coupon_codes text[],
              shipped_at timestamptz,
              updated_at timestamptz not null,
              loaded_at timestamptz not null,
              _batch bigint not null,
              primary key (order_id, ordered_at)
            ) partition by range (ordered_at);
            create index if not exists orders_customer_id_ordered_at_idx on sales.orders (customer_id, ordered_at);
            create index if not exists orders_status_idx on sales.orders (status);
            comment on table sales.orders is 'Every order of the web shop, one row per order, in its latest version.';
            comment on column sales.orders.ordered_at is 'When the order was placed. Never changes.';
            comment on column sales.orders.customer_email is 'A keyed hash stands before the @, so equal addresses stay equal.';
            comment on column sales.orders.currency is 'ISO 4217 code.';
            comment on column sales.orders.updated_at is 'Decides which version is the latest.';
            comment on column sales.orders._batch is 'Batch of the raw zone that the row came from.';
            """);
  }

  @Test
  void partitionsTablesWithoutPartitionsByTheirKeyOrBatch() {
    assertThat(TableDdl.text(OrderContracts.whole("t"), Feed.Mode.UPSERT))
        .contains(") partition by range (id);");
    assertThat(TableDdl.text(OrderContracts.keyless("t"), Feed.Mode.APPEND))
        .contains(") partition by range (_batch);")
        .doesNotContain("primary key");
  }

  @Test
  void givesSoftDeletesTheirColumnUnlessTheContractHasOne() {
    Contract plain = OrderContracts.whole("t");

    assertThat(TableDdl.text(plain, Feed.Mode.SOFT_DELETE))
        .contains("  _batch bigint not null,\n  _deleted_at timestamptz,\n  primary key (id)\n")
        .contains(
            "comment on column shop.t._deleted_at is 'When the row was deleted; null if it was"
                + " not.';");
    assertThat(TableDdl.text(plain, Feed.Mode.UPSERT)).doesNotContain("_deleted_at");
    assertThat(TableDdl.text(OrderContracts.marked("t"), Feed.Mode.SOFT_DELETE))
        .contains("  gone_at timestamptz,\n  _batch bigint not null,\n  primary key (id)\n")
        .doesNotContain("_deleted_at");
  }
}
