package io.towpath.io.s3;

/**
 * An object that is to be copied, as long as it is the one that was seen.
 *
 * @param etag without quotes
 */
public record S3Original(String bucket, String key, String etag, long bytes) {

  /** The ETag as headers carry it. */
  public String quotedEtag() {
    return '"' + etag + '"';
  }
}
