/**
 * Makes a staged run visible: audit first, then one transaction that changes the target and the
 * ledger together, fenced by the lease's row.
 */
@NullMarked
package io.towpath.io.postgres.publish;

import org.jspecify.annotations.NullMarked;
