/** Serves items over HTTP, as fast as it can. */
@NullMarked
package io.towpath.bench.items;

import org.jspecify.annotations.NullMarked;
