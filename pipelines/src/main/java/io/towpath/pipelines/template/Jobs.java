package io.towpath.pipelines.template;

import io.towpath.pipelines.Land;
import io.towpath.pipelines.LauncherOptions;
import io.towpath.pipelines.Load;
import io.towpath.pipelines.Publish;
import io.towpath.pipelines.PublishOptions;
import io.towpath.pipelines.Run;
import io.towpath.pipelines.TowpathOptions;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.sdk.options.PipelineOptions;

/** The mains of this module, as the templates that are generated from their options. */
public final class Jobs {
  /** Of an engine's many options those that a launch has to know. */
  private static final List<Parameter> ENGINE =
      List.of(
          engine(
              PipelineOptions.class,
              "runner",
              "DirectRunner|SparkRunner",
              "What runs the pipelines, instead of what towpath.yaml says."),
          engine(
              SparkPipelineOptions.class,
              "sparkMaster",
              "spark://[^/@\\s]+:[0-9]+|yarn|k8s://\\S+|local(\\[[^\\]\\s]+\\])?",
              "Where Spark is, such as spark://host:7077; all cores of this machine if not said."));

  private Jobs() {}

  /** All of them, in the order in which a batch meets them. */
  public static List<Template> all() {
    return List.of(
        pipeline("land", Land.class, "Read what is new at the source into the raw zone."),
        pipeline("load", Load.class, "Load and publish what was landed and is not published yet."),
        pipeline("run", Run.class, "Land, load and publish a feed."),
        job(
            "publish",
            Publish.class,
            PublishOptions.class,
            "Publish a run whose rows are staged."));
  }

  private static Template pipeline(String name, Class<?> main, String help) {
    Template job = job(name, main, TowpathOptions.class, help);
    List<Parameter> parameters = new ArrayList<>(job.parameters());
    parameters.addAll(ENGINE);
    return new Template(name, job.main(), help, parameters);
  }

  private static Template job(
      String name, Class<?> main, Class<? extends LauncherOptions> options, String help) {
    return new Template(name, main.getName(), help, OptionParameters.of(options));
  }

  private static Parameter engine(
      Class<? extends PipelineOptions> options, String name, String pattern, String help) {
    for (Method getter : options.getMethods()) {
      if (getter.getName().equalsIgnoreCase("get" + name)) {
        return new Parameter(name, Parameter.Type.TEXT, help, false, null, pattern);
      }
    }
    throw new IllegalStateException("Beam's " + options.getSimpleName() + " has no " + name);
  }
}
