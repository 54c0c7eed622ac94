package io.towpath.core;

import java.io.Serializable;

/** Names a planned piece of a batch: the same in every attempt. */
public record SplitId(long batch, int part, int split) implements Serializable {}
