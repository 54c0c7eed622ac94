package io.towpath.pipelines;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line in a process of its own, to be killed at a step or a moment. */
final class TowpathProcess {
  private static final Pattern STEP = Pattern.compile("\"step\":\"([^\"]+)\"");
  private static final long PATIENCE_SECONDS = 180;

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
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(ProjectFolder.classPath());
    command.add("io.towpath.pipelines.cli.Towpath");
    command.addAll(List.of(arguments));
    try {
      return new TowpathProcess(
          new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the process as soon as it announces a step. False if it ended before. */
  boolean killAt(String step) throws InterruptedException {
    while (true) {
      String line = lines.poll(1, TimeUnit.SECONDS);
      if (line != null && step.equals(stepOf(line))) {
        process.destroyForcibly().waitFor();
        return true;
      }
      if (line == null && !process.isAlive() && lines.isEmpty()) {
        return false;
      }
    }
  }

  /** Kills the process after some time. False if it ended before. */
  boolean killAfter(long millis) throws InterruptedException {
    if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      return false;
    }
    process.destroyForcibly().waitFor();
    return true;
  }

  /** Waits for the end and returns the exit status. */
  int waitFor() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + output());
    }
    return process.exitValue();
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
