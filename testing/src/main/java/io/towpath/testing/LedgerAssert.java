package io.towpath.testing;

import static org.assertj.core.api.Assertions.assertThat;

/** Asserts what must hold in the ledger of every warehouse after every run. */
public final class LedgerAssert {
  private static final String UNBALANCED =
      "(not towpath.books(run)"
          + " or read + expanded <> staged + duplicates + rejected + filtered"
          + " or staged <> inserted + updated + deleted + kept)";

  private LedgerAssert() {}

  /** Both books of every published run of a feed balance, identities included. */
  public static void assertBalanced(EmbeddedPostgres database, String feed) {
    assertThat(
            database.rows(
                "select run from towpath.run where feed = '"
                    + feed
                    + "' and state = 'published' and "
                    + UNBALANCED))
        .as("published runs of %s whose books do not balance", feed)
        .isEmpty();
  }

  /**
   * Nothing is left of runs that failed or were killed: every run has ended, every batch is
   * published once, and no stage is there. For a feed whose last run has published everything.
   */
  public static void assertSettled(EmbeddedPostgres database, String feed) {
    assertBalanced(database, feed);
    String of = " where feed = '" + feed + "'";
    assertThat(
            database.rows(
                "select run, state from towpath.run"
                    + of
                    + " and (state not in ('published', 'abandoned') or stage is not null)"))
        .as("runs of %s that have not ended, or have left a stage", feed)
        .isEmpty();
    assertThat(
            database.rows(
                "select batch from towpath.batch b"
                    + of
                    + " and 1 <> (select count(*) from towpath.published p"
                    + " join towpath.run r using (run)"
                    + " where (p.feed, p.batch) = (b.feed, b.batch) and r.state = 'published')"))
        .as("batches of %s that are not published once", feed)
        .isEmpty();
    assertThat(
            database.rows(
                "select relname from pg_class c join towpath.run r"
                    + " on relname like '%' || r.run || '%'"
                    + of
                    + " and relkind in ('r', 'p')"
                    + " and relnamespace = 'towpath_stage'::regnamespace"))
        .as("tables that stages of %s left", feed)
        .isEmpty();
  }
}
