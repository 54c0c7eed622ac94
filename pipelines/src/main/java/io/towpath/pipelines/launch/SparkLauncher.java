package io.towpath.pipelines.launch;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Launches a job by {@code spark-submit}, with the driver in this machine's process: then the exit
 * code is the job's own, which it is not where a standalone cluster runs the driver.
 */
public final class SparkLauncher implements Launcher {
  private static final String STANDALONE = "spark://";
  private static final int CONNECT_MILLIS = 5_000;
  private static final List<String> OURS =
      List.of("spark.master", "spark.submit.deployMode", "spark.app.name");

  private final Map<String, String> environment;
  private final SparkJar jar;
  private final ChildProcess child;
  private @Nullable Path spark;

  /**
   * Launches by the Spark that the environment names.
   *
   * @param environment has SPARK_HOME, or a PATH with spark-submit
   */
  public SparkLauncher(Map<String, String> environment, SparkJar jar, Streams streams) {
    this.environment = environment;
    this.jar = jar;
    this.child = new ChildProcess(streams);
  }

  /** Takes the Spark of a folder, whatever the environment says; null leaves it as it is. */
  public SparkLauncher in(@Nullable Path folder) {
    spark = folder;
    return this;
  }

  @Override
  public List<String> mistakes(LaunchRequest request) {
    List<String> mistakes = new ArrayList<>();
    jar.mistake().ifPresent(mistakes::add);
    if (submit().isEmpty()) {
      mistakes.add(
          spark == null
              ? "spark-submit was not found; expected SPARK_HOME to name a Spark 3.5 for Scala 2.12,"
                  + " or spark-submit on the PATH"
              : "--spark-home " + spark + " has no bin/spark-submit; expected a Spark 3.5");
    }
    if (request.template().parameter("sparkMaster").isPresent()
        && request.value("sparkMaster") == null) {
      mistakes.add("sparkMaster is missing; expected spark://HOST:PORT, yarn or local[N]");
    }
    mistakes.addAll(sparkOnly(request, "spark"));
    return mistakes;
  }

  /** What is wrong wherever Spark's runner is the only one. */
  static List<String> sparkOnly(LaunchRequest request, String place) {
    List<String> mistakes = new ArrayList<>();
    String runner = request.value("runner");
    if (runner != null && !runner.equals("SparkRunner")) {
      mistakes.add("runner is \"" + runner + "\"; expected SparkRunner with --on " + place);
    }
    request.settings().keySet().stream()
        .filter(OURS::contains)
        .forEach(name -> mistakes.add("--conf " + name + " is set by the launch; leave it out"));
    return mistakes;
  }

  @Override
  public Map<String, Object> render(LaunchRequest request) {
    return Map.of("command", command(request));
  }

  @Override
  public int run(LaunchRequest request) {
    String master = request.value("sparkMaster");
    if (master != null && master.startsWith(STANDALONE)) {
      requireReachable(master);
    }
    return child.run(submit().orElseThrow().toString(), command(request));
  }

  private List<String> command(LaunchRequest request) {
    List<String> command = new ArrayList<>();
    if (spark != null) {
      // spark-submit would take SPARK_HOME's libraries before those beside it
      command.addAll(List.of("env", "SPARK_HOME=" + spark));
    }
    command.add(submit().orElseThrow().toString());
    String master = request.value("sparkMaster");
    command.addAll(List.of("--master", master == null ? "local[*]" : master));
    command.addAll(List.of("--deploy-mode", "client", "--name", request.name()));
    command.addAll(List.of("--class", request.template().main()));
    request
        .settings()
        .forEach((name, value) -> command.addAll(List.of("--conf", name + "=" + value)));
    command.add(jar.required().toString());
    command.addAll(request.without("sparkMaster").with("runner", "SparkRunner").arguments());
    return command;
  }

  private Optional<Path> submit() {
    String home = spark == null ? environment.get("SPARK_HOME") : spark.toString();
    if (home != null) {
      return Optional.of(Path.of(home, "bin", "spark-submit")).filter(Files::isExecutable);
    }
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path file = Path.of(folder, "spark-submit");
      if (!folder.isEmpty() && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Spark itself would try for a minute, and then end with an exception of its own. */
  private static void requireReachable(String master) {
    for (String place : master.substring(STANDALONE.length()).split(",")) {
      int colon = place.lastIndexOf(':');
      try (Socket socket = new Socket()) {
        socket.connect(
            new InetSocketAddress(
                place.substring(0, colon), Integer.parseInt(place.substring(colon + 1))),
            CONNECT_MILLIS);
        return;
      } catch (IOException e) {
        // a standby may answer
      }
    }
    throw new TowpathException(
        ExitCode.CLUSTER,
        "Spark's master "
            + master
            + " cannot be reached, nothing was submitted; expected a master of Spark 3.5 there");
  }
}
