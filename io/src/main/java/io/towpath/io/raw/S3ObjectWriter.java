package io.towpath.io.raw;

import static io.towpath.io.raw.RawPaths.failure;

import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.s3.S3Upload;
import java.time.Instant;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** An object of a bucket in the making, however its bytes get there. */
abstract class S3ObjectWriter implements RawWriter {
  private static final Logger LOG = LoggerFactory.getLogger(S3ObjectWriter.class);
  private static final int BUFFER = 1 << 16;

  final S3RawStore store;
  final String path;
  private final S3Client client;
  private final String bucket;
  private final CRC32C crc = new CRC32C();
  private long size;
  private @Nullable S3Upload upload;

  S3ObjectWriter(S3RawStore store, S3Client client, String bucket, String path) {
    this.store = store;
    this.client = client;
    this.bucket = bucket;
    this.path = RawPaths.checked(path);
  }

  /** Takes note of bytes that were written. */
  final void count(byte[] bytes, int offset, int length) {
    crc.update(bytes, offset, length);
    size += length;
  }

  /** Bytes that were written so far. */
  final long size() {
    return size;
  }

  /** The upload, which begins when it is first asked for. */
  final S3Upload upload() {
    if (upload == null) {
      upload = S3Upload.begin(client, bucket, store.key(path));
    }
    return upload;
  }

  final boolean isUploading() {
    return upload != null;
  }

  /** Creates the object of all that was written; returns its version. */
  abstract String create();

  @Override
  public final RawStore.Stored commit() {
    try {
      String version = create();
      upload = null;
      return new RawStore.Stored(size, crc.getValue(), version);
    } catch (SdkException e) {
      return adopt(e);
    }
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
    byte[] bytes = new byte[BUFFER];
    S3PartStream in = new S3PartStream(store, part, 0, found.bytes());
    for (int n = in.read(bytes, 0, bytes.length); n >= 0; n = in.read(bytes, 0, bytes.length)) {
      there.update(bytes, 0, n);
    }
    return there.getValue();
  }

  /** An upload that cannot be aborted now is left to the sweep, lest it hide what went wrong. */
  @Override
  public final void close() {
    if (upload == null) {
      return;
    }
    try {
      store.delete(List.of(new RawStore.Listed(path, upload.id(), Instant.EPOCH)));
    } catch (TowpathException e) {
      LOG.warn("unfinished upload was not aborted, the sweep will: {}", e.getMessage());
    }
  }
}
