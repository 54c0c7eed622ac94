package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.io.postgres.RunRow;

/** Asserts both books of a run; every test that runs a pipeline does. */
final class BooksAssert {

  private BooksAssert() {}

  static void assertBalanced(LoadResult result) {
    RunRow run = result.run();
    assertThat(run).as("a run").isNotNull();
    RunRow.Counts counts = run.counts();
    assertThat(counts.read() + counts.expanded())
        .as("read + expanded of %s", run)
        .isEqualTo(counts.staged() + counts.duplicates() + counts.rejected() + counts.filtered());
    if (run.state() == RunRow.State.PUBLISHED) {
      assertThat(counts.staged())
          .as("staged of %s", run)
          .isEqualTo(counts.inserted() + counts.updated() + counts.deleted() + counts.kept());
    }
  }
}
