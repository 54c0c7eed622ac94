package io.towpath.pipelines.launch;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Launches a job in a JVM of its own on this machine. */
public final class LocalLauncher implements Launcher {
  /** What ./towpath gives to every JVM. */
  private static final String INHERITED =
      "--add-opens.*|-Xmx.*|-Dtowpath\\.home=.*|-XX:SharedArchiveFile=.*|-Xshare:.*|-Xlog:.*";

  private final @Nullable String jar;
  private final ChildProcess child;

  /**
   * Launches here.
   *
   * @param jar to run in place of this process's class path; may be a list with colons
   */
  public LocalLauncher(@Nullable String jar, Streams streams) {
    this.jar = jar;
    this.child = new ChildProcess(streams);
  }

  @Override
  public List<String> mistakes(LaunchRequest request) {
    List<String> mistakes = new ArrayList<>();
    if (!request.settings().isEmpty()) {
      mistakes.add("--conf is for Spark on a cluster; expected none with --on local");
    }
    if (jar != null) {
      Arrays.stream(jar.split(File.pathSeparator))
          .filter(part -> !part.endsWith("*") && !Files.exists(Path.of(part)))
          .forEach(part -> mistakes.add("--jar " + part + " does not exist"));
    }
    String master = request.value("sparkMaster");
    if (master != null && !master.startsWith("local")) {
      mistakes.add("sparkMaster is \"" + master + "\"; expected local[N], or --on spark");
    }
    return mistakes;
  }

  @Override
  public Map<String, Object> render(LaunchRequest request) {
    return Map.of("command", command(request));
  }

  @Override
  public int run(LaunchRequest request) {
    List<String> command = command(request);
    return child.run(command.get(0), command);
  }

  private List<String> command(LaunchRequest request) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.matches(INHERITED))
        .forEach(command::add);
    command.addAll(List.of("-XX:+UseParallelGC", "-XX:NewRatio=1"));
    String more = System.getenv("TOWPATH_JAVA_OPTIONS");
    if (more != null && !more.isBlank()) {
      command.addAll(List.of(more.strip().split("\\s+")));
    }
    command.addAll(List.of("-cp", jar == null ? classPath() : jar, request.template().main()));
    command.addAll(request.arguments());
    return command;
  }

  /** A runner of tests hides the class path in a jar's manifest. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
