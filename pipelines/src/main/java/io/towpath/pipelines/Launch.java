package io.towpath.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** How the mains that launchers start read their options and end. */
final class Launch {

  private Launch() {}

  /** What a main does once its options are read. */
  interface Job<T extends LauncherOptions> {
    ExitCode run(Session session, T options);
  }

  /** Works on a feed and ends the process with the exit code. */
  static void main(String[] args, BiFunction<Session, FeedPlan, ExitCode> job) {
    System.exit(execute(args, job).status());
  }

  /** Runs a job with options of its own and ends the process with its exit code. */
  static <T extends LauncherOptions> void main(String[] args, Class<T> type, Job<T> job) {
    System.exit(execute(args, type, job).status());
  }

  static ExitCode execute(String[] args, BiFunction<Session, FeedPlan, ExitCode> job) {
    return execute(
        args,
        TowpathOptions.class,
        (session, options) -> {
          FeedPlan plan = session.plan(options.getFeed());
          return job.apply(session.withLedger(), plan);
        });
  }

  private static <T extends LauncherOptions> ExitCode execute(
      String[] args, Class<T> type, Job<T> job) {
    T options;
    try {
      options = PipelineOptionsFactory.fromArgs(args).withValidation().as(type);
    } catch (IllegalArgumentException e) {
      return fail(new Failure(ExitCode.CONFIGURATION, String.valueOf(e.getMessage())));
    }
    try {
      Session.Start start =
          new Session.Start(
              Path.of(options.getProject()),
              Optional.ofNullable(options.getProfile()),
              RunnerChoice.named(args),
              options);
      Progress progress = new JsonProgress(standardError(), Clock.systemUTC());
      try (Session session = Session.open(start, progress)) {
        return job.run(session, options);
      }
    } catch (RuntimeException | Error e) {
      return fail(Failure.of(e));
    }
  }

  /** Ends with a load's exit code, and says why where it did not publish. */
  static ExitCode end(LoadResult load) {
    ExitCode code = load.exitCode();
    if (load.run() == null || code == ExitCode.OK) {
      return code;
    }
    throw new TowpathException(code, "run " + load.run().plan().run() + ": " + load.run().error());
  }

  private static ExitCode fail(Failure failure) {
    standardError().println("towpath: " + failure.message());
    return failure.exitCode();
  }

  /** Where launchers look: their logs take a process's standard error. */
  private static PrintStream standardError() {
    return new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
  }
}
