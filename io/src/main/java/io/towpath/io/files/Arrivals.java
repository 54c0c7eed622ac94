package io.towpath.io.files;

import io.towpath.config.FilesDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.s3.S3Access;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the files that a feed may take. A file that several globs match arrives once; names that
 * begin with a dot or an underscore, or end with {@code .tmp}, are passed over.
 */
public final class Arrivals {
  private final FolderPlace folders;
  private final BucketPlace buckets;

  private Arrivals(FolderPlace folders, BucketPlace buckets) {
    this.folders = folders;
    this.buckets = buckets;
  }

  /**
   * The arrivals of a project's feeds.
   *
   * @param project the folder that paths begin at
   * @param s3 how buckets are reached
   */
  public static Arrivals of(Path project, S3Access s3) {
    return new Arrivals(new FolderPlace(project), new BucketPlace(s3));
  }

  /** All files that match, taken before or not, ordered by time of change and name. */
  public List<Arrival> match(FilesDeclaration files) {
    Map<String, Arrival> found = new HashMap<>();
    for (String glob : files.globs()) {
      for (Arrival arrival : match(glob)) {
        if (!hidden(arrival.name())) {
          found.put(arrival.name(), arrival);
        }
      }
    }
    return found.values().stream()
        .sorted(Comparator.comparing(Arrival::modified).thenComparing(Arrival::name))
        .toList();
  }

  private List<Arrival> match(String glob) {
    try {
      return (BucketPlace.holds(glob) ? buckets : folders).match(glob);
    } catch (IOException e) {
      throw new TowpathException(
          ExitCode.SOURCE,
          "cannot look for "
              + glob
              + ": "
              + e.getMessage()
              + "; check the path and the rights, for S3 also the credentials and 's3' in"
              + " towpath.yaml",
          e);
    }
  }

  private static boolean hidden(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    return file.startsWith(".") || file.startsWith("_") || file.endsWith(".tmp");
  }
}
