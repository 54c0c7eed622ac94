package io.towpath.io.raw;

import io.towpath.io.s3.S3Checksums;
import java.util.Arrays;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Streams an object into a bucket: as one PUT if it is small, else as a multipart upload, of which
 * one part is in memory. Parts have 8 MiB, and twice as much after every 800, so that 10,000 of
 * them carry the 5 TiB that an object of S3 may have; up to 100 GB none is over 64 MiB.
 */
final class S3Writer extends S3ObjectWriter {
  static final int SMALLEST_PART = 8 << 20;

  private static final int LARGEST_PART = 1 << 30;
  private static final int FIRST_BUFFER = 1 << 16;
  private static final int PARTS_OF_A_SIZE = 800;

  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;
  private int sent;

  S3Writer(S3RawStore store, S3Client client, String bucket, String path) {
    super(store, client, bucket, path);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    count(bytes, offset, length);
    int from = offset;
    int left = length;
    while (left > 0) {
      int part = partSize(sent);
      if (filled == part) {
        send();
        continue;
      }
      int n = Math.min(left, part - filled);
      reserve(filled + n, part);
      System.arraycopy(bytes, from, buffer, filled, n);
      filled += n;
      from += n;
      left -= n;
    }
  }

  /** Size of the part after so many. */
  static int partSize(int before) {
    int doublings = Math.min(before / PARTS_OF_A_SIZE, 7);
    return Math.min(LARGEST_PART, SMALLEST_PART << doublings);
  }

  private void reserve(int needed, int part) {
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(part, Math.max(needed, 2 * buffer.length)));
    }
  }

  private void send() {
    try {
      upload().send(buffer, filled);
      sent++;
      filled = 0;
    } catch (SdkException e) {
      throw S3Failures.of("cannot write", store.place(path), e);
    }
  }

  @Override
  String create() {
    if (!isUploading()) {
      var stored = store.put(path, buffer, filled);
      return S3Checksums.version(stored.versionId(), stored.eTag());
    }
    if (filled > 0) {
      send();
    }
    return upload().complete();
  }
}
