package io.towpath.io.postgres.publish;

import io.towpath.io.postgres.CheckResults;
import io.towpath.io.postgres.RunRow;
import java.util.List;

/**
 * A run whose batches are visible in its target.
 *
 * @param run as the ledger shows it, with all counts
 * @param checks what the audit found, warnings included
 * @param already whether an earlier attempt had published it, or another run the same batches; then
 *     the run is abandoned
 */
public record Publication(RunRow run, List<CheckResults.Result> checks, boolean already) {}
