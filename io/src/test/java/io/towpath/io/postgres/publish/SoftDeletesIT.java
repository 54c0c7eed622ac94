package io.towpath.io.postgres.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.Feed;
import io.towpath.contract.Contract;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What publishing does to rows that are marked instead of deleted. */
class SoftDeletesIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final String JANUARY = "2026-01-05";
  private static int counter;

  /** Tables that must behave alike. */
  enum Shape {
    PARTITIONED,
    WHOLE,
    UNVERSIONED,
    OWN_COLUMN;

    FeedFixture feed() {
      return FeedFixture.of(POSTGRES, contract("soft" + ++counter), Feed.Mode.SOFT_DELETE);
    }

    private Contract contract(String table) {
      return switch (this) {
        case PARTITIONED -> OrderContracts.monthly(table);
        case WHOLE -> OrderContracts.whole(table);
        case UNVERSIONED -> OrderContracts.unversioned(table);
        case OWN_COLUMN -> OrderContracts.marked(table);
      };
    }

    /** The rows, marked ones with when they were deleted, in UTC. */
    List<String> rows(FeedFixture feed) {
      return feed.query(
          "select concat_ws(' ', id, day, amount, _batch, "
              + (this == OWN_COLUMN ? "gone_at" : "_deleted_at")
              + " at time zone 'UTC') from "
              + table(feed)
              + " order by id, day");
    }
  }

  private static String table(FeedFixture feed) {
    return "shop." + feed.feed().contract().table();
  }

  private static List<Long> changes(Publication publication) {
    RunRow.Counts counts = publication.run().counts();
    return List.of(counts.inserted(), counts.updated(), counts.deleted(), counts.kept());
  }

  @ParameterizedTest
  @EnumSource
  void marksARowWithTheInstantOfTheRun(Shape shape) {
    FeedFixture feed = shape.feed();
    feed.load(1, Order.of(1, JANUARY, "1", 1), Order.of(2, JANUARY, "2", 1));

    Publication deletion = feed.load(2, Order.of(1, JANUARY, "9", 5).deleted());

    assertThat(changes(deletion)).containsExactly(0L, 0L, 1L, 0L);
    assertThat(shape.rows(feed))
        .containsExactly("1 2026-01-05 1.00 2 2026-01-31 12:00:00", "2 2026-01-05 2.00 1");
  }

  @ParameterizedTest
  @EnumSource
  void writesNothingWhereARowIsMarkedAlready(Shape shape) {
    FeedFixture feed = shape.feed();
    feed.load(1, Order.of(1, JANUARY, "1", 1));
    feed.load(2, Order.of(1, JANUARY, "1", 5).deleted());
    String tuples = "select ctid || ' ' || xmin from " + table(feed);
    List<String> before = feed.query(tuples);

    Publication again = feed.load(3, Order.of(1, JANUARY, "1", 5).deleted());

    assertThat(changes(again)).containsExactly(0L, 0L, 0L, 1L);
    assertThat(feed.query(tuples)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void takesTheMarkAwayWhereANewerVersionComes(Shape shape) {
    FeedFixture feed = shape.feed();
    feed.load(1, Order.of(1, JANUARY, "1", 1));
    feed.load(2, Order.of(1, JANUARY, "1", 5).deleted());

    Publication back = feed.load(3, Order.of(1, JANUARY, "1", 6));

    assertThat(changes(back)).containsExactly(0L, 1L, 0L, 0L);
    assertThat(shape.rows(feed)).containsExactly("1 2026-01-05 1.00 3");
  }

  @ParameterizedTest
  @EnumSource
  void leavesAMarkedRowAsItIsWhereALateBatchComes(Shape shape) {
    FeedFixture feed = shape.feed();
    feed.load(1, Order.of(1, JANUARY, "1", 1));
    feed.load(3, Order.of(1, JANUARY, "1", 5).deleted());
    List<String> marked = shape.rows(feed);

    Publication late = feed.load(2, Order.of(1, JANUARY, "7", 4));

    assertThat(changes(late)).containsExactly(0L, 0L, 0L, 1L);
    assertThat(shape.rows(feed)).isEqualTo(marked);
  }

  @Test
  void remembersTheNewestOfSeveralDeletes() {
    FeedFixture feed = Shape.WHOLE.feed();
    feed.load(1, Order.of(1, JANUARY, "1", 1));
    feed.load(2, Order.of(1, JANUARY, "1", 5).deleted());
    feed.load(3, Order.of(1, JANUARY, "1", 8).deleted());

    Publication between = feed.load(4, Order.of(1, JANUARY, "7", 7));
    Publication after = feed.load(5, Order.of(1, JANUARY, "9", 9));

    assertThat(changes(between)).containsExactly(0L, 0L, 0L, 1L);
    assertThat(changes(after)).containsExactly(0L, 1L, 0L, 0L);
    assertThat(Shape.WHOLE.rows(feed)).containsExactly("1 2026-01-05 9.00 5");
  }

  @Test
  void leavesARowAloneThatIsNewerThanItsDelete() {
    FeedFixture feed = Shape.WHOLE.feed();
    feed.load(1, Order.of(1, JANUARY, "1", 5));

    Publication old = feed.load(2, Order.of(1, JANUARY, "1", 4).deleted());

    assertThat(changes(old)).containsExactly(0L, 0L, 0L, 1L);
    assertThat(Shape.WHOLE.rows(feed)).containsExactly("1 2026-01-05 1.00 1");
  }

  @ParameterizedTest
  @EnumSource
  void remembersDeletesOfRowsThatNeverCame(Shape shape) {
    FeedFixture feed = shape.feed();
    Publication first =
        feed.load(3, Order.of(1, JANUARY, "1", 5).deleted(), Order.of(2, JANUARY, "2", 1));
    Publication second = feed.load(4, Order.of(3, JANUARY, "3", 5).deleted());

    Publication late = feed.load(2, Order.of(1, JANUARY, "1", 4), Order.of(3, JANUARY, "3", 4));

    assertThat(changes(first)).containsExactly(1L, 0L, 0L, 1L);
    assertThat(changes(second)).containsExactly(0L, 0L, 0L, 1L);
    assertThat(changes(late)).containsExactly(0L, 0L, 0L, 2L);
    assertThat(shape.rows(feed)).containsExactly("2 2026-01-05 2.00 3");
  }

  @Test
  void bringsARowBackInAnotherPartition() {
    FeedFixture feed = Shape.PARTITIONED.feed();
    feed.load(1, Order.of(1, JANUARY, "1", 1));
    feed.load(2, Order.of(1, null, "1", 5).deleted());

    Publication back = feed.load(3, Order.of(1, "2026-03-05", "1", 6));

    assertThat(changes(back)).containsExactly(0L, 1L, 0L, 0L);
    assertThat(Shape.PARTITIONED.rows(feed)).containsExactly("1 2026-03-05 1.00 3");
    assertThat(
            feed.query(
                "select count(*) from pg_inherits where inhparent = '"
                    + table(feed)
                    + "'::regclass"))
        .as("a delete without a day makes no partition")
        .containsExactly("2");
  }

  @Test
  void judgesRowsThatAreNotDeleted() {
    FeedFixture feed = Shape.PARTITIONED.feed();
    feed.load(1, Order.of(1, JANUARY, "1", 1), Order.of(2, JANUARY, "200", 1));
    feed.load(2, Order.of(2, JANUARY, "200", 5).deleted());
    FeedFixture.Staged staged = feed.stage(3, "r3", Order.of(3, JANUARY, "3", 1));
    String run = staged.run().run();

    assertThatThrownBy(() -> feed.publish(run, atMost("count(*)", 1)))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BLOCKED))
        .hasMessageContaining("limit found 2, expected: at most 1");

    feed.publish(run, atMost("(select sum(o.amount) from {object} o)", 4));
    assertThat(Shape.PARTITIONED.rows(feed)).hasSize(3);
  }

  private static Check atMost(String sql, long bound) {
    return new Check(
        "limit",
        "limit",
        "",
        Check.Severity.ERROR,
        sql,
        Check.Operator.MUST_BE_LESS_OR_EQUAL_TO,
        List.of(BigDecimal.valueOf(bound)),
        "contracts/orders.odcs.yaml:1");
  }

  @Test
  void givesATableOfUpsertsTheColumn() {
    Contract contract = OrderContracts.monthly("soft" + ++counter);
    FeedFixture upsert = FeedFixture.of(POSTGRES, contract, Feed.Mode.UPSERT);
    upsert.load(1, Order.of(1, JANUARY, "1", 1), Order.of(2, JANUARY, "2", 1));
    FeedFixture soft = FeedFixture.of(POSTGRES, contract, Feed.Mode.SOFT_DELETE);

    Publication deletion = soft.load(2, Order.of(1, JANUARY, "1", 5).deleted());

    assertThat(changes(deletion)).containsExactly(0L, 0L, 1L, 0L);
    assertThat(Shape.PARTITIONED.rows(soft))
        .containsExactly("1 2026-01-05 1.00 2 2026-01-31 12:00:00", "2 2026-01-05 2.00 1");
    assertThatThrownBy(() -> upsert.plan(3, "r3", Order.of(1, JANUARY, "1", 9)))
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.WAREHOUSE))
        .hasMessageContaining(
            "column _deleted_at marks rows that soft-delete has deleted, and mode upsert does not"
                + " look at it: load with soft-delete as before, or delete those rows and drop the"
                + " column");
  }

  @Test
  void refusesAMarkOfAnotherType() {
    FeedFixture feed = Shape.WHOLE.feed();
    feed.load(1, Order.of(1, JANUARY, "1", 1));
    feed.execute("alter table " + table(feed) + " alter _deleted_at type text");

    assertThatThrownBy(() -> feed.plan(2, "r2", Order.of(1, JANUARY, "1", 2)))
        .hasMessageContaining("column _deleted_at is text, expected timestamp with time zone");
  }
}
