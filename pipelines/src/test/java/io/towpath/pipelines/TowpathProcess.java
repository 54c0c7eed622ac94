package io.towpath.pipelines;

import io.towpath.pipelines.cli.Towpath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line in a process of its own, to be killed at a step or a moment. */
final class TowpathProcess {
  private static final Pattern STEP = Pattern.compile("\"step\":\"([^\"]+)\"");
  private static final long PATIENCE_SECONDS = 180;
  private static final int KILLED = 128 + 9;

  /** Any step. */
  static final Predicate<String> ANY = step -> !step.isEmpty();

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();

  private TowpathProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "towpath-stderr");
    reader.setDaemon(true);
    reader.start();
  }

  /** Starts {@code towpath ARGUMENTS} with the class path and module opens of this JVM. */
  static TowpathProcess start(String... arguments) {
    try {
      return new TowpathProcess(
          command(arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same, not started yet. */
  static ProcessBuilder command(String... arguments) {
    return java(Towpath.class, arguments);
  }

  /** Any main class, likewise. */
  static ProcessBuilder java(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(ProjectFolder.classPath());
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** Waits until the process announces a step. False if it ended before. */
  boolean reaches(Predicate<String> wanted) throws InterruptedException {
    while (true) {
      String line = lines.poll(1, TimeUnit.SECONDS);
      if (line != null && wanted.test(stepOf(line))) {
        return true;
      }
      if (line == null && !process.isAlive() && lines.isEmpty()) {
        return false;
      }
    }
  }

  /** Kills the process as soon as it announces a step. False if it ended before. */
  boolean killAt(String step) throws InterruptedException {
    return reaches(step::equals) && kill();
  }

  /** Kills the process so long after its first step. False if it ended before. */
  boolean killAfter(Duration time) throws InterruptedException {
    return reaches(ANY) && !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS) && kill();
  }

  /** Sends SIGKILL. False if the process had ended before. */
  boolean kill() throws InterruptedException {
    return process.destroyForcibly().waitFor() == KILLED;
  }

  /** Sends a signal such as {@code STOP}, {@code CONT} or {@code TERM}. */
  void signal(String name) throws InterruptedException {
    try {
      String pid = Long.toString(process.pid());
      int status = new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
      if (status != 0) {
        throw new AssertionError("kill -" + name + " " + pid + " ended with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the end and returns the exit status. */
  int waitFor() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + output());
    }
    return process.exitValue();
  }

  /** How long it runs from its first step to its end, which must be a good one. */
  Duration time() throws InterruptedException {
    reaches(ANY);
    long started = System.nanoTime();
    if (waitFor() != 0) {
      throw new AssertionError(output());
    }
    return Duration.ofNanos(System.nanoTime() - started);
  }

  /** What it wrote to standard error so far. */
  String output() {
    synchronized (seen) {
      return String.join("\n", seen);
    }
  }

  /** The steps that it announced, in order. */
  List<String> steps() {
    synchronized (seen) {
      return seen.stream().map(TowpathProcess::stepOf).filter(step -> !step.isEmpty()).toList();
    }
  }

  /** The last step that it announced, empty if none. */
  String lastStep() {
    List<String> steps = steps();
    return steps.isEmpty() ? "" : steps.get(steps.size() - 1);
  }

  private static String stepOf(String line) {
    Matcher matcher = STEP.matcher(line);
    return matcher.find() ? matcher.group(1) : "";
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (seen) {
          seen.add(line);
        }
        lines.add(line);
      }
    } catch (IOException e) {
      // The stream ends with the process that is killed.
      lines.add("");
    }
  }
}
