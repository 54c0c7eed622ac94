package io.towpath.io.raw;

import io.towpath.testing.EmbeddedS3;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

final class S3SweepIT extends SweepContract {
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();

  private final S3Client client = S3Clients.patient(S3, S3.endpoint());

  @Override
  RawStore store() {
    return new S3RawStore(client, S3.bucket(), "zone/");
  }
}
