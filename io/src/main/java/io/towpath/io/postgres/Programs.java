package io.towpath.io.postgres;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs PostgreSQL's programs, which refuse to run as root: for root they get a user namespace of
 * their own, or, where the system allows none, the user nobody with root's access to files.
 */
final class Programs {
  private static final List<String> NAMESPACE = List.of("unshare", "--user");
  private static final String NOBODY = "65534";
  private static final List<String> DEMOTED =
      List.of(
          "setpriv",
          "--reuid=" + NOBODY,
          "--regid=" + NOBODY,
          "--clear-groups",
          "--inh-caps=+dac_override",
          "--ambient-caps=+dac_override");
  private static final int SECONDS = 120;

  private final Path bin;
  private final List<String> prefix;

  private Programs(Path home, List<String> prefix) {
    this.bin = home.resolve("bin");
    this.prefix = prefix;
  }

  /** What a program said and how it ended. */
  record Outcome(int status, String output) {
    boolean ok() {
      return status == 0;
    }
  }

  static Programs unpacked() {
    List<String> prefix = prefix();
    return prefix.equals(DEMOTED) ? demoted() : new Programs(PostgresBinaries.home(), prefix);
  }

  /** The way for hosts that allow root no user namespace: nobody cannot run what lies in /root. */
  static Programs demoted() {
    return new Programs(PostgresBinaries.home(Path.of("/var/cache")), DEMOTED);
  }

  /** Makes a folder belong to whom the programs run as. */
  void own(Path folder) throws IOException {
    if (prefix.equals(DEMOTED)) {
      Files.setAttribute(folder, "unix:uid", Integer.valueOf(NOBODY));
    }
  }

  /** Runs one program to its end; its output must not stay open, as a server's would. */
  Outcome run(Path log, String program, String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(bin.resolve(program).toString());
    command.addAll(Arrays.asList(arguments));
    return run(log, command);
  }

  private static List<String> prefix() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    List<String> probe = new ArrayList<>(NAMESPACE);
    probe.add("true");
    try {
      Process process =
          new ProcessBuilder(probe)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return finished(process) && process.exitValue() == 0 ? NAMESPACE : DEMOTED;
    } catch (IOException e) {
      return DEMOTED; // a system without the program
    }
  }

  /** Into a file, since a server that a program leaves behind would keep a pipe open. */
  private static Outcome run(Path log, List<String> command) {
    try {
      File output = Files.createTempFile(log.getParent(), "program", ".out").toFile();
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(log.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .start();
        int status = finished(process) ? process.exitValue() : -1;
        return new Outcome(status, Files.readString(output.toPath(), StandardCharsets.UTF_8));
      } finally {
        Files.deleteIfExists(output.toPath());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(command.get(0) + " was not started", e);
    }
  }

  private static boolean finished(Process process) {
    try {
      if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        return true;
      }
      process.destroyForcibly();
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
      throw new TowpathException(ExitCode.WAREHOUSE, "interrupted while PostgreSQL worked", e);
    }
  }
}
