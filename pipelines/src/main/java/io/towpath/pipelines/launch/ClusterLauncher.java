package io.towpath.pipelines.launch;

import static io.towpath.io.emr.LaunchStore.Kind.JAR;
import static io.towpath.io.emr.LaunchStore.Kind.PROJECT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.Project;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.emr.AwsPlace;
import io.towpath.io.emr.ClusterJob;
import io.towpath.io.emr.EmrSteps;
import io.towpath.io.emr.JobService;
import io.towpath.io.emr.JobState;
import io.towpath.io.emr.LaunchStore;
import io.towpath.io.emr.Outcome;
import io.towpath.io.emr.ServerlessRuns;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.s3.S3Access;
import io.towpath.pipelines.Progress;
import io.towpath.pipelines.Session;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/**
 * Launches a job on EMR: uploads jar and project under their hashes, submits once, follows, and
 * ends as the job says that it ended. A launch of the same id follows the job that there is, or
 * tells how it ended.
 */
public final class ClusterLauncher implements Launcher {
  private final Target target;
  private final AwsTarget aws;
  private final SparkJar jar;
  private final Progress progress;
  private @Nullable ProjectArchive archive;

  /**
   * Launches on EMR or EMR Serverless.
   *
   * @param progress told each change of the job's state
   */
  public ClusterLauncher(Target target, AwsTarget aws, SparkJar jar, Progress progress) {
    this.target = target;
    this.aws = aws;
    this.jar = jar;
    this.progress = progress;
  }

  @Override
  public List<String> mistakes(LaunchRequest request) {
    List<String> mistakes = new ArrayList<>(aws.mistakes(target));
    jar.mistake().ifPresent(mistakes::add);
    mistakes.addAll(SparkLauncher.sparkOnly(request, target.word()));
    if (request.value("sparkMaster") != null) {
      mistakes.add("sparkMaster is for --on spark; leave it out, the cluster is Spark's master");
    }
    try {
      archive =
          ProjectArchive.of(
              Path.of(Objects.requireNonNullElse(request.value("project"), ".")),
              Optional.ofNullable(request.value("profile")));
      mistakes.addAll(unreachable(archive.project(), request.value("feed")));
    } catch (TowpathException e) {
      mistakes.add(String.valueOf(e.getMessage()));
    }
    return mistakes;
  }

  /** What the driver and the executors of a cluster would not find. */
  private static List<String> unreachable(Project project, @Nullable String feed) {
    List<String> mistakes = new ArrayList<>();
    if (!project.raw().startsWith("s3://")) {
      mistakes.add("towpath.yaml: raw is a folder of this machine; expected s3://bucket/prefix");
    }
    if (project.warehouse() instanceof Project.Warehouse.Embedded) {
      mistakes.add("towpath.yaml: warehouse is embedded; expected {url: \"jdbc:postgresql://…\"}");
    }
    if (feed != null) {
      try {
        Session.feed(project, feed);
      } catch (TowpathException e) {
        mistakes.add(String.valueOf(e.getMessage()));
      }
    }
    return mistakes;
  }

  @Override
  public Map<String, Object> render(LaunchRequest request) {
    return service().request(job(request));
  }

  @Override
  public int run(LaunchRequest request) {
    LaunchStore store = store();
    Optional<Outcome> ended = store.outcome(aws.id());
    JobService service = service();
    ClusterJob job = job(request);
    if (ended.isEmpty()) {
      service.require();
    }
    if (!store.claim(aws.id(), claim(service, job))) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "--id " + aws.id() + " was the launch of something else; expected another id");
    }
    if (ended.isPresent()) {
      return end(ended.get());
    }
    upload(store);
    String name = service.submit(job);
    progress.step("launch.submit", Map.of("id", aws.id(), "job", name, "place", service.place()));
    return end(store, service, name, follow(service, name));
  }

  private void upload(LaunchStore store) {
    boolean sent = store.upload(JAR, Sha256.of(jar.required()), jar.required());
    progress.step("launch.jar", Map.of("uploaded", sent));
    Path project = archive().file();
    store.upload(PROJECT, Sha256.of(project), project);
  }

  private JobState follow(JobService service, String name) {
    String last = "";
    for (int looked = 1; ; looked++) {
      JobState state = service.state(name);
      if (!state.word().equals(last)) {
        progress.step("launch.state", Map.of("job", name, "state", state.word()));
        last = state.word();
      }
      if (state.ended()) {
        return state;
      }
      aws.looks().before(looked);
    }
  }

  private int end(LaunchStore store, JobService service, String name, JobState state) {
    Optional<Outcome> outcome = store.outcome(aws.id());
    if (outcome.isPresent()) {
      return end(outcome.get());
    }
    throw new TowpathException(
        ExitCode.CLUSTER,
        ("%s: job %s ended as %s and left no outcome in %s%s; its logs say more. Launching again"
                + " with another --id is safe")
            .formatted(
                service.place(),
                name,
                state.word(),
                store.outcomePlace(aws.id()),
                state.reason().isEmpty() ? "" : " (" + state.reason() + ")"));
  }

  private static int end(Outcome outcome) {
    for (ExitCode code : ExitCode.values()) {
      if (code != ExitCode.OK && code.status() == outcome.exitCode()) {
        throw new TowpathException(code, outcome.message());
      }
    }
    return outcome.exitCode();
  }

  private static byte[] claim(JobService service, ClusterJob job) {
    return (service.place() + "\n" + job).getBytes(UTF_8);
  }

  private ClusterJob job(LaunchRequest request) {
    LaunchStore store = store();
    List<String> arguments =
        new ArrayList<>(
            request.with("project", "project").with("runner", "SparkRunner").arguments());
    arguments.add("--outcome=" + store.outcomePlace(aws.id()));
    return new ClusterJob(
        aws.id(),
        request.name(),
        request.template().main(),
        store.place(JAR, Sha256.of(jar.required())),
        store.place(PROJECT, Sha256.of(archive().file())),
        arguments,
        request.settings());
  }

  private JobService service() {
    Project.S3 s3 = archive().project().s3();
    String endpoint = aws.endpoint();
    AwsPlace at =
        AwsPlace.of(
            aws.region() == null ? s3.region() : aws.region(),
            endpoint == null ? null : URI.create(endpoint));
    return target == Target.EMR
        ? new EmrSteps(at, Objects.requireNonNull(aws.cluster()))
        : new ServerlessRuns(
            at, Objects.requireNonNull(aws.application()), Objects.requireNonNull(aws.role()));
  }

  private LaunchStore store() {
    PipelineOptions options = PipelineOptionsFactory.create();
    S3Access.configure(archive().project().s3(), options);
    String root = Objects.requireNonNull(aws.store()).replaceFirst("/+$", "");
    return new LaunchStore(new RawLocation(root, S3Access.of(options)));
  }

  private ProjectArchive archive() {
    return Objects.requireNonNull(archive, "mistakes were not looked at");
  }
}
