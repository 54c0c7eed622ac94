/**
 * The warehouse: how it is reached, the embedded one, and the ledger in schema {@code towpath}.
 * What the ledger's tables mean stands in docs/reference/ledger.md.
 */
@NullMarked
package io.towpath.io.postgres;

import org.jspecify.annotations.NullMarked;
