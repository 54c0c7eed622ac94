package io.towpath.io.raw;

import io.towpath.config.Project;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * Says where a raw zone is, in a form that travels to workers.
 *
 * @param root absolute folder, or {@code s3://bucket/prefix}
 * @param s3 settings of the S3 client, unused for a folder
 */
public record RawLocation(String root, Project.S3 s3) implements Serializable {

  /** The raw zone of a project. */
  public static RawLocation of(Project project) {
    return new RawLocation(project.raw(), project.s3());
  }

  /** Gives access to it. Cheap: S3 clients are shared by all stores of a process. */
  public RawStore open() {
    return new FolderRawStore(Path.of(root));
  }
}
