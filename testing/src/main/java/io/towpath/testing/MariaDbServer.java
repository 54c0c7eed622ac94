package io.towpath.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A MariaDB server in a temporary folder, started from Debian's programs. */
final class MariaDbServer {
  private static final String PROGRAM = "/usr/sbin/mariadbd";
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Path folder;
  private final Process process;
  private final int port;

  private MariaDbServer(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  int port() {
    return port;
  }

  static MariaDbServer start() {
    try {
      install();
      Path folder = Files.createTempDirectory("mariadb");
      String user = "--user=" + System.getProperty("user.name");
      String data = "--datadir=" + folder.resolve("data");
      call(
          "mariadb-install-db",
          "--no-defaults",
          data,
          user,
          "--auth-root-authentication-method=normal",
          "--skip-test-db");
      int port = freePort();
      Process process =
          new ProcessBuilder(
                  PROGRAM,
                  "--no-defaults",
                  data,
                  user,
                  "--bind-address=127.0.0.1",
                  "--port=" + port,
                  "--socket=" + folder.resolve("sock"),
                  "--skip-log-bin",
                  "--innodb-flush-log-at-trx-commit=0")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      MariaDbServer server = new MariaDbServer(folder, process, port);
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      server.await();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("MariaDB did not start", e);
    }
  }

  /** Fetches the server if it is missing and may be installed. */
  private static void install() throws IOException {
    if (Files.isExecutable(Path.of(PROGRAM))) {
      return;
    }
    if (!System.getProperty("user.name").equals("root")
        || !Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
      throw new IllegalStateException(
          PROGRAM + " is missing; install it (Debian: apt-get install mariadb-server)");
    }
    call("apt-get", "install", "-y", "--no-install-recommends", "mariadb-server");
  }

  private static void call(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IllegalStateException(List.of(command) + " failed:\n" + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void await() throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() < deadline && process.isAlive()) {
      try {
        DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/", "root", "").close();
        return;
      } catch (SQLException e) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // it is not there yet
      }
    }
    process.destroyForcibly();
    throw new IllegalStateException(
        "MariaDB did not start:\n" + Files.readString(folder.resolve("log")));
  }

  /** Ends the server and deletes its folder. */
  void stop() {
    process.destroyForcibly();
    try {
      process.waitFor();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
