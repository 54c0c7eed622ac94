/** Wires sources, steps and sinks into the jobs that run; the only place that knows runners. */
@NullMarked
package io.towpath.pipelines;

import org.jspecify.annotations.NullMarked;
