package io.towpath.io.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What S3 proves the bytes of an object by. */
public final class S3Checksums {

  private S3Checksums() {}

  /** The digest by which S3 refuses bytes that were damaged on their way. */
  public static String md5(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      digest.update(bytes, 0, length);
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /** What a later read asks for: the version where the bucket keeps versions, else the ETag. */
  public static String version(@Nullable String versionId, @Nullable String etag) {
    return versionId == null || versionId.equals("null") ? String.valueOf(etag) : versionId;
  }

  /** ETags are in quotes, version ids never. */
  public static boolean isEtag(String version) {
    return version.startsWith("\"");
  }
}
