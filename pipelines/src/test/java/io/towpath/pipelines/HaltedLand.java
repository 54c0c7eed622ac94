package io.towpath.pipelines;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Lands in a process that ends at a step as if it were killed: nothing is closed or released. */
final class HaltedLand {
  /** What a shell shows of SIGKILL. */
  static final int KILLED = 128 + 9;

  private HaltedLand() {}

  /** Expects the project's folder, the feed and the step. */
  public static void main(String[] args) {
    Session.Start start =
        new Session.Start(
            Path.of(args[0]),
            Optional.empty(),
            Optional.of(RunnerChoice.DIRECT),
            PipelineOptionsFactory.create());
    Progress progress = Steps.before(args[2], () -> Runtime.getRuntime().halt(KILLED));
    try (Session session = Session.open(start, progress).withLedger()) {
      Land.run(session, session.plan(args[1]).feed());
    }
  }
}
