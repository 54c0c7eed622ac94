package io.towpath.core;

import java.io.Serializable;
import java.time.Instant;

/**
 * What is fixed for a run before it starts; the only place outcomes may take an instant from.
 *
 * @param feed name of the feed
 * @param run unique, sortable name of the run
 * @param generation complete build of the target that the run belongs to, counted from 1
 * @param buckets planned number of buckets
 * @param startedAt the run's instant
 */
public record RunContext(String feed, String run, int generation, int buckets, Instant startedAt)
    implements Serializable {}
