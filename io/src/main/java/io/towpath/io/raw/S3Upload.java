package io.towpath.io.raw;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A multipart upload: nothing is there until it is completed, and then only if nothing was. */
final class S3Upload {
  private final S3Client client;
  private final String bucket;
  private final String key;
  private final String id;
  private final List<CompletedPart> parts = new ArrayList<>();

  private S3Upload(S3Client client, String bucket, String key, String id) {
    this.client = client;
    this.bucket = bucket;
    this.key = key;
    this.id = id;
  }

  static S3Upload begin(S3Client client, String bucket, String key) {
    String id = client.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
    return new S3Upload(client, bucket, key, id);
  }

  String id() {
    return id;
  }

  /** Adds the first so many bytes of an array as the next part. */
  void send(byte[] bytes, int length) {
    int number = parts.size() + 1;
    String etag =
        client
            .uploadPart(
                part ->
                    part.bucket(bucket)
                        .key(key)
                        .uploadId(id)
                        .partNumber(number)
                        .contentMD5(S3Checksums.md5(bytes, length)),
                RequestBody.fromContentProvider(
                    () -> new ByteArrayInputStream(bytes, 0, length),
                    length,
                    "application/octet-stream"))
            .eTag();
    parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
  }

  /** Has S3 add a stretch of another object as the next part, while that is what it was. */
  void copy(RawStore.Original original, long from, long to) {
    int number = parts.size() + 1;
    String etag =
        client
            .uploadPartCopy(
                part ->
                    part.sourceBucket(original.bucket())
                        .sourceKey(original.key())
                        .copySourceIfMatch('"' + original.etag() + '"')
                        .copySourceRange("bytes=" + from + "-" + (to - 1))
                        .destinationBucket(bucket)
                        .destinationKey(key)
                        .uploadId(id)
                        .partNumber(number))
            .copyPartResult()
            .eTag();
    parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
  }

  /** Makes the object; returns its version. */
  String complete() {
    var stored =
        client.completeMultipartUpload(
            complete ->
                complete
                    .bucket(bucket)
                    .key(key)
                    .uploadId(id)
                    .multipartUpload(all -> all.parts(parts))
                    .overrideConfiguration(S3RawStore.CREATE_ONLY));
    return S3Checksums.version(stored.versionId(), stored.eTag());
  }
}
