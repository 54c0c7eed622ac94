package io.towpath.testing;

import java.nio.file.Path;

/** Lands, loads and publishes one feed of a project: what a test of pipelines brings to the kit. */
@FunctionalInterface
public interface FeedRunner {

  /** Runs the feed and returns the exit status. */
  int run(Path project, String feed);
}
