package io.towpath.io.postgres.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.Feed;
import io.towpath.core.Check;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.stage.FeedFixture;
import io.towpath.io.postgres.stage.FeedFixture.Order;
import io.towpath.io.postgres.stage.OrderContracts;
import io.towpath.testing.EmbeddedPostgres;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

class PublisherIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static int counter;
  private FeedFixture orders;

  @BeforeEach
  void newFeed(TestInfo test) {
    orders = upsert();
  }

  private static FeedFixture upsert() {
    return FeedFixture.of(POSTGRES, OrderContracts.monthly("orders" + ++counter), Feed.Mode.UPSERT);
  }

  @Test
  void publishesTheFirstLoadBySwappingPartitionsIn() {
    Publication published =
        orders.load(
            1,
            Order.of(1, "2026-01-05", "1.50", 1),
            Order.of(2, "2026-02-05", "2.00", 1),
            Order.of(1, "2026-01-06", "1.75", 2));

    assertThat(orders.target()).containsExactly("1 2026-01-06 1.75", "2 2026-02-05 2.00");
    assertThat(published.run().state()).isEqualTo(RunRow.State.PUBLISHED);
    assertThat(published.run().counts()).isEqualTo(new RunRow.Counts(3, 0, 2, 1, 0, 0, 2, 0, 0, 0));
    assertThat(partitions()).containsExactly(table() + "_p202601", table() + "_p202602");
    assertThat(stageTables()).isEmpty();
    assertThat(
            orders.query(
                "select indexname from pg_indexes where tablename = '"
                    + table()
                    + "_p202601' order by 1"))
        .containsExactly(table() + "_p202601_note_idx", table() + "_p202601_pkey");
  }

  @Test
  void appliesLaterBatchesByVersion() {
    orders.load(1, Order.of(1, "2026-01-05", "1", 5), Order.of(2, "2026-01-05", "2", 5));

    Publication published =
        orders.load(
            2,
            Order.of(1, "2026-03-05", "1.1", 6),
            Order.of(2, "2026-01-05", "9", 4),
            Order.of(3, "2026-01-05", "3", 1));

    assertThat(orders.target())
        .containsExactly("1 2026-03-05 1.10", "2 2026-01-05 2.00", "3 2026-01-05 3.00");
    assertThat(published.run().counts()).isEqualTo(new RunRow.Counts(3, 0, 3, 0, 0, 0, 1, 1, 0, 1));
  }

  @Test
  void neverResurrectsWhatANewerBatchDeleted() {
    orders.load(1, Order.of(1, "2026-01-05", "1", 1), Order.of(2, "2026-01-05", "2", 1));
    Publication deletion = orders.load(3, Order.of(1, "2026-01-05", "1", 5).deleted());

    Publication late = orders.load(2, Order.of(1, "2026-01-05", "7", 4));

    assertThat(deletion.run().counts().deleted()).isEqualTo(1);
    assertThat(late.run().counts().kept()).isEqualTo(1);
    assertThat(orders.target()).containsExactly("2 2026-01-05 2.00");
  }

  @Test
  void takesARowBackThatIsNewerThanItsDelete() {
    orders.load(1, Order.of(1, "2026-01-05", "1", 1));
    orders.load(2, Order.of(1, "2026-01-05", "1", 5).deleted());

    orders.load(3, Order.of(1, "2026-01-05", "8", 6));

    assertThat(orders.target()).containsExactly("1 2026-01-05 8.00");
  }

  @Test
  void remembersDeletesOfAFirstLoad() {
    Publication first =
        orders.load(
            2, Order.of(1, "2026-01-05", "1", 5).deleted(), Order.of(2, "2026-01-05", "2", 1));

    orders.load(1, Order.of(1, "2026-01-05", "1", 4));

    assertThat(first.run().counts()).isEqualTo(new RunRow.Counts(2, 0, 2, 0, 0, 0, 1, 0, 0, 1));
    assertThat(orders.target()).containsExactly("2 2026-01-05 2.00");
  }

  @Test
  void writesNothingWhenTheSameRowsComeAgain() {
    orders.load(1, Order.of(1, "2026-01-05", "1", 1), Order.of(2, "2026-01-05", "2", 1));
    List<String> before = orders.query("select ctid::text from shop." + table() + " order by id");

    Publication again =
        orders.load(2, Order.of(1, "2026-01-05", "1", 1), Order.of(2, "2026-01-05", "2", 1));

    assertThat(again.run().counts().kept()).isEqualTo(2);
    assertThat(orders.query("select ctid::text from shop." + table() + " order by id"))
        .isEqualTo(before);
  }

  @Test
  void ordersByBatchWhereTheContractHasNoVersion() {
    FeedFixture unversioned =
        FeedFixture.of(POSTGRES, OrderContracts.unversioned("plain" + ++counter), Feed.Mode.UPSERT);
    unversioned.load(1, Order.of(1, "2026-01-05", "1", 1));
    unversioned.load(3, Order.of(1, "2026-01-05", "1", 1));

    unversioned.load(2, Order.of(1, "2026-01-05", "2", 1));

    assertThat(unversioned.target()).containsExactly("1 2026-01-05 1.00");
  }

  @Test
  void replacesAllRowsAndKeepsViewsAndGrants() {
    FeedFixture replaced =
        FeedFixture.of(POSTGRES, OrderContracts.whole("whole" + ++counter), Feed.Mode.REPLACE);
    replaced.load(1, Order.of(1, "2026-01-05", "1", 1), Order.of(2, "2026-01-05", "2", 1));
    String table = replaced.feed().contract().table();
    replaced.execute("create view shop.v" + table + " as select id from shop." + table);

    Publication second = replaced.load(2, Order.of(3, "2026-01-05", "3", 1));

    assertThat(replaced.query("select id from shop.v" + table)).containsExactly("3");
    assertThat(second.run().counts().inserted()).isEqualTo(1);
  }

  @Test
  void appendsRowsWithoutKeys() {
    FeedFixture log =
        FeedFixture.of(POSTGRES, OrderContracts.keyless("log" + ++counter), Feed.Mode.APPEND);
    log.load(1, Order.of(1, "2026-01-05", "1", 1), Order.of(1, "2026-01-05", "1", 1));

    Publication second = log.load(2, Order.of(1, "2026-01-05", "1", 1));

    assertThat(log.target()).hasSize(3);
    assertThat(second.run().counts().inserted()).isEqualTo(1);
  }

  @Test
  void leavesRowsAloneThatAnAppendFindsByTheirKey() {
    FeedFixture log =
        FeedFixture.of(POSTGRES, OrderContracts.whole("keyed" + ++counter), Feed.Mode.APPEND);
    log.load(1, Order.of(1, "2026-01-05", "1", 1));

    Publication second =
        log.load(2, Order.of(1, "2026-01-05", "9", 9), Order.of(2, "2026-01-05", "2", 1));

    assertThat(log.target()).containsExactly("1 2026-01-05 1.00", "2 2026-01-05 2.00");
    assertThat(second.run().counts().kept()).isEqualTo(1);
  }

  @Test
  void publishesOnlyOnce() {
    orders.load(1, Order.of(1, "2026-01-05", "1", 1));

    Publication again = orders.publish(table() + "r1");

    assertThat(again.already()).isTrue();
    assertThat(again.run().counts().inserted()).isEqualTo(1);
  }

  @Test
  void refusesAStaleEpoch() {
    FeedFixture.Staged staged = orders.stage(1, "r1", Order.of(1, "2026-01-05", "1", 1));
    orders.execute("update towpath.lease set epoch = 2 where feed = '" + table() + "'");

    assertThatThrownBy(() -> orders.publish(staged.run().run()))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.LEASE));
    assertThat(orders.target()).isEmpty();
  }

  @Test
  void publishesNothingWhereATriggerSwallowsAnUpdate() {
    orders.load(1, Order.of(1, "2026-01-05", "1", 1));
    orders.execute(
        "create function shop.swallow_"
            + table()
            + "() returns trigger language plpgsql as 'begin return null; end'");
    orders.execute(
        "create trigger swallow before update on shop."
            + table()
            + " for each row execute function shop.swallow_"
            + table()
            + "()");

    assertThatThrownBy(
            () ->
                orders.load(
                    2, Order.of(1, "2026-01-05", "2", 2), Order.of(2, "2026-01-05", "3", 2)))
        .hasMessageContaining("staged 2, but inserted 1, updated 0, deleted 0, kept 0");
    assertThat(orders.target()).containsExactly("1 2026-01-05 1.00");
  }

  @Test
  void publishesNothingWhereTheTargetHoldsAMergeKeyTwice() {
    orders.load(1, Order.of(1, "2026-01-05", "1", 1));
    orders.execute(
        "insert into shop."
            + table()
            + " (id, day, amount, updated_at, loaded_at, _batch)"
            + " select id, day + 1, amount, updated_at, loaded_at, _batch from shop."
            + table());

    assertThatThrownBy(() -> orders.load(2, Order.of(1, "2026-01-05", "2", 0)))
        .hasMessageContaining("staged 1, but inserted 0, updated 0, deleted 0, kept 2");
  }

  @Test
  void givesARunUpWhoseBatchesAnotherHasPublished() {
    orders.load(1, Order.of(1, "2026-01-05", "1", 1));
    FeedFixture.Staged twin = orders.stage(1, "again", Order.of(1, "2026-01-05", "2", 2));

    Publication second = orders.publish(twin.run().run());

    assertThat(second.already()).isTrue();
    assertThat(second.run().state()).isEqualTo(RunRow.State.ABANDONED);
    assertThat(orders.target()).containsExactly("1 2026-01-05 1.00");
  }

  @Test
  void refusesBooksThatDoNotBalance() {
    FeedFixture.Staged staged = orders.stage(1, "r1", Order.of(1, "2026-01-05", "1", 1));
    orders.execute("update towpath.tally set read = 2 where run = '" + staged.run().run() + "'");

    assertThatThrownBy(() -> orders.publish(staged.run().run()))
        .hasMessageContaining("records: expected 2, found 1");
    assertThat(orders.target()).isEmpty();
    assertThat(orders.query("select state from towpath.run where run = '" + table() + "r1'"))
        .containsExactly("failed");
  }

  @Test
  void noticesAnUnloggedStageThatWasEmptied() {
    orders.load(1, Order.of(1, "2026-01-05", "1", 1));
    FeedFixture.Staged staged = orders.stage(2, "r2", Order.of(2, "2026-01-05", "1", 1));
    orders.execute("truncate " + staged.stage().relation());

    assertThatThrownBy(() -> orders.publish(staged.run().run())).hasMessageContaining("lost rows");
    assertThat(orders.target()).containsExactly("1 2026-01-05 1.00");
  }

  @Test
  void blocksAFirstLoadThatAnErrorCheckRejects() {
    FeedFixture.Staged staged = orders.stage(1, "r1", Order.of(1, "2026-01-05", "1", 1));

    assertThatThrownBy(() -> orders.publish(staged.run().run(), atLeast("rows", "count(*)", 2)))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BLOCKED))
        .hasMessageContaining("rows found 1, expected: at least 2");
    assertThat(orders.target()).isEmpty();
    assertThat(stageTables()).isNotEmpty();
  }

  @Test
  void publishesABlockedRunOnceTheCheckAllowsIt() {
    FeedFixture.Staged staged = orders.stage(1, "r1", Order.of(1, "2026-01-05", "1", 1));
    assertThatThrownBy(() -> orders.publish(staged.run().run(), atLeast("rows", "count(*)", 2)))
        .isInstanceOf(TowpathException.class);

    orders.publish(staged.run().run(), atLeast("rows", "count(*)", 1));

    assertThat(orders.target()).containsExactly("1 2026-01-05 1.00");
  }

  @Test
  void judgesTheMergedTableWithinTheTransaction() {
    orders.load(1, Order.of(1, "2026-01-05", "1", 1), Order.of(2, "2026-01-05", "1", 1));
    FeedFixture.Staged staged = orders.stage(2, "r2", Order.of(3, "2026-01-05", "90", 1));
    Check sum = atMost("sum", "(select sum(amount) from {object})", 91);

    assertThatThrownBy(() -> orders.publish(staged.run().run(), sum))
        .hasMessageContaining("sum found 92.00, expected: at most 91");
    assertThat(orders.target()).hasSize(2);
    assertThat(
            orders.query(
                "select passed::text from towpath.check_result where run = '"
                    + staged.run().run()
                    + "'"))
        .containsExactly("false");
  }

  @Test
  void namesACheckWhoseSqlFails() {
    FeedFixture.Staged staged = orders.stage(1, "r1", Order.of(1, "2026-01-05", "1", 1));

    assertThatThrownBy(
            () ->
                orders.publish(
                    staged.run().run(),
                    atLeast("fine", "count(*)", 1),
                    atLeast("broken", "1 / (count(*) - 1)", 1)))
        .hasMessageContaining("broken found nothing")
        .hasMessageContaining("22012")
        .hasMessageNotContaining("fine");
  }

  private static Check atLeast(String id, String sql, long bound) {
    return check(id, sql, Check.Operator.MUST_BE_GREATER_OR_EQUAL_TO, bound);
  }

  private static Check atMost(String id, String sql, long bound) {
    return check(id, sql, Check.Operator.MUST_BE_LESS_OR_EQUAL_TO, bound);
  }

  private static Check check(String id, String sql, Check.Operator operator, long bound) {
    return new Check(
        id,
        id,
        "",
        Check.Severity.ERROR,
        sql,
        operator,
        List.of(BigDecimal.valueOf(bound)),
        "contracts/orders.odcs.yaml:1");
  }

  private String table() {
    return orders.feed().contract().table();
  }

  private List<String> partitions() {
    return orders.query(
        "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid"
            + " where i.inhparent = 'shop."
            + table()
            + "'::regclass order by 1");
  }

  private List<String> stageTables() {
    return orders.query(
        "select relname from pg_class where relnamespace = 'towpath_stage'::regnamespace"
            + " and relname like '"
            + table()
            + "r%' or relname like '"
            + table()
            + "\\_"
            + table()
            + "r%'");
  }
}
