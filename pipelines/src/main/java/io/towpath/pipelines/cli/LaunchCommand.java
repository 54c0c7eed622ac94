package io.towpath.pipelines.cli;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.pipelines.RunnerChoice;
import io.towpath.pipelines.launch.ClusterLauncher;
import io.towpath.pipelines.launch.LaunchRequest;
import io.towpath.pipelines.launch.Launcher;
import io.towpath.pipelines.launch.Launches;
import io.towpath.pipelines.launch.LocalLauncher;
import io.towpath.pipelines.launch.SparkJar;
import io.towpath.pipelines.launch.SparkLauncher;
import io.towpath.pipelines.launch.Streams;
import io.towpath.pipelines.launch.Target;
import io.towpath.pipelines.template.Jobs;
import io.towpath.pipelines.template.Template;
import io.towpath.pipelines.template.TemplateFile;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Starts a job from its template, elsewhere. */
@Command(
    name = "launch",
    description = "Start a job from its template, follow it, and end with its exit code.",
    footer = {
      "%nExample: towpath launch run --param feed=flights --on local",
      "         towpath launch load --param feed=flights --param sparkMaster=spark://host:7077"
          + " --on spark",
      "         towpath launch load --param feed=flights --on emr --cluster j-2AXXXXXXGAPLF"
          + " --store s3://example-jobs/towpath --id load-flights-2026-01-31"
    })
final class LaunchCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "TEMPLATE", description = "land, load, run or publish.")
  private String name = "";

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUE",
      description = "Value of a parameter of the template.")
  private List<String> params = List.of();

  @Option(
      names = "--on",
      paramLabel = "PLACE",
      required = true,
      description = "local (a process of its own), spark (spark-submit), emr or emr-serverless.")
  private String place = "";

  @Option(names = "--dry-run", description = "Print what would be started, and start nothing.")
  private boolean dryRun;

  @Option(names = "--conf", paramLabel = "NAME=VALUE", description = "Setting of Spark.")
  private List<String> settings = List.of();

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "Jar to run (default: the one that was built).")
  private @Nullable String jar;

  @Option(
      names = "--spark-home",
      paramLabel = "DIR",
      description = "Spark whose spark-submit is taken (default: SPARK_HOME, then the PATH).")
  private @Nullable Path sparkHome;

  @Mixin private final AwsOptions aws = new AwsOptions();

  @Override
  public Integer call() {
    List<String> mistakes = new ArrayList<>();
    LaunchRequest request =
        new LaunchRequest(template(), values(mistakes), pairs("--conf", settings, mistakes));
    Launcher launcher = launcher(Target.of(place));
    Launches.require(launcher, request, mistakes);
    if (dryRun) {
      print(launcher.render(request));
      return Towpath.ok();
    }
    return launcher.run(request);
  }

  private Launcher launcher(Target target) {
    SparkJar sparkJar = SparkJar.find(jar, home());
    Streams streams = new Streams(System.out, System.err);
    return switch (target) {
      case LOCAL -> new LocalLauncher(jar, streams);
      case SPARK -> new SparkLauncher(System.getenv(), sparkJar, streams).in(sparkHome);
      case EMR, EMR_SERVERLESS ->
          new ClusterLauncher(target, aws.target(), sparkJar, towpath.options().progress());
    };
  }

  /** That of a checkout's folder; outside of one, what its files were generated from. */
  private Template template() {
    Path home = home();
    List<String> names =
        home == null
            ? Jobs.all().stream().map(Template::name).toList()
            : TemplateFile.names(home.resolve("templates"));
    if (!names.contains(name)) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "no template '" + name + "': expected " + Words.or(names) + Nearest.hint(name, names));
    }
    return home == null
        ? Jobs.all().get(names.indexOf(name))
        : TemplateFile.read(home.resolve("templates"), name);
  }

  private static @Nullable Path home() {
    String home = System.getProperty("towpath.home");
    return home == null ? null : Path.of(home);
  }

  /** The parameters, and what is said by options that all commands have. */
  private Map<String, String> values(List<String> mistakes) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("project", towpath.options().directory().toString());
    towpath.options().profile().ifPresent(profile -> values.put("profile", profile));
    towpath
        .options()
        .runner()
        .filter(runner -> runner != RunnerChoice.AUTO)
        .ifPresent(
            runner ->
                values.put(
                    "runner", runner == RunnerChoice.SPARK ? "SparkRunner" : "DirectRunner"));
    values.putAll(pairs("--param", params, mistakes));
    return values;
  }

  private static Map<String, String> pairs(
      String option, List<String> texts, List<String> mistakes) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        mistakes.add(option + " " + text + " has no value; expected " + option + " NAME=VALUE");
      } else if (pairs.put(text.substring(0, equals), text.substring(equals + 1)) != null) {
        mistakes.add(option + " " + text.substring(0, equals) + " is given twice");
      }
    }
    return pairs;
  }

  private void print(Map<String, Object> rendered) {
    if (towpath.options().form() == RowPrinter.Form.JSON) {
      Printed.json(rendered);
    } else if (rendered.get("command") instanceof List<?> command) {
      System.out.println(
          command.stream().map(word -> quoted(word.toString())).collect(Collectors.joining(" ")));
    } else {
      System.out.println(Printed.indented(rendered));
    }
  }

  /** As a shell reads it as one word. */
  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
