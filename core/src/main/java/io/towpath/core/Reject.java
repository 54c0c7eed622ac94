package io.towpath.core;

import org.jspecify.annotations.Nullable;

/**
 * Points at a record that could not pass. The raw zone has its bytes.
 *
 * @param origin where it came from
 * @param reason why, as {@link Reason#code()}
 * @param column null where the whole record is meant
 * @param found at most 200 characters, masked where the column is classified
 * @param expected what would have passed
 */
public record Reject(
    Origin origin,
    String reason,
    @Nullable String column,
    @Nullable String found,
    String expected) {}
