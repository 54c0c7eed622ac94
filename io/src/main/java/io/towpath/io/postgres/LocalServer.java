package io.towpath.io.postgres;

import io.towpath.config.Secret;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One PostgreSQL server on the loopback interface: its data, password, log and port lie in one
 * folder that only its user may read. It does not guard against two processes; {@link
 * EmbeddedWarehouse} does.
 */
final class LocalServer {
  static final String SUPERUSER = "towpath";
  private static final int ATTEMPTS = 5;
  private static final String CONFIGURATION =
      """

      # Towpath: a server of one machine that loads much and is read by few.
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      password_encryption = 'scram-sha-256'
      max_connections = 100
      shared_buffers = 256MB
      maintenance_work_mem = 256MB
      work_mem = 16MB
      max_wal_size = 4GB
      checkpoint_timeout = 15min
      wal_level = minimal
      max_wal_senders = 0
      jit = off
      timezone = 'UTC'
      log_timezone = 'UTC'
      """;

  private final Path folder;
  private final Programs programs;

  LocalServer(Path folder, Programs programs) {
    this.folder = folder.toAbsolutePath();
    this.programs = programs;
  }

  Path passwordFile() {
    return folder.resolve("password");
  }

  Path log() {
    return folder.resolve("server.log");
  }

  private Path data() {
    return folder.resolve("data");
  }

  /** Makes the data folder at the first start; it appears whole. */
  void initialize() throws IOException {
    if (Files.exists(data().resolve("PG_VERSION"))) {
      return;
    }
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    programs.own(folder);
    writePassword();
    Path fresh = folder.resolve("data.new");
    PostgresBinaries.deleteTree(fresh);
    Programs.Outcome outcome =
        programs.run(
            log(),
            "initdb",
            "--pgdata=" + fresh,
            "--username=" + SUPERUSER,
            "--pwfile=" + passwordFile(),
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C");
    if (!outcome.ok()) {
      throw failure("was not initialised", outcome);
    }
    Files.writeString(fresh.resolve("postgresql.conf"), CONFIGURATION, StandardOpenOption.APPEND);
    Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Port of the running server, empty if it does not run; forgets a server that was killed. */
  Optional<Integer> port() throws IOException {
    Path pidFile = data().resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile);
    if (lines.size() >= 4 && isPostgres(Long.parseLong(lines.get(0).strip()))) {
      return Optional.of(Integer.parseInt(lines.get(3).strip()));
    }
    if (!lines.isEmpty() && !isPostgres(Long.parseLong(lines.get(0).strip()))) {
      Files.deleteIfExists(pidFile); // its pid is free, or another program's by now
    }
    return Optional.empty();
  }

  /** Starts the server and waits until it answers; returns its port, that of last time if free. */
  int start() throws IOException {
    Programs.Outcome outcome = null;
    int port = lastPort();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      port = freePort(port);
      outcome =
          programs.run(
              log(),
              "pg_ctl",
              "start",
              "--wait",
              "--timeout=60",
              "--pgdata=" + data(),
              "--log=" + log(),
              "--options=-p " + port);
      if (outcome.ok()) {
        Files.writeString(folder.resolve("port"), Integer.toString(port));
        return port;
      }
    }
    throw failure("did not start", outcome);
  }

  /** Stops the server; open transactions are rolled back. */
  void stop() {
    Programs.Outcome outcome =
        programs.run(log(), "pg_ctl", "stop", "--wait", "--mode=fast", "--pgdata=" + data());
    if (!outcome.ok()) {
      throw failure("did not stop", outcome);
    }
  }

  /** Where it is reached; roles log in under their own names. */
  WarehouseAddress address(int port) {
    return new WarehouseAddress(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + SUPERUSER,
        new Secret(SUPERUSER),
        new Secret("${file:" + passwordFile() + "}"),
        WarehouseAddress.Logins.BY_ROLE);
  }

  private void writePassword() throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    writeSecret(passwordFile(), HexFormat.of().formatHex(random) + "\n");
  }

  /** Readable by its owner from the first byte on. */
  void writeSecret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
    programs.own(file);
  }

  private int lastPort() throws IOException {
    Path file = folder.resolve("port");
    return Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
  }

  private static int freePort(int wanted) throws IOException {
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      if (wanted == 0) {
        throw e;
      }
      return freePort(0);
    }
  }

  private static boolean isPostgres(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .map(handle -> handle.info().command().map(c -> c.endsWith("/postgres")).orElse(true))
        .orElse(false);
  }

  private TowpathException failure(String what, Programs.Outcome outcome) {
    return new TowpathException(
        ExitCode.WAREHOUSE,
        "the embedded warehouse in "
            + folder
            + " "
            + what
            + ": "
            + outcome.output().strip().lines().reduce((first, last) -> last).orElse("no output")
            + "; its log is "
            + log());
  }
}
