package io.towpath.io.raw;

import io.towpath.config.Project;
import io.towpath.io.s3.S3Access;
import java.io.Serializable;
import java.nio.file.Path;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Says where a raw zone is, in a form that travels to workers.
 *
 * @param root absolute folder, or {@code s3://bucket/prefix}
 * @param s3 how to reach S3, unused for a folder
 */
public record RawLocation(String root, S3Access s3) implements Serializable {
  private static final String S3 = "s3://";

  /** The raw zone of a project, reached with the AWS settings of Beam's options. */
  public static RawLocation of(Project project, PipelineOptions options) {
    return new RawLocation(project.raw(), S3Access.of(options));
  }

  /** Gives access to it. Cheap: S3 clients are shared by all stores of a process. */
  public RawStore open() {
    if (!root.startsWith(S3)) {
      return new FolderRawStore(Path.of(root));
    }
    String[] place = root.substring(S3.length()).split("/", 2);
    String prefix = place.length == 1 ? "" : place[1].replaceAll("/+$", "");
    return new S3RawStore(s3.client(), place[0], prefix.isEmpty() ? "" : prefix + "/");
  }
}
