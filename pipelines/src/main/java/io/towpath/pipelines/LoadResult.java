package io.towpath.pipelines;

import io.towpath.core.ExitCode;
import io.towpath.io.postgres.CheckResults;
import io.towpath.io.postgres.RunRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a load came to.
 *
 * @param run the run with its books, null if there was nothing to load
 * @param checks what the audit found
 */
public record LoadResult(String feed, @Nullable RunRow run, List<CheckResults.Result> checks) {

  static LoadResult nothing(String feed) {
    return new LoadResult(feed, null, List.of());
  }

  /** How the process ends. */
  public ExitCode exitCode() {
    if (run == null) {
      return ExitCode.OK;
    }
    return switch (run.state()) {
      case PUBLISHED -> ExitCode.OK;
      case BLOCKED -> ExitCode.BLOCKED;
      case PLANNED, STAGED, FAILED, ABANDONED -> ExitCode.WAREHOUSE;
    };
  }
}
