package io.towpath.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.towpath.pipelines.cli.Towpath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What a command came to: its exit status and what it printed. */
record CommandRun(int status, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Runs {@code towpath ARGUMENTS} in this JVM, as quickly as that goes. */
  static CommandRun of(String... arguments) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    try {
      int status = Towpath.execute(arguments);
      return new CommandRun(status, out.toString(UTF_8), err.toString(UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }

  /** The same on a project, where nothing is large enough for another runner. */
  static CommandRun in(Path project, String... arguments) {
    return of(
        Stream.concat(
                Arrays.stream(arguments),
                Stream.of("--project", project.toString(), "--runner", "direct"))
            .toArray(String[]::new));
  }

  /** Waits for a process of its own; both of its outputs are taken for one. */
  static CommandRun of(ProcessBuilder command) throws InterruptedException {
    try {
      Process process = command.redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new CommandRun(process.waitFor(), output, output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every line that was printed, each of which must be a JSON object. */
  List<JsonNode> json() {
    return out.lines().map(CommandRun::object).toList();
  }

  /** The only JSON object, of a command that ended well. */
  JsonNode only() {
    if (status != 0 || json().size() != 1) {
      throw new AssertionError("status " + status + ", " + out + err);
    }
    return json().get(0);
  }

  private static JsonNode object(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node == null || !node.isObject()) {
        throw new AssertionError("no JSON object: " + line);
      }
      return node;
    } catch (IOException e) {
      throw new AssertionError("no JSON: " + line, e);
    }
  }
}
