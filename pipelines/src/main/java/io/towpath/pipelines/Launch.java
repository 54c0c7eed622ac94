package io.towpath.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.emr.Outcome;
import io.towpath.io.s3.S3Access;
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
    end(execute(args, job));
  }

  /** Runs a job with options of its own and ends the process with its exit code. */
  static <T extends LauncherOptions> void main(String[] args, Class<T> type, Job<T> job) {
    end(execute(args, type, job));
  }

  /** YARN takes a driver that exits by itself for one that failed, whatever its status. */
  private static void end(ExitCode code) {
    boolean onCluster = "cluster".equals(System.getProperty("spark.submit.deployMode"));
    if (code != ExitCode.OK || !onCluster) {
      System.exit(code.status());
    }
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
    Failure end = attempt(args, options, job);
    tell(options, end);
    return end.exitCode();
  }

  private static <T extends LauncherOptions> Failure attempt(String[] args, T options, Job<T> job) {
    try {
      Session.Start start =
          new Session.Start(
              Path.of(options.getProject()),
              Optional.ofNullable(options.getProfile()),
              RunnerChoice.named(args),
              options);
      Progress progress = new JsonProgress(standardError(), Clock.systemUTC());
      try (Session session = Session.open(start, progress)) {
        return new Failure(job.run(session, options), "");
      }
    } catch (RuntimeException | Error e) {
      Failure failure = Failure.of(e);
      fail(failure);
      return failure;
    }
  }

  /** Leaves the exit code where a launcher looks for it; without it the job has lost nothing. */
  private static void tell(LauncherOptions options, Failure end) {
    String place = options.getOutcome();
    if (place == null) {
      return;
    }
    try {
      new Outcome(end.exitCode().status(), end.message()).write(place, S3Access.of(options));
    } catch (RuntimeException e) {
      standardError().println("towpath: no outcome was left: " + Failure.of(e).message());
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
