package io.towpath.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class EMR and EMR Serverless by moto, as a process of its own on a loopback port.
 * moto comes from PyPI into {@code target/moto}, once, by a lock file with hashes; that needs
 * Python 3.11 or newer with the venv module.
 */
public final class EmbeddedEmr implements BeforeAllCallback, AfterAllCallback {
  private @Nullable Process process;
  private @Nullable BufferedReader answers;
  private @Nullable Writer asks;
  private int port;

  private EmbeddedEmr() {}

  /** A server without clusters. */
  public static EmbeddedEmr create() {
    return new EmbeddedEmr();
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Path home = Path.of(System.getProperty("towpath.home"));
    Path sources = home.resolve("testing/moto");
    Path python = install(home.resolve("target/moto"), sources.resolve("requirements.txt"));
    Path log = Files.createTempFile("towpath-moto-", ".log");
    process =
        new ProcessBuilder(python.toString(), "-B", sources.resolve("serve.py").toString())
            .redirectError(log.toFile())
            .start();
    answers = process.inputReader(UTF_8);
    asks = process.outputWriter(UTF_8);
    String line = answers.readLine();
    if (line == null) {
      throw new IllegalStateException("moto did not start: " + Files.readString(log));
    }
    port = Integer.parseInt(line);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (process != null) {
      process.destroy();
    }
  }

  /** URL of the server. */
  public String endpoint() {
    return "http://127.0.0.1:" + port;
  }

  /** Has {@code serve.py} do something; gives its answer, which is JSON. */
  public synchronized String ask(String command) {
    try {
      asks.write(command + "\n");
      asks.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException("moto ended at: " + command);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the environment of a lock file unless it is there; gives its Python. */
  private static Path install(Path folder, Path lock) throws IOException, InterruptedException {
    Files.createDirectories(folder.getParent());
    Path guard = folder.resolveSibling("moto.lock");
    try (FileChannel channel =
            FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      Path installed = folder.resolve("lock");
      Path python = folder.resolve("bin/python");
      if (!held.isValid() || !Files.exists(installed) || Files.mismatch(installed, lock) >= 0) {
        run(List.of("python3", "-m", "venv", "--clear", folder.toString()));
        run(
            List.of(
                python.toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--require-hashes",
                "-r",
                lock.toString()));
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
      }
      return python;
    }
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
    }
  }
}
