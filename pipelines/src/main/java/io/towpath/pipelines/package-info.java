/** Wires sources, steps and sinks into the jobs that run. */
package io.towpath.pipelines;
