package io.towpath.io.raw;

import io.towpath.config.Project;
import io.towpath.io.s3.S3Access;
import io.towpath.testing.EmbeddedS3;
import java.net.URI;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients of the embedded server, as a session makes them and such as give up at once. */
final class S3Clients {

  private S3Clients() {}

  /** The client of a session whose project names the endpoint. */
  static S3Client patient(EmbeddedS3 server, String endpoint) {
    PipelineOptions options = PipelineOptionsFactory.create();
    S3Access.configure(new Project.S3(server.region(), endpoint, true), options);
    return S3Access.of(options).client();
  }

  /** A client that repeats nothing. */
  static S3Client impatient(EmbeddedS3 server, String endpoint) {
    return S3Client.builder()
        .endpointOverride(URI.create(endpoint))
        .region(Region.of(server.region()))
        .forcePathStyle(true)
        .overrideConfiguration(client -> client.retryPolicy(RetryPolicy.none()))
        .build();
  }
}
