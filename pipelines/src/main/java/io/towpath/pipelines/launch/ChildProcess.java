package io.towpath.pipelines.launch;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a command, passes on what it writes, and ends it when this process is ended. */
final class ChildProcess {
  private static final long GRACE_SECONDS = 4;

  private final Streams streams;

  ChildProcess(Streams streams) {
    this.streams = streams;
  }

  /**
   * Returns the exit status of a job of ours; any other status means that it was lost.
   *
   * @param program what a message calls it
   */
  int run(String program, List<String> command) {
    Process process = start(command);
    close(process.getOutputStream());
    Thread stop = new Thread(() -> stop(process), "launch-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      Thread errors = pump(process.getErrorStream(), streams.err());
      Thread results = pump(process.getInputStream(), streams.out());
      int status = process.waitFor();
      results.join();
      errors.join();
      return judged(status, program);
    } catch (InterruptedException e) {
      stop(process);
      Thread.currentThread().interrupt();
      throw new TowpathException(ExitCode.CLUSTER, "the launch was interrupted, the job ended", e);
    } finally {
      forget(stop);
    }
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new TowpathException(
          ExitCode.CLUSTER, command.get(0) + " cannot be started: " + e.getMessage(), e);
    }
  }

  /** A job reads nothing. */
  private static void close(OutputStream input) {
    try {
      input.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int judged(int status, String program) {
    if (Arrays.stream(ExitCode.values()).anyMatch(code -> code.status() == status)) {
      return status;
    }
    String how = status > 128 ? "was killed by signal " + (status - 128) : "ended with " + status;
    throw new TowpathException(
        ExitCode.CLUSTER,
        program
            + " "
            + how
            + ", which is no exit code of a job; its output says more. Launching"
            + " again is safe");
  }

  private static Thread pump(InputStream from, PrintStream to) {
    Thread pump =
        new Thread(
            () -> {
              try (from) {
                from.transferTo(to);
                to.flush();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "launch-output");
    pump.start();
    return pump;
  }

  /** Asks the job to stop, so that its shutdown hooks run; then insists. */
  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread stop) {
    try {
      Runtime.getRuntime().removeShutdownHook(stop);
    } catch (IllegalStateException e) {
      // this process is ending, and the hook runs
    }
  }
}
