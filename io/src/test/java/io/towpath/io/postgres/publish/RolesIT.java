package io.towpath.io.postgres.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Feed;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.io.postgres.stage.FeedFixture;
import io.towpath.io.postgres.stage.FeedFixture.Order;
import io.towpath.io.postgres.stage.OrderContracts;
import io.towpath.testing.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody here is superuser but the one who migrates. */
class RolesIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @Test
  void worksWithARoleForEachPurpose() {
    FeedFixture separated =
        FeedFixture.of(
            POSTGRES,
            OrderContracts.monthly("roles"),
            Feed.Mode.UPSERT,
            WarehouseAddress.Logins.BY_ROLE);
    String table = separated.feed().contract().table();

    separated.load(1, Order.of(1, "2026-01-05", "1", 1));
    separated.load(
        2, Order.of(1, "2026-02-05", "2", 2), Order.of(9, "2026-02-05", "1", 1).deleted());

    assertThat(separated.target()).containsExactly("1 2026-02-05 2.00");
    assertThat(
            separated.query(
                "select count(*) from information_schema.role_table_grants"
                    + " where grantee = 'towpath_copy' and table_schema = 'shop'"))
        .containsExactly("0");
    assertThat(
            separated.query(
                "select has_table_privilege('towpath_reader', 'shop." + table + "', 'select')"))
        .containsExactly("t");
  }
}
