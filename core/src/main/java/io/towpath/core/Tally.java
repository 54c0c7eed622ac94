package io.towpath.core;

/**
 * Says what became of the records of a stretch of a split; it travels with the data, so it is lost
 * or doubled only together with them, which the books show.
 *
 * @param split the split
 * @param from position of the first record
 * @param to position after the last record
 * @param last whether the stretch ends the split
 * @param read records that were found
 * @param expanded records that steps added
 * @param filtered records that steps left out on purpose
 * @param emitted sum of {@link Origin#identity()} over the records and rejects passed on
 */
public record Tally(
    SplitId split,
    long from,
    long to,
    boolean last,
    long read,
    long expanded,
    long filtered,
    long emitted) {}
