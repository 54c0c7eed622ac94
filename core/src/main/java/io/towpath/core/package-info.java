/**
 * What a record, an outcome, a batch and a run are. Everything here is a value or a contract
 * between modules; nothing here reads or writes.
 */
@NullMarked
package io.towpath.core;

import org.jspecify.annotations.NullMarked;
