package io.towpath.io.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.testing.EmbeddedPostgres;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BooksIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private LedgerFixture ledger;
  private Runs runs;
  private String run;
  private String feed;
  private static int counter;

  @BeforeEach
  void fillLedger() throws SQLException {
    ledger = LedgerFixture.migrated(POSTGRES);
    runs = new Runs(ledger.address());
    counter++;
    run = "run" + counter;
    feed = "feed" + counter;
    ledger.balancedRun(run, feed);
  }

  @Test
  void balancesWhenEveryRecordIsAccountedFor() {
    RunRow staged = runs.stage(run);

    assertThat(Books.report(ledger.address(), run)).allMatch(Books.Term::holds);
    assertThat(staged.state()).isEqualTo(RunRow.State.STAGED);
    assertThat(staged.counts()).isEqualTo(new RunRow.Counts(25, 0, 21, 2, 1, 1, 0, 0, 0, 0));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "records | update towpath.part set staged = 19 where run = '%s' and bucket = 0",
        "records | update towpath.part set duplicates = 3 where run = '%s' and bucket = 0",
        "records | update towpath.tally set read = 11 where run = '%s' and batch = 2",
        "records | update towpath.tally set expanded = 1 where run = '%s' and batch = 2",
        "records | update towpath.tally set filtered = 0 where run = '%s' and batch = 1",
        "identity | update towpath.part set identity = -8 where run = '%s' and bucket = 0",
        "identity | update towpath.tally set identity = 0 where run = '%s' and batch = 2",
        "splits | update towpath.tally set complete = false where run = '%s' and batch = 2",
        "splits | delete from towpath.tally where run = '%s' and batch = 2",
        "buckets | delete from towpath.part where run = '%s' and bucket = 1",
        "buckets | update towpath.part set bucket = 7 where run = '%s' and bucket = 1",
        "rejects | delete from towpath.reject where run = '%s'",
        "stray | update towpath.tally set split = 9 where run = '%s' and split = 1",
        "batches | update towpath.run set last_batch = 3 where run = '%s'",
      })
  void findsTheTermThatIsOff(String term, String damage) throws SQLException {
    ledger.execute(damage, run);

    assertThat(Books.report(ledger.address(), run))
        .filteredOn(t -> !t.holds())
        .extracting(Books.Term::name)
        .contains(term);
    assertThat(runs.stage(run).state()).isEqualTo(RunRow.State.PLANNED);
  }

  @Test
  void findsASplitThatTheIndexLost() throws SQLException {
    ledger.execute("delete from towpath.split where feed = '%s' and split = 1", feed);

    assertThat(Books.report(ledger.address(), run))
        .filteredOn(t -> !t.holds())
        .extracting(Books.Term::name)
        .containsExactlyInAnyOrder("plan", "stray");
  }

  @Test
  void namesTheFirstSplitThatIsMissing() throws SQLException {
    ledger.execute("delete from towpath.tally where run = '%s' and batch = 1", run);

    assertThat(Books.report(ledger.address(), run))
        .filteredOn(t -> t.name().equals("splits"))
        .singleElement()
        .extracting(Books.Term::detail)
        .isEqualTo("not tallied, or not to its end: batch 1 part 0 split 0");
  }

  @Test
  void doesNotBalanceForARunThatIsNotThere() {
    assertThat(Books.report(ledger.address(), "nobody's"))
        .singleElement()
        .extracting(Books.Term::name)
        .isEqualTo("run");
  }

  @Test
  void refusesToPublishWhenTheWarehouseBookDoesNotBalance() {
    runs.stage(run);

    assertThatThrownBy(
            () ->
                ledger.execute("update towpath.run set state = 'published' where run = '%s'", run))
        .hasMessageContaining("warehouse_book_balances");
  }

  @Test
  void refusesAStateThatGoesBackwards() {
    runs.stage(run);
    runs.fail(run, "the disk is full");

    assertThatThrownBy(
            () -> ledger.execute("update towpath.run set state = 'staged' where run = '%s'", run))
        .hasMessageContaining("cannot go from failed to staged");
  }

  @Test
  void showsRejectsOnceWhenARunIsGivenUpForAnother() throws SQLException {
    Rejects rejects = new Rejects(ledger.address());
    runs.stage(run);
    runs.abandon(run, "left unfinished");
    String next = run + "b";
    ledger.balancedRun(next, feed);
    runs.stage(next);

    assertThat(
            POSTGRES.rows(
                "select run, reason, \"column\", count from towpath.reject_summary"
                    + " where feed = '"
                    + feed
                    + "'"))
        .containsExactly(List.of(next, "type", "dep_time", "1"));
    assertThat(rejects.ofFeed(feed, 10))
        .singleElement()
        .extracting(Rejects.Found::run)
        .isEqualTo(next);
    assertThat(POSTGRES.rows("select 1 from towpath.reject where run = '" + run + "'")).hasSize(1);
  }
}
