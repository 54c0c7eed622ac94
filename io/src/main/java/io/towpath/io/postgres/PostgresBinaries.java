package io.towpath.io.postgres;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks PostgreSQL's programs from the class path once per user, into {@code
 * ~/.cache/towpath/postgres-…} or below {@code XDG_CACHE_HOME}. Two processes may do so at once:
 * the folder appears whole.
 */
final class PostgresBinaries {
  private static final int OWNER_MAY_RUN = 0100;

  private PostgresBinaries() {}

  /** The folder that holds {@code bin/}, in the user's cache. */
  static Path home() {
    return home(cache());
  }

  /** The same below another cache. */
  static Path home(Path cache) {
    String system = system();
    URL archive = PostgresBinaries.class.getResource("/postgres-" + system + ".txz");
    if (archive == null) {
      throw new TowpathException(
          ExitCode.WAREHOUSE,
          "warehouse: embedded has no PostgreSQL for "
              + system
              + "; name a server in towpath.yaml instead, as in"
              + " warehouse: {url: \"jdbc:postgresql://…\"}");
    }
    try {
      Path folder = Files.createDirectories(cache.resolve("towpath"));
      Path home = folder.resolve("postgres-" + system + "-" + fingerprint(archive));
      if (!Files.isDirectory(home)) {
        unpack(archive, home);
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL's programs were not unpacked", e);
    }
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    String family = name.startsWith("mac") ? "darwin" : name.split(" ")[0];
    return family + "-" + (arm ? "arm_64" : "x86_64");
  }

  /**
   * The checksum that the jar keeps of its entry: it changes with the version, and costs nothing.
   */
  private static String fingerprint(URL archive) throws IOException {
    if (archive.openConnection() instanceof JarURLConnection jar) {
      return String.format(Locale.ROOT, "%08x", jar.getJarEntry().getCrc());
    }
    return String.format(Locale.ROOT, "%08x", archive.openConnection().getContentLengthLong());
  }

  private static Path cache() {
    String configured = System.getenv("XDG_CACHE_HOME");
    return configured == null || configured.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache")
        : Path.of(configured);
  }

  private static void unpack(URL archive, Path home) throws IOException {
    Path fresh = Files.createTempDirectory(home.getParent(), home.getFileName() + ".");
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (InputStream bytes = new BufferedInputStream(archive.openStream());
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(bytes))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, fresh);
      }
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      deleteTree(fresh);
      if (!Files.isDirectory(home)) { // else another process was faster
        throw e;
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("entry " + entry.getName() + " leads out of the archive");
    }
    Files.createDirectories(entry.isDirectory() ? target : target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(target, folder.resolve(entry.getLinkName()));
    } else if (entry.isFile()) {
      Files.copy(tar, target);
      boolean runs = (entry.getMode() & OWNER_MAY_RUN) != 0;
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
