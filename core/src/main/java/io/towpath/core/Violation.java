package io.towpath.core;

import org.jspecify.annotations.Nullable;

/**
 * Tells what is wrong with one record: never the whole record, at most one value of it.
 *
 * @param reason why
 * @param column name of the column, null where the whole record is meant
 * @param found what stood there, unmasked; it is cut and masked before it is stored
 * @param expected what would have passed, in words
 */
public record Violation(
    Reason reason, @Nullable String column, @Nullable String found, String expected) {}
