package io.towpath.pipelines.launch;

import java.io.PrintStream;

/**
 * Where a job's output goes.
 *
 * @param out its results
 * @param err its steps and messages
 */
public record Streams(PrintStream out, PrintStream err) {}
