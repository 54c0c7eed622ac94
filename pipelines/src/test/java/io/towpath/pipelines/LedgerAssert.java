package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

/** Asserts that nothing is left of runs that were killed but what the ledger says of them. */
final class LedgerAssert {

  private LedgerAssert() {}

  /** For a feed whose last run has published everything. */
  static void assertSettled(ProjectFolder project, String feed) {
    String runs = " from towpath.run where feed = '" + feed + "'";
    assertThat(
            project.rows(
                "select run, state" + runs + " and state not in ('published', 'abandoned')"))
        .as("runs that have not ended")
        .isEmpty();
    assertThat(
            project.rows(
                "select run"
                    + runs
                    + " and state = 'published' and (not towpath.books(run)"
                    + " or read + expanded <> staged + duplicates + rejected + filtered"
                    + " or staged <> inserted + updated + deleted + kept)"))
        .as("published runs whose books do not balance")
        .isEmpty();
    assertThat(
            project.rows(
                "select batch from towpath.batch b where feed = '"
                    + feed
                    + "' and 1 <> (select count(*) from towpath.published p"
                    + " join towpath.run r using (run)"
                    + " where (p.feed, p.batch) = (b.feed, b.batch) and r.state = 'published')"))
        .as("batches that are not published once")
        .isEmpty();
    assertThat(
            project.rows(
                "select relname from pg_class where relkind in ('r', 'p')"
                    + " and relnamespace = 'towpath_stage'::regnamespace"))
        .as("tables left in the stage's schema")
        .isEmpty();
  }
}
