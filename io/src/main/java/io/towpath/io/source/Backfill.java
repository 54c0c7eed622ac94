package io.towpath.io.source;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time that is to be landed, whatever was landed of it before.
 *
 * @param from where it begins
 * @param to where it ends, not included
 * @param window length of the pieces that are asked for at once; null: as the feed says
 */
public record Backfill(Instant from, Instant to, @Nullable Duration window) {}
