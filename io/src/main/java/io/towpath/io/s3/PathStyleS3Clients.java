package io.towpath.io.s3;

import org.apache.beam.sdk.io.aws2.options.S3Options;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Builds the same clients for servers that expect the bucket in the path. */
public final class PathStyleS3Clients extends PatientS3Clients {

  @Override
  public S3ClientBuilder createBuilder(S3Options options) {
    return super.createBuilder(options).forcePathStyle(true);
  }
}
