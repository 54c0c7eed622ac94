package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.config.FilesDeclaration;
import io.towpath.config.JdbcDeclaration;
import io.towpath.config.PluginDeclaration;
import io.towpath.config.Project;
import io.towpath.config.Projects;
import io.towpath.config.RestDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.files.Arrivals;
import io.towpath.io.files.FilesSource;
import io.towpath.io.jdbc.JdbcSources;
import io.towpath.io.jdbc.SweepTarget;
import io.towpath.io.postgres.EmbeddedWarehouse;
import io.towpath.io.postgres.Migrations;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.rest.RestSource;
import io.towpath.io.s3.S3Access;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourceFactories;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.Words;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.beam.runners.spark.SparkContextOptions;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** What a command works with, opened when needed and closed together. */
public final class Session implements AutoCloseable {
  /** Its settings are the process's, so pipelines that need it come one after another. */
  private static final Object ONE_SPARK = new Object();

  private final Project project;
  private final PipelineOptions options;
  private final RunnerChoice runner;
  private final Progress progress;
  private @Nullable WarehouseAddress warehouse;
  private @Nullable EmbeddedWarehouse embedded;
  private @Nullable EarlySpark early;

  private Session(
      Project project, PipelineOptions options, RunnerChoice runner, Progress progress) {
    this.project = project;
    this.options = options;
    this.runner = runner;
    this.progress = progress;
  }

  /**
   * How a session is opened.
   *
   * @param project folder of towpath.yaml
   * @param profile to apply
   * @param runner if the caller decides
   * @param options the engine's own, passed on to every pipeline
   */
  public record Start(
      Path project,
      Optional<String> profile,
      Optional<RunnerChoice> runner,
      PipelineOptions options) {}

  /** Reads the project; its warehouse is opened when it is first needed. */
  public static Session open(Start start, Progress progress) {
    Project project = Projects.read(start.project(), start.profile());
    RunnerChoice runner = start.runner().orElseGet(() -> RunnerChoice.of(project.runner()));
    if (project.usesS3()) {
      S3Access.configure(project.s3(), start.options());
    } else {
      S3Access.unused(start.options());
    }
    FileSystems.setDefaultPipelineOptions(start.options());
    return new Session(project, start.options(), runner, progress);
  }

  /** The feed of a name, compiled. */
  public FeedPlan plan(String name) {
    return FeedPlan.of(feed(project, name));
  }

  /**
   * The feed of a name.
   *
   * @throws TowpathException that lists the feeds there are
   */
  public static Feed feed(Project project, String name) {
    Feed feed = project.feeds().get(name);
    if (feed == null) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "no feed '"
              + name
              + "' in "
              + project.root().resolve("feeds")
              + ": expected "
              + Words.or(project.feeds().keySet())
              + Nearest.hint(name, project.feeds().keySet()));
    }
    return feed;
  }

  /** Brings the ledger of an embedded warehouse up to date, and checks that of any other. */
  public Session withLedger() {
    if (ownsWarehouse()) {
      Migrations.migrate(warehouse());
    } else {
      Migrations.require(warehouse());
    }
    return this;
  }

  public Project project() {
    return project;
  }

  /** Where the warehouse is; an embedded one is started. */
  public synchronized WarehouseAddress warehouse() {
    if (warehouse == null) {
      if (project.warehouse() instanceof Project.Warehouse.Jdbc jdbc) {
        warehouse = new WarehouseAddress(jdbc.url(), jdbc.user(), jdbc.password());
      } else {
        embedded = EmbeddedWarehouse.use(project.root().resolve(".towpath"));
        warehouse = embedded.address();
      }
    }
    return warehouse;
  }

  public RawLocation raw() {
    return RawLocation.of(project, options);
  }

  /** Whether the warehouse is the project's own, whose ledger commands bring up to date. */
  boolean ownsWarehouse() {
    return !(project.warehouse() instanceof Project.Warehouse.Jdbc);
  }

  /** Where a feed's files arrive. */
  Arrivals arrivals() {
    return Arrivals.of(project.root(), S3Access.of(options));
  }

  /** A feed's source, for one land run. */
  Source source(Feed feed) {
    if (feed.source() instanceof JdbcDeclaration database) {
      SweepTarget target = feed.sweeps() ? new SweepTarget(warehouse(), feed.contract()) : null;
      return JdbcSources.of(feed.file(), database, target, clock(), progress::step);
    }
    if (feed.source() instanceof RestDeclaration api) {
      return new RestSource(new RestSource.Origin(feed.name(), warehouse()), api, clock());
    }
    if (feed.source() instanceof PluginDeclaration plugin) {
      return SourceFactories.open(feed, plugin);
    }
    return new FilesSource(
        new FilesSource.Origin(feed.name(), this::warehouse),
        (FilesDeclaration) feed.source(),
        arrivals(),
        clock(),
        progress::step);
  }

  public Progress progress() {
    return progress;
  }

  /** The only clock; workers get instants from the run context. */
  public InstantSource clock() {
    return Clock.systemUTC();
  }

  /** Runs a pipeline that copies so many bytes, alone if it needs what a process has once. */
  void copyInTurn(long plannedBytes, Runnable pipeline) {
    inTurn(runner.copyNeedsSpark(options, plannedBytes), pipeline);
  }

  /** The same for one that reads so many bytes and groups them. */
  void inTurn(long plannedBytes, Runnable pipeline) {
    inTurn(runner.needsSpark(plannedBytes), pipeline);
  }

  private static void inTurn(boolean alone, Runnable pipeline) {
    if (alone) {
      synchronized (ONE_SPARK) {
        pipeline.run();
      }
    } else {
      pipeline.run();
    }
  }

  /** Options for one more pipeline that will copy so many bytes in so many groups. */
  PipelineOptions copyOptions(long plannedBytes, int groups) {
    runner.applyToCopy(options, plannedBytes, groups);
    return options;
  }

  /** Starts now what a later pipeline that will read and group so much has to wait for. */
  void prepareFor(long plannedBytes, int groups) {
    early = runner.startEarly(options, plannedBytes, groups).orElse(null);
  }

  /** Options for one more pipeline that will read so many bytes and group them. */
  PipelineOptions pipelineOptions(long plannedBytes, int groups) {
    runner.applyTo(options, plannedBytes, groups);
    SparkContextOptions spark = options.as(SparkContextOptions.class);
    spark.setUsesProvidedSparkContext(false);
    if (early != null && early.fits(groups)) {
      early.provideTo(spark);
    } else {
      stopEarly();
    }
    return options;
  }

  private void stopEarly() {
    if (early != null) {
      early.close();
      early = null;
    }
  }

  @Override
  public synchronized void close() {
    stopEarly();
    if (embedded != null) {
      embedded.close();
    }
  }
}
