package io.towpath.pipelines;

import io.towpath.config.Project;
import java.net.URI;
import org.apache.beam.sdk.io.aws2.options.AwsOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import software.amazon.awssdk.regions.Region;

/**
 * Hands a project's S3 settings to Beam, so that its file systems and ours use one configuration.
 */
final class S3Settings {

  private S3Settings() {}

  static void apply(Project.S3 settings, PipelineOptions options) {
    AwsOptions aws = options.as(AwsOptions.class);
    if (settings.region() != null) {
      aws.setAwsRegion(Region.of(settings.region()));
    }
    if (settings.endpoint() != null) {
      aws.setEndpoint(URI.create(settings.endpoint()));
    }
  }
}
