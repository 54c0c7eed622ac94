package io.towpath.config;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A project with the chosen profile applied.
 *
 * @param name of the project
 * @param root folder of {@code towpath.yaml}
 * @param raw absolute folder, or {@code s3://bucket/prefix}
 * @param warehouse where tables are published
 * @param runner direct, spark or auto
 * @param s3 settings of the S3 client, for raw zone and sources
 * @param feeds by name (the file's name without .yaml), in order
 */
public record Project(
    String name,
    Path root,
    String raw,
    Warehouse warehouse,
    String runner,
    S3 s3,
    Map<String, Feed> feeds) {
  private static final String S3_SCHEME = "s3://";

  /** Whether anything is read from S3 or written to it. */
  public boolean usesS3() {
    return raw.startsWith(S3_SCHEME)
        || feeds.values().stream()
            .map(Feed::source)
            .filter(FilesDeclaration.class::isInstance)
            .flatMap(files -> ((FilesDeclaration) files).globs().stream())
            .anyMatch(glob -> glob.startsWith(S3_SCHEME));
  }

  /** Where tables are published. */
  public sealed interface Warehouse extends Serializable {
    /** PostgreSQL of the project's own, in {@code .towpath/}. */
    record Embedded() implements Warehouse {}

    /**
     * A server of the user's.
     *
     * @param url {@code jdbc:postgresql://…}
     * @param user reference or text, null for the driver's default
     * @param password reference only, null if none is needed
     */
    record Jdbc(String url, @Nullable Secret user, @Nullable Secret password)
        implements Warehouse {}
  }

  /**
   * S3 settings; null means the AWS SDK's default chain.
   *
   * @param endpoint URL of an S3 server other than AWS's
   * @param pathStyle whether the bucket stands in the path
   */
  public record S3(@Nullable String region, @Nullable String endpoint, boolean pathStyle)
      implements Serializable {}
}
