/** Measures the hot path: what every record goes through on one core. */
@NullMarked
package io.towpath.bench.decode;

import org.jspecify.annotations.NullMarked;
