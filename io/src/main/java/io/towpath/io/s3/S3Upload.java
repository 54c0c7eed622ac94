package io.towpath.io.s3;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A multipart upload: nothing is there until it is completed, and then only if nothing was. */
public final class S3Upload {
  /** The SDK that Beam pins knows the header only as one that is added by hand. */
  public static final AwsRequestOverrideConfiguration CREATE_ONLY =
      AwsRequestOverrideConfiguration.builder().putHeader("If-None-Match", "*").build();

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

  /** Begins an upload of an object. */
  public static S3Upload begin(S3Client client, String bucket, String key) {
    String id = client.createMultipartUpload(create -> create.bucket(bucket).key(key)).uploadId();
    return new S3Upload(client, bucket, key, id);
  }

  /** The name that S3 gave the upload. */
  public String id() {
    return id;
  }

  /** Adds the first so many bytes of an array as the next part. */
  public void send(byte[] bytes, int length) {
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
  public void copy(S3Original original, long from, long to) {
    int number = parts.size() + 1;
    String etag =
        client
            .uploadPartCopy(
                part ->
                    part.sourceBucket(original.bucket())
                        .sourceKey(original.key())
                        .copySourceIfMatch(original.quotedEtag())
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
  public String complete() {
    var stored =
        client.completeMultipartUpload(
            complete ->
                complete
                    .bucket(bucket)
                    .key(key)
                    .uploadId(id)
                    .multipartUpload(all -> all.parts(parts))
                    .overrideConfiguration(CREATE_ONLY));
    return S3Checksums.version(stored.versionId(), stored.eTag());
  }

  /** Gives the upload up. */
  public void abort() {
    client.abortMultipartUpload(abort -> abort.bucket(bucket).key(key).uploadId(id));
  }
}
