package io.towpath.io.raw;

import static io.towpath.io.raw.RawPaths.failure;

import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Streams an object into a bucket: as one PUT if it is small, else as a multipart upload, of which
 * one part is in memory. Parts have 8 MiB, and twice as much after every 800, so that 10,000 of
 * them carry the 5 TiB that an object of S3 may have; up to 100 GB none is over 64 MiB.
 */
final class S3Writer implements RawWriter {
  static final int SMALLEST_PART = 8 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(S3Writer.class);
  private static final int LARGEST_PART = 1 << 30;
  private static final int FIRST_BUFFER = 1 << 16;
  private static final int PARTS_OF_A_SIZE = 800;

  private final S3RawStore store;
  private final S3Client client;
  private final String bucket;
  private final String path;
  private final CRC32C crc = new CRC32C();
  private final List<CompletedPart> parts = new ArrayList<>();
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int filled;
  private long size;
  private @Nullable String upload;

  S3Writer(S3RawStore store, S3Client client, String bucket, String path) {
    this.store = store;
    this.client = client;
    this.bucket = bucket;
    this.path = RawPaths.checked(path);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
    size += length;
    int from = offset;
    int left = length;
    while (left > 0) {
      int part = partSize(parts.size());
      if (filled == part) {
        uploadPart();
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

  private void uploadPart() {
    byte[] bytes = buffer;
    int length = filled;
    int number = parts.size() + 1;
    try {
      if (upload == null) {
        upload =
            client
                .createMultipartUpload(create -> create.bucket(bucket).key(store.key(path)))
                .uploadId();
      }
      String etag =
          client
              .uploadPart(
                  part ->
                      part.bucket(bucket)
                          .key(store.key(path))
                          .uploadId(upload)
                          .partNumber(number)
                          .contentMD5(S3Checksums.md5(bytes, length)),
                  RequestBody.fromContentProvider(
                      () -> new ByteArrayInputStream(bytes, 0, length),
                      length,
                      "application/octet-stream"))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
      filled = 0;
    } catch (SdkException e) {
      throw S3Failures.of("cannot write", store.place(path), e);
    }
  }

  @Override
  public RawStore.Stored commit() {
    if (upload != null && filled > 0) {
      uploadPart();
    }
    try {
      String version = upload == null ? put() : complete();
      upload = null;
      return new RawStore.Stored(size, crc.getValue(), version);
    } catch (SdkException e) {
      return adopt(e);
    }
  }

  private String put() {
    var stored = store.put(path, buffer, filled);
    return S3Checksums.version(stored.versionId(), stored.eTag());
  }

  private String complete() {
    var stored =
        client.completeMultipartUpload(
            complete ->
                complete
                    .bucket(bucket)
                    .key(store.key(path))
                    .uploadId(upload)
                    .multipartUpload(all -> all.parts(parts))
                    .overrideConfiguration(S3RawStore.CREATE_ONLY));
    return S3Checksums.version(stored.versionId(), stored.eTag());
  }

  /** Takes what lies there for ours if it has the same bytes: a reply was lost, or a twin won. */
  private RawStore.Stored adopt(SdkException thrown) {
    RawStore.Stored found = store.find(path);
    if (found == null) {
      throw S3Failures.of("cannot create", store.place(path), thrown);
    }
    if (found.bytes() != size || checksum(found) != crc.getValue()) {
      throw failure("object exists with other bytes; land again", store.place(path), thrown);
    }
    return new RawStore.Stored(size, crc.getValue(), found.version());
  }

  private long checksum(RawStore.Stored found) {
    Manifest.Part part =
        new Manifest.Part(
            0, path, path, found.bytes(), 0, found.version(), "", Instant.EPOCH, List.of());
    CRC32C there = new CRC32C();
    byte[] bytes = new byte[FIRST_BUFFER];
    S3PartStream in = new S3PartStream(store, part, 0, found.bytes());
    for (int n = in.read(bytes, 0, bytes.length); n >= 0; n = in.read(bytes, 0, bytes.length)) {
      there.update(bytes, 0, n);
    }
    return there.getValue();
  }

  /** An upload that cannot be aborted now is left to the sweep, lest it hide what went wrong. */
  @Override
  public void close() {
    if (upload == null) {
      return;
    }
    try {
      store.delete(List.of(new RawStore.Listed(path, upload, Instant.EPOCH)));
    } catch (TowpathException e) {
      LOG.warn("unfinished upload was not aborted, the sweep will: {}", e.getMessage());
    }
  }
}
