package io.towpath.io.rest;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time that is asked for at once, as the request's parameters write it.
 *
 * @param since null where the API is asked for everything
 * @param until null where it is asked for all that comes behind
 */
record Window(@Nullable String since, @Nullable String until) implements Serializable {}
