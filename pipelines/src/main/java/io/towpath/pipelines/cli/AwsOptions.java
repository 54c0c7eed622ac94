package io.towpath.pipelines.cli;

import io.towpath.io.emr.Waits;
import io.towpath.pipelines.launch.AwsTarget;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code towpath launch} takes for EMR. */
final class AwsOptions {
  private static final Waits LOOKS = new Waits(Duration.ofSeconds(2), Duration.ofSeconds(30));

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Name of this launch, by which it is known when it is asked for again.")
  private @Nullable String id;

  @Option(
      names = "--store",
      paramLabel = "URI",
      description = "s3://BUCKET/PREFIX for jar, project and the job's outcome.")
  private @Nullable String store;

  @Option(names = "--cluster", paramLabel = "ID", description = "Cluster of EMR.")
  private @Nullable String cluster;

  @Option(
      names = "--application",
      paramLabel = "ID",
      description = "Application of EMR Serverless.")
  private @Nullable String application;

  @Option(names = "--role", paramLabel = "ARN", description = "Role of a job on EMR Serverless.")
  private @Nullable String role;

  @Option(
      names = "--region",
      paramLabel = "REGION",
      description = "Region of EMR (default: s3.region of towpath.yaml, then the SDK's search).")
  private @Nullable String region;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Endpoint of EMR other than AWS's public one, such as that of a VPC.")
  private @Nullable String endpoint;

  /** All of it; without an id this launch is like no other. */
  AwsTarget target() {
    return new AwsTarget(
        id == null ? UUID.randomUUID().toString() : id,
        store,
        cluster,
        application,
        role,
        region,
        endpoint,
        LOOKS);
  }
}
