package io.towpath.io.postgres.publish;

import io.towpath.io.postgres.CheckResults;
import io.towpath.io.postgres.RunRow;
import java.util.List;

/**
 * A run that is visible in its target.
 *
 * @param run as the ledger shows it, with all counts
 * @param checks what the audit found, warnings included
 * @param already whether an earlier attempt had published it
 */
public record Publication(RunRow run, List<CheckResults.Result> checks, boolean already) {}
