package io.towpath.io.postgres;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL of the project's own, in {@code .towpath/warehouse}. All processes that use it share
 * one server: the first starts it, the last stops it, unless {@code towpath warehouse start} asked
 * to keep it. A server that outlived a killed process is used on; one that was killed is recovered.
 *
 * <p><b>Failures:</b> {@link TowpathException} with exit code WAREHOUSE that names the server's
 * log.
 */
public final class EmbeddedWarehouse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedWarehouse.class);
  private static final Map<Path, Use> USES = new HashMap<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(EmbeddedWarehouse::leaveAll, "towpath-stop"));
  }

  private final Path folder;
  private final WarehouseAddress address;
  private boolean closed;

  private EmbeddedWarehouse(Path folder, WarehouseAddress address) {
    this.folder = folder;
    this.address = address;
  }

  /** What this process holds of one folder, for all its users together. */
  private static final class Use {
    final FolderLock lock;
    final WarehouseAddress address;
    int users = 1;

    Use(FolderLock lock, WarehouseAddress address) {
      this.lock = lock;
      this.address = address;
    }
  }

  /**
   * A server as other tools may reach it.
   *
   * @param connection for psql and whatever else understands libpq's URIs; names the file with the
   *     password
   * @param jdbc for JDBC, whose drivers read no such file; holds no password
   * @param passwordFile where the password is
   * @param kept whether it goes on without users
   */
  public record Status(String connection, String jdbc, Path passwordFile, boolean kept) {}

  /** Starts the server if it does not run, and keeps it running until closed. */
  public static EmbeddedWarehouse use(Path dotTowpath) {
    synchronized (USES) {
      try {
        Path folder = folder(dotTowpath);
        Use use = USES.get(folder);
        if (use != null) {
          use.users++;
        } else {
          use = open(folder);
          USES.put(folder, use);
        }
        return new EmbeddedWarehouse(folder, use.address);
      } catch (IOException e) {
        throw failure(dotTowpath, e);
      }
    }
  }

  /** Starts the server if it does not run, and lets it run until {@link #stop}. */
  public static Status start(Path dotTowpath) {
    try (EmbeddedWarehouse warehouse = use(dotTowpath)) {
      Files.writeString(keep(warehouse.folder), "kept by 'towpath warehouse start'\n");
      return status(dotTowpath).orElseThrow();
    } catch (IOException e) {
      throw failure(dotTowpath, e);
    }
  }

  /**
   * Stops the server, or lets its last user do so.
   *
   * @return whether it is stopped now
   */
  public static boolean stop(Path dotTowpath) {
    synchronized (USES) {
      try {
        Path folder = folder(dotTowpath);
        if (Files.notExists(folder)) {
          return true;
        }
        Files.deleteIfExists(keep(folder));
        try (FolderLock gate = FolderLock.exclusive(folder.resolve("gate.lock"))) {
          return !USES.containsKey(folder) && stopUnused(folder);
        }
      } catch (IOException e) {
        throw failure(dotTowpath, e);
      }
    }
  }

  /** How the server is reached, empty if it does not run. */
  public static Optional<Status> status(Path dotTowpath) {
    try {
      Path folder = folder(dotTowpath);
      LocalServer server = new LocalServer(folder, Programs.unpacked());
      return server
          .port()
          .map(
              port ->
                  new Status(
                      "postgresql://"
                          + LocalServer.SUPERUSER
                          + "@127.0.0.1:"
                          + port
                          + "/"
                          + LocalServer.SUPERUSER
                          + "?passfile="
                          + folder.resolve("pgpass"),
                      server.address(port).url() + "?user=" + LocalServer.SUPERUSER,
                      server.passwordFile(),
                      Files.exists(keep(folder))));
    } catch (IOException e) {
      throw failure(dotTowpath, e);
    }
  }

  /** Where it is reached; holds a reference to the file with its password. */
  public WarehouseAddress address() {
    return address;
  }

  /** Stops the server if this was its last user anywhere and nobody asked to keep it. */
  @Override
  public void close() {
    synchronized (USES) {
      Use use = USES.get(folder);
      if (closed || use == null) {
        return;
      }
      closed = true;
      if (--use.users == 0) {
        USES.remove(folder);
        leave(folder, use);
      }
    }
  }

  /** For commands that a signal ends before they close what they use. */
  private static void leaveAll() {
    synchronized (USES) {
      USES.forEach(EmbeddedWarehouse::leave);
      USES.clear();
    }
  }

  private static void leave(Path folder, Use use) {
    try (FolderLock gate = FolderLock.exclusive(folder.resolve("gate.lock"))) {
      use.lock.close();
      if (!Files.exists(keep(folder))) {
        var unused = stopUnused(folder);
      }
    } catch (IOException | TowpathException e) {
      LOG.warn("the embedded warehouse in {} was not stopped: {}", folder, e.getMessage());
    }
  }

  /** Under the gate nobody starts or stops, so what is seen stays true. */
  private static Use open(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (FolderLock gate = FolderLock.exclusive(folder.resolve("gate.lock"))) {
      FolderLock users = FolderLock.shared(folder.resolve("users.lock"));
      try {
        LocalServer server = new LocalServer(folder, Programs.unpacked());
        server.initialize();
        Optional<Integer> running = server.port();
        int port = running.isPresent() ? running.get() : server.start();
        WarehouseAddress address = server.address(port);
        EmbeddedRoles.prepare(address, folder, server);
        return new Use(users, address);
      } catch (IOException | RuntimeException e) {
        users.close();
        throw e;
      }
    }
  }

  private static boolean stopUnused(Path folder) throws IOException {
    LocalServer server = new LocalServer(folder, Programs.unpacked());
    if (!FolderLock.isFree(folder.resolve("users.lock"))) {
      return false;
    }
    if (server.port().isPresent()) {
      server.stop();
    }
    return true;
  }

  private static Path folder(Path dotTowpath) throws IOException {
    return Files.createDirectories(dotTowpath.toAbsolutePath()).toRealPath().resolve("warehouse");
  }

  private static Path keep(Path folder) {
    return folder.resolve("keep");
  }

  private static TowpathException failure(Path dotTowpath, IOException error) {
    return new TowpathException(
        ExitCode.WAREHOUSE,
        "the embedded warehouse in "
            + dotTowpath.resolve("warehouse")
            + " could not be used: "
            + error
            + "; check rights and space there",
        error);
  }
}
