package io.towpath.io.raw;

import io.towpath.io.s3.S3Original;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Has S3 copy an object by itself, stretch by stretch as its reader comes by, who has to see every
 * byte but need not send any back.
 */
final class S3Copy extends S3ObjectWriter {
  private static final long STRETCH = 64L << 20;
  private static final int STRETCHES = 9_000;
  private static final int SERVER_ERROR = 500;

  private final S3Original original;
  private final long stretch;
  private long copied;

  private S3Copy(
      S3RawStore store, S3Client client, String bucket, String path, S3Original original) {
    super(store, client, bucket, path);
    this.original = original;
    this.stretch = Math.max(STRETCH, original.bytes() / STRETCHES);
  }

  /** Copies the first stretch; empty if S3 refuses, as it does where rights or keys differ. */
  static Optional<RawWriter> begin(
      S3RawStore store, S3Client client, String bucket, String path, S3Original original) {
    S3Copy copy = new S3Copy(store, client, bucket, path, original);
    try {
      copy.copyOn();
      return Optional.of(copy);
    } catch (SdkException e) {
      copy.close();
      if (e instanceof AwsServiceException service && service.statusCode() < SERVER_ERROR) {
        return Optional.empty();
      }
      throw S3Failures.of("cannot copy to", store.place(path), e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    count(bytes, offset, length);
    try {
      while (size() > copied && copied < original.bytes()) {
        copyOn();
      }
    } catch (SdkException e) {
      throw S3Failures.of("cannot copy to", store.place(path), e);
    }
  }

  private void copyOn() {
    long end = Math.min(original.bytes(), copied + stretch);
    upload().copy(original, copied, end);
    copied = end;
  }

  @Override
  String create() {
    return upload().complete();
  }
}
